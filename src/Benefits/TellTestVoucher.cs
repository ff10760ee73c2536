using PartnerCenter.Kernel;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Benefits;

/// <summary>A test voucher was issued, or has lapsed before it was.</summary>
internal sealed record TestVoucherNews(Guid Partner, string Number, decimal Amount, TestVoucherState State, DateOnly? ValidUntil) : IEvent
{
    public static TestVoucherNews Of(TestVoucher v) => new(v.PartnerId, v.Number, v.Amount, v.State, v.ValidUntil);
}

/// <summary>Tells the partner.</summary>
internal sealed class TellTestVoucher(Notifier notifier) : IHandleLater<TestVoucherNews>
{
    public const string Notice = "benefits.test-voucher";

    public Task Handle(TestVoucherNews happened, CancellationToken ct)
    {
        var (number, amount) = (happened.Number, happened.Amount.ToString("#,##0.00", System.Globalization.CultureInfo.InvariantCulture));
        var (title, body) = happened.State == TestVoucherState.Granted
            ? (new LocalText("测试券已发放", "A test voucher was granted"),
                new LocalText(
                    $"{number}：{amount} 元，有效期至 {happened.ValidUntil:yyyy-MM-dd}。",
                    $"{number}: {amount} CNY, valid until {happened.ValidUntil:yyyy-MM-dd}."))
            : (new LocalText("测试券申请已失效", "An application for a test voucher has lapsed"),
                new LocalText(
                    $"{number}：{amount} 元。路径阶段已变化，不再享有该权益。",
                    $"{number}: {amount} CNY. The stage on the path has changed and no longer entitles to it."));
        return notifier.TellPartner(happened.Partner, BenefitsModule.See, new(Notice, title, body, "/portal/benefits"), ct);
    }
}
