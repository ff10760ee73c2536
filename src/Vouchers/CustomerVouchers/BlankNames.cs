using PartnerCenter.Customers.Published;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Vouchers.CustomerVouchers;

/// <summary>Takes the name of a cancelled customer off its vouchers, and off quotas for it alone (R12.1.9.23).</summary>
internal sealed class BlankNames(UnitOfWork unit) : IHandleNow<CustomerCancelled>
{
    public async Task Handle(CustomerCancelled happened, CancellationToken ct)
    {
        await using var vouchers = unit.Command("update vouchers.customer_voucher set customer_name = '' where customer_id = $1", happened.Customer);
        await vouchers.ExecuteNonQueryAsync(ct);
        await using var quotas = unit.Command("update vouchers.quota set customer_name = '' where customer_id = $1", happened.Customer);
        await quotas.ExecuteNonQueryAsync(ct);
    }
}
