using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Billing;

/// <summary>Tells partners that their bill is ready.</summary>
internal sealed class TellBills(Notifier notifier) : IHandleLater<MonthClosed>
{
    public const string Kind = "billing.bill-ready";

    public async Task Handle(MonthClosed happened, CancellationToken ct)
    {
        var title = new LocalText($"{happened.Month} 账单已生成", $"The bill of {happened.Month} is ready");
        var body = new LocalText("请查看账单、业绩与激励，并在公示期内确认。", "See bill, performance and incentives, and confirm within the notice period.");
        foreach (var partner in happened.Partners)
        {
            await notifier.TellPartner(partner, BillingModule.SeeBill, new(Kind, title, body, $"/portal/bills/{happened.Month}"), ct);
        }
    }
}
