using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.Vouchers.CustomerVouchers;

/// <summary>Whoever issued a voucher takes it back while it is unused (R12.1.6.6): the quota has the amount again, the customer sees it no more.</summary>
internal sealed class ReclaimVoucher(UnitOfWork unit, VoucherBook vouchers, QuotaBook quotas)
{
    /// <summary>Takes it back.</summary>
    /// <param name="id">A voucher that the actor's partner has issued, or the vendor for its people.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if there is no such voucher.</returns>
    /// <exception cref="Refusal"><c>customer-voucher.wrong-state</c>, <c>voucher.used-already</c>.</exception>
    public async Task<bool> Run(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(by.Kind == ActorKind.Vendor ? VouchersModule.Issue : VouchersModule.Give);
        if (await vouchers.Lock(id, ct) is not { } voucher || voucher.Issuer != by.Partner)
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
        await unit.Save(by, "vouchers.reclaim-voucher", ct);
        return true;
    }
}
