using System.Globalization;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Vouchers.Published;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.Vouchers.CustomerVouchers;

/// <summary>
/// When an association changes, what is left of a customer's vouchers stays or goes back to whoever issued it, by the table of effects
/// (R12.4.4). What went back is not the customer's any more: not what comes back later from orders that it had paid either (R12.1.6.10).
/// </summary>
internal sealed class VoucherStake(VoucherBook vouchers, QuotaBook quotas, Rulebook rulebook, BusinessDay businessDay)
    : IAssociationStake, IHandleNow<AssociationChanged>
{
    public async Task<Stake> Of(AssociationChanged change, CancellationToken ct)
    {
        var terms = Terms;
        var effects = (await vouchers.Of(change.Customer, ct))
            .Where(voucher => voucher.Left > 0 && voucher.ValidTo >= businessDay.Today)
            .GroupBy(voucher => (voucher.Sort, Issuer: IssuerOf(voucher)))
            .OrderBy(group => group.Key)
            .Select(group => Sentence(group.Key.Sort, group.Key.Issuer, terms.Fate(change, group.Key.Sort, group.Key.Issuer), [.. group]))
            .ToList();
        return new([], effects.Count > 0 ? effects : [new("没有受影响的代金券、现金券。", "No voucher or coupon is concerned.")]);
    }

    public async Task Handle(AssociationChanged happened, CancellationToken ct)
    {
        var (terms, by) = (Terms, new Mover(happened.By, happened.ByName));
        foreach (var voucher in await vouchers.LockOf(happened.Customer, ct))
        {
            if (terms.Fate(happened, voucher.Sort, IssuerOf(voucher)) == VoucherFate.Stays)
            {
                continue;
            }

            await vouchers.Set(voucher, 0, VoucherState.Returned, ct);
            if (voucher is { Quota: { } quota, Left: > 0 })
            {
                var kind = happened.To is null ? EntryKind.Disassociated : EntryKind.ModeSwitched;
                await quotas.Return(quota, new(kind, voucher.Left) { Voucher = voucher.Id, Customer = voucher.Customer }, by, ct);
            }
        }
    }

    private VoucherTerms Terms => rulebook.On<VoucherTerms>(VoucherTerms.Rule, businessDay.Today).Terms;

    private static VoucherIssuer IssuerOf(CustomerVoucher voucher) => voucher.Issuer is null ? VoucherIssuer.Vendor : VoucherIssuer.Partner;

    private static LocalText Sentence(VoucherSort sort, VoucherIssuer issuer, VoucherFate fate, List<CustomerVoucher> held)
    {
        var (words, count) = (Words.Of(sort), held.Count);
        var left = held.Sum(voucher => voucher.Left).ToString("#,##0.00", CultureInfo.InvariantCulture);
        var (zh, en) = issuer == VoucherIssuer.Vendor ? ("云厂商", "the vendor") : ("伙伴", "the partner");
        return fate == VoucherFate.Stays
            ? new($"{zh}发放的{words.Zh}（{count} 张，{left} 元）客户可继续使用。", $"The customer keeps what {en} issued: {words.En}, {count} in number, CNY {left}.")
            : new($"{zh}发放的{words.Zh}（{count} 张，剩余 {left} 元）退回{zh}。", $"What is left goes back to {en}: {words.En}, {count} in number, CNY {left}.");
    }
}
