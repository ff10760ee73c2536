using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Billing.Published;
using PartnerCenter.Customers.Published;
using PartnerCenter.Incentives.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Performance.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Incentives;

/// <summary>A line's share of an incentive, in CNY.</summary>
internal sealed record IncentiveLine(string Customer, string ProductType, string Product, DateTimeOffset At, decimal Performance, decimal Share);

/// <summary>Incentives as pages and API show them: those of the actor's partner; payouts also for vendor finance.</summary>
internal sealed class IncentiveLists(
    IncentivesDb db, Rulebook rulebook, ISettledLines settled, Associations associations, Partners partners)
{
    /// <summary>Bills, newest period first; of an estimate only the latest.</summary>
    public async Task<List<IncentiveBill>> Bills(Actor by, CancellationToken ct = default)
    {
        var partner = by.PartnerId;
        var all = await db.Bills.AsNoTracking().Where(b => b.PartnerId == partner).ToListAsync(ct);
        return [.. all.GroupBy(b => (b.Policy, b.Period)).Select(g => g.MaxBy(b => b.Month)!).OrderByDescending(b => b.PeriodLast).ThenBy(b => b.Policy)];
    }

    /// <summary>One bill of the actor's partner, or null.</summary>
    public Task<IncentiveBill?> Find(Guid id, Actor by, CancellationToken ct = default)
    {
        var partner = by.PartnerId;
        return db.Bills.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id && b.PartnerId == partner, ct);
    }

    /// <summary>The policy that decided a bill.</summary>
    public IncentivePolicy Policy(IncentiveBill bill) =>
        rulebook.Version<IncentiveTerms>(IncentiveTerms.Rule, bill.PolicyVersion).Policies.Single(p => p.Code == bill.Policy);

    /// <summary>The policies in force on a day.</summary>
    public IReadOnlyList<IncentivePolicy> Policies(DateOnly day) => rulebook.On<IncentiveTerms>(IncentiveTerms.Rule, day).Terms.Policies;

    /// <summary>How a bill came about.</summary>
    public static Working WorkingOf(IncentiveBill bill) => JsonSerializer.Deserialize<Working>(bill.Working, WorkingJson.Options)!;

    /// <summary>The lines that a final bill is spread over, each with its share, and the residue beside them.</summary>
    public async Task<List<IncentiveLine>> Lines(IncentiveBill bill, int skip, int limit, CancellationToken ct = default)
    {
        var indicator = Policy(bill).BaseIndicator;
        var found = new List<(SettledLine Line, long Performance)>();
        Int128 all = 0;
        var seen = 0;
        for (var month = Month.Of(bill.PeriodFirst); month <= Month.Of(bill.PeriodLast); month = month.Next)
        {
            var rules = new PerformanceOf(rulebook, month);
            var place = rules.Place(indicator);
            await settled.Read(bill.PartnerId, month, line =>
            {
                if ((rules.Counting(line) >> place & 1) == 0)
                {
                    return;
                }

                all += rules.Amount(line);
                if (seen++ >= skip && found.Count < limit)
                {
                    found.Add((line, rules.Amount(line)));
                }
            }, ct);
        }

        // Customers of a distributor's resellers lie behind the resellers' walls; their lines count for the bill all the same.
        await using var wide = await db.Unit.AcrossWalls(ct);
        var names = await associations.Names([.. found.Select(f => f.Line.Customer).Distinct()], ct);
        var total = Money.Cny(bill.Amount).Units;
        return
        [
            .. found.Select(f => new IncentiveLine(
                names.GetValueOrDefault(f.Line.Customer, ""), f.Line.ProductType, f.Line.Product,
                DateTimeOffset.UnixEpoch.AddTicks(f.Line.TransactionAt * TimeSpan.TicksPerMicrosecond),
                f.Performance / (decimal)Rounding.One, IncentiveCalculation.Share(f.Performance, total, all) / (decimal)Rounding.One)),
        ];
    }

    /// <summary>The partner's requests, newest first.</summary>
    public Task<List<Payout>> Payouts(Actor by, CancellationToken ct = default)
    {
        var partner = by.PartnerId;
        return db.Payouts.AsNoTracking().Where(p => p.PartnerId == partner).OrderByDescending(p => p.RequestedAt).ToListAsync(ct);
    }

    /// <summary>One request with its bills: of the actor's partner, or any for vendor finance; null otherwise.</summary>
    public async Task<(Payout Payout, List<IncentiveBill> Bills, string Partner)?> FindPayout(Guid id, Actor by, CancellationToken ct = default)
    {
        var all = by.May(IncentivesModule.Pay);
        var payout = await db.Payouts.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && (all || p.PartnerId == by.Partner), ct);
        if (payout is null)
        {
            return null;
        }

        var bills = await db.Bills.AsNoTracking().Where(b => b.PayoutId == id).OrderBy(b => b.PeriodFirst).ToListAsync(ct);
        return (payout, bills, (await partners.Find(payout.PartnerId, ct))!.CompanyName);
    }

    /// <summary>Requests of all partners, for vendor finance; those to be paid first.</summary>
    public async Task<List<(Payout Payout, string Partner)>> AllPayouts(CancellationToken ct = default)
    {
        var payouts = await db.Payouts.AsNoTracking().OrderBy(p => p.State == PayoutState.Paid).ThenByDescending(p => p.RequestedAt).Take(200).ToListAsync(ct);
        var names = await partners.Of([.. payouts.Select(p => p.PartnerId).Distinct()], ct);
        return [.. payouts.Select(p => (p, names[p.PartnerId].CompanyName))];
    }
}
