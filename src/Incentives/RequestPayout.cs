using Microsoft.EntityFrameworkCore;
using PartnerCenter.Incentives.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Incentives;

/// <summary>A partner claims confirmed incentives (激励申付). Negative ones always go along (R12.1.5.36).</summary>
internal sealed class RequestPayout(IncentivesDb db, Certifications certifications, ReviewDesk reviews, Numbers numbers, BusinessDay businessDay)
{
    public const string Review = "incentives.payout-review";

    /// <summary>Claims them.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="bills">The positive bills chosen.</param>
    /// <param name="form">How to be paid.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The request.</returns>
    /// <exception cref="Refusal">
    /// <c>payout.not-certified</c>: nobody is paid whose business information is not certified (R6.2.2);
    /// <c>payout.nothing-chosen</c>, <c>payout.negative</c>: what is owed exceeds what is claimed; <c>idempotency.other-content</c>.
    /// </exception>
    public async Task<Payout> Run(Guid id, IReadOnlyCollection<Guid> bills, PayoutForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(IncentivesModule.Claim);
        await db.Unit.InTurn($"payouts of {by.PartnerId}", ct);
        if (await db.Payouts.SingleOrDefaultAsync(p => p.Id == id, ct) is { } known)
        {
            return await Repeat(known, bills, form, by, ct);
        }

        if (!await certifications.IsCertified(by.PartnerId, ct))
        {
            throw new Refusal("payout.not-certified");
        }

        var claimable = await db.Bills.Where(b => b.PartnerId == by.PartnerId && b.State == IncentiveState.Confirmed).ToListAsync(ct);
        var chosen = claimable.Where(b => b.Amount < 0 || bills.Contains(b.Id)).ToList();
        if (!bills.All(wished => chosen.Exists(b => b.Id == wished)) || chosen.TrueForAll(b => b.Amount < 0))
        {
            throw new Refusal("payout.nothing-chosen") { Field = "Bills" };
        }

        var amount = chosen.Sum(b => b.Amount);
        if (amount < 0)
        {
            throw new Refusal("payout.negative", amount);
        }

        var payout = new Payout
        {
            Id = id,
            Number = await numbers.Next("PO", ct),
            PartnerId = by.PartnerId,
            Form = form,
            Amount = amount,
            RequestedAt = businessDay.Now,
            RequestedBy = by.Account,
            RequestedByName = by.Name,
        };
        db.Payouts.Add(payout);
        chosen.ForEach(bill => bill.Apply(id));
        await reviews.Open(Review, id, $"{payout.Number}: {amount:#,##0.00} CNY", by, string.Join(", ", chosen.Select(b => $"{b.Policy} {b.Period}")), ct: ct);
        await db.Save(by, "incentives.request-payout", ct);
        return payout;
    }

    private async Task<Payout> Repeat(Payout known, IReadOnlyCollection<Guid> bills, PayoutForm form, Actor by, CancellationToken ct)
    {
        var claimed = await db.Bills.Where(b => b.PayoutId == known.Id && b.Amount >= 0).Select(b => b.Id).ToListAsync(ct);
        var same = known.PartnerId == by.PartnerId && known.Form == form && claimed.ToHashSet().SetEquals(bills);
        return same ? known : throw new Refusal("idempotency.other-content") { Field = "Id" };
    }
}

/// <summary>The outcome of a payout's review takes effect in the transaction of the decision.</summary>
internal sealed class DecidePayout(IncentivesDb db) : IHandleNow<ReviewEnded>
{
    public async Task Handle(ReviewEnded happened, CancellationToken ct)
    {
        if (happened.Definition != RequestPayout.Review)
        {
            return;
        }

        var payout = await db.Payouts.SingleAsync(p => p.Id == happened.Subject, ct);
        if (happened.Approved)
        {
            payout.Approve(happened.Decider, happened.DecidedBy);
            return;
        }

        payout.Reject();
        foreach (var bill in await db.Bills.Where(b => b.PayoutId == payout.Id).ToListAsync(ct))
        {
            bill.Release();
        }
    }
}
