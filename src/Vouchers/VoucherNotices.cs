using System.Globalization;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Vouchers.CustomerVouchers;
using PartnerCenter.Vouchers.Published;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.Vouchers;

/// <summary>What happens to a customer's voucher.</summary>
internal enum VoucherEvent
{
    Issued,
    Reclaimed,
    Ending,
}

/// <summary>What happens to a quota.</summary>
internal enum QuotaEvent
{
    Given,
    Reclaimed,
    Ending,
}

/// <summary>Something happened to a customer's voucher.</summary>
internal sealed record VoucherNews(VoucherEvent What, Guid Customer, string Number, VoucherSort Sort, decimal Amount, DateOnly ValidTo) : IEvent
{
    public static VoucherNews Of(CustomerVoucher voucher, VoucherEvent what) =>
        new(what, voucher.Customer, voucher.Number, voucher.Sort, voucher.Left, voucher.ValidTo);
}

/// <summary>Something happened to a quota.</summary>
internal sealed record QuotaNews(QuotaEvent What, Guid Partner, string Number, VoucherSort Sort, decimal Amount, DateOnly ValidTo) : IEvent
{
    public static QuotaNews Of(Quota quota, QuotaEvent what, decimal amount) => new(what, quota.Partner, quota.Number, quota.Sort, amount, quota.ValidTo);
}

/// <summary>Tells the customer.</summary>
internal sealed class TellVoucher(Notifier notifier) : IHandleLater<VoucherNews>
{
    public const string Notice = "vouchers.customer-voucher";

    public Task Handle(VoucherNews happened, CancellationToken ct)
    {
        var (sort, amount) = (Words.Of(happened.Sort), happened.Amount.ToString("#,##0.00", CultureInfo.InvariantCulture));
        var title = happened.What switch
        {
            VoucherEvent.Issued => new LocalText($"您收到一张{sort.Zh}", $"For you: {sort.En}"),
            VoucherEvent.Reclaimed => new LocalText($"{sort.Zh}已被回收", $"Taken back: {sort.En}"),
            _ => new LocalText($"{sort.Zh}即将到期", $"About to end: {sort.En}"),
        };
        var body = happened.What == VoucherEvent.Reclaimed
            ? new LocalText($"{happened.Number}：{amount} 元，发券方已回收。", $"{happened.Number}: CNY {amount}; whoever issued it has taken it back.")
            : new LocalText($"{happened.Number}：可用 {amount} 元，有效期至 {happened.ValidTo:yyyy-MM-dd}。", $"{happened.Number}: CNY {amount} until {happened.ValidTo:yyyy-MM-dd}.");
        return notifier.TellCustomer(happened.Customer, new(Notice, title, body, "/customer/vouchers"), ct);
    }
}

/// <summary>Tells the partner.</summary>
internal sealed class TellQuota(Notifier notifier) : IHandleLater<QuotaNews>
{
    public const string Notice = "vouchers.quota";

    public Task Handle(QuotaNews happened, CancellationToken ct)
    {
        var (sort, amount) = (Words.Of(happened.Sort), happened.Amount.ToString("#,##0.00", CultureInfo.InvariantCulture));
        var title = happened.What switch
        {
            QuotaEvent.Given => new LocalText($"获得{sort.Zh}额度", $"A quota for you: {sort.En}"),
            QuotaEvent.Reclaimed => new LocalText($"{sort.Zh}额度已被回收", $"A quota was taken back: {sort.En}"),
            _ => new LocalText($"{sort.Zh}额度即将到期", $"A quota is about to end: {sort.En}"),
        };
        var body = happened.What switch
        {
            QuotaEvent.Given => new LocalText(
                $"{happened.Number}：{amount} 元，有效期至 {happened.ValidTo:yyyy-MM-dd}。", $"{happened.Number}: CNY {amount} until {happened.ValidTo:yyyy-MM-dd}."),
            QuotaEvent.Reclaimed => new LocalText($"{happened.Number}：未下发的 {amount} 元已回收。", $"{happened.Number}: the CNY {amount} not issued were taken back."),
            _ => new LocalText(
                $"{happened.Number}：还有 {amount} 元未下发，有效期至 {happened.ValidTo:yyyy-MM-dd}。",
                $"{happened.Number}: CNY {amount} are not issued, and it ends on {happened.ValidTo:yyyy-MM-dd}."),
        };
        return notifier.TellPartner(happened.Partner, VouchersModule.See, new(Notice, title, body, "/portal/vouchers"), ct);
    }
}
