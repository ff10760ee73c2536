using Microsoft.EntityFrameworkCore;
using PartnerCenter.Funds.Published;
using PartnerCenter.Incentives.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Incentives;

/// <summary>A partner's claim has been paid.</summary>
public sealed record IncentivePaid(Guid Partner, Guid Payout, string Number, decimal Amount, PayoutForm Form) : IEvent;

/// <summary>The vendor's finance pays an approved request: onto the partner's balance, or by bank. Another person than the approver.</summary>
internal sealed class PayIncentive(IncentivesDb db, Ledger ledger, Certifications certifications, BusinessDay businessDay)
{
    /// <summary>Pays it.</summary>
    /// <exception cref="Refusal"><c>payout.not-found</c>, <c>payout.wrong-state</c>, <c>payout.same-person</c>, <c>payout.paused</c>.</exception>
    public async Task Run(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(IncentivesModule.Pay);
        var payout = await db.Payouts.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new Refusal("payout.not-found");
        payout.Pay(by, businessDay.Now);
        // Whoever has given other bank data since is paid once that is certified (R6.2.10).
        if (!await certifications.IsCertified(payout.PartnerId, ct))
        {
            throw new Refusal("payout.paused");
        }

        foreach (var bill in await db.Bills.Where(b => b.PayoutId == id).ToListAsync(ct))
        {
            bill.Issue();
        }

        if (payout is { Form: PayoutForm.ReturnToAccount, Amount: > 0 })
        {
            ledger.Post(payout.Id, TransferKind.Incentive, payout.PartnerId, null, Money.Cny(payout.Amount), payout.Number, by);
        }

        db.Publish(new IncentivePaid(payout.PartnerId, payout.Id, payout.Number, payout.Amount, payout.Form));
        await db.Save(by, "incentives.pay", ct);
    }
}

/// <summary>Tells the partner that it was paid.</summary>
internal sealed class TellPayment(Notifier notifier) : IHandleLater<IncentivePaid>
{
    public const string Kind = "incentives.paid";

    public Task Handle(IncentivePaid happened, CancellationToken ct) => notifier.TellPartner(
        happened.Partner,
        IncentivesModule.See,
        new(
            Kind,
            new("激励已发放", "An incentive has been paid"),
            new($"{happened.Number}：{happened.Amount:#,##0.00} 元", $"{happened.Number}: {happened.Amount:#,##0.00} CNY"),
            $"/portal/payouts/{happened.Payout}"),
        ct);
}
