using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Vouchers.Published;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.Vouchers.CustomerVouchers;

/// <summary>Whoever issued a voucher takes it back while it is unused (R12.1.6.6): the quota has the amount again, the customer sees it no more.</summary>
public sealed class ReclaimVoucher(UnitOfWork unit, Associations associations, BusinessDay businessDay)
{
    private readonly QuotaBook quotas = new(unit, businessDay);
    private readonly VoucherBook vouchers = new(unit, businessDay);

    /// <summary>Takes it back.</summary>
    /// <param name="id">A voucher that the actor's partner has issued, or the vendor for its people.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if there is no such voucher.</returns>
    /// <exception cref="Refusal"><c>customer-voucher.wrong-state</c>, <c>voucher.used-already</c>.</exception>
    public async Task<bool> Run(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(by.Kind == ActorKind.Vendor ? VouchersModule.Issue : VouchersModule.Give);
        if (await Held(id, by, ct) is not { } voucher)
        {
            return false;
        }

        voucher.Reclaim();
        await vouchers.Set(voucher, 0, VoucherState.Reclaimed, ct);
        if (voucher.Quota is { } quota)
        {
            await quotas.Return(
                quota, new(EntryKind.Reclaimed, voucher.Left) { Voucher = id, Customer = voucher.Customer }, new(by.Account, by.Name), ct);
        }

        unit.Publish(VoucherNews.Of(voucher, VoucherEvent.Reclaimed));
        if (voucher.Issuer is { } issuer)
        {
            unit.Publish(new VoucherMoved(issuer, voucher.Customer, id, voucher.Number, voucher.Sort, voucher.Left, Reclaimed: true));
        }

        await unit.Save(by, "vouchers.reclaim-voucher", ct);
        return true;
    }

    /// <summary>The partner's own; for the vendor's people the vendor's, of customers whose partner they see.</summary>
    private async Task<CustomerVoucher?> Held(Guid id, Actor by, CancellationToken ct)
    {
        if (by.Kind != ActorKind.Vendor)
        {
            return await vouchers.Lock(id, ct) is { } own && own.Issuer == by.PartnerId ? own : null;
        }

        return await vouchers.LockVendors(id, ct) is { } vendors && (by.Reach.All || await associations.OfCustomer(vendors.Customer, ct) is not null) ? vendors : null;
    }
}
