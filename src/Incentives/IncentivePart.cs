using System.Runtime.InteropServices;
using System.Text.Json;
using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Performance.Published;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Incentives;

/// <summary>Incentives in the month close.</summary>
internal sealed class IncentivePart(Rulebook rulebook, Memberships memberships, PastIndicators past, BusinessDay businessDay) : ISettlementPart
{
    public int Order => 20;

    public async Task<IBucketPart> Begin(BucketSettlement bucket, CancellationToken ct)
    {
        var terms = rulebook.On<IncentiveTerms>(IncentiveTerms.Rule, bucket.Month.LastDay);
        var days = rulebook.On<SettlementTerms>(SettlementTerms.Rule, businessDay.Today).Terms.NoticeDays;
        var members = (await memberships.On(bucket.Month.LastDay, ct)).ToLookup(m => m.Partner);
        var earlier = await past.Before(bucket.Month, bucket.Partners, ct);
        var running = bucket.Result<RunningPerformance>();
        return new IncentivesOfBucket(bucket, terms, rulebook, running, members, earlier, businessDay.Today.AddDays(days));
    }
}

/// <summary>A policy at work for the partner whose lines are passing.</summary>
internal sealed class RunningPolicy
{
    public required IncentivePolicy Policy { get; init; }

    public required Period Period { get; init; }

    /// <summary>The place of its base indicator, for lines.</summary>
    public required int Base { get; init; }

    /// <summary>Whether this month ends its period, so that it is spread over lines.</summary>
    public required bool Final { get; init; }

    /// <summary>Performance of the lines that it is spread over, units of 1e-8 CNY.</summary>
    public List<long> Lines { get; } = [];
}

/// <summary>Incentive bills of one bucket.</summary>
internal sealed class IncentivesOfBucket : IBucketPart
{
    private static readonly JsonSerializerOptions Json = WorkingJson.Options;
    private readonly BucketSettlement bucket;
    private readonly Dated<IncentiveTerms> terms;
    private readonly Rulebook rulebook;
    private readonly RunningPerformance running;
    private readonly ILookup<Guid, MembershipView> members;
    private readonly Dictionary<(Guid, string, Month), long> earlier;
    private readonly DateOnly noticeEndsOn;
    private readonly List<object?[]> rows = [];
    private Guid partner;
    private RunningPolicy[] policies = [];

    public IncentivesOfBucket(
        BucketSettlement bucket, Dated<IncentiveTerms> terms, Rulebook rulebook, RunningPerformance running,
        ILookup<Guid, MembershipView> members, Dictionary<(Guid, string, Month), long> earlier, DateOnly noticeEndsOn)
    {
        (this.bucket, this.terms, this.rulebook, this.running) = (bucket, terms, rulebook, running);
        (this.members, this.earlier, this.noticeEndsOn) = (members, earlier, noticeEndsOn);
    }

    public void Add(in SettledLine line)
    {
        if (line.Partner != partner)
        {
            (partner, policies) = (line.Partner, Policies(line.Partner));
        }

        foreach (var policy in policies)
        {
            if (policy.Final && (running.Counting >> policy.Base & 1) != 0)
            {
                policy.Lines.Add(running.Line);
            }
        }
    }

    public void EndPartner(Guid partner)
    {
        foreach (var running in policies)
        {
            var policy = running.Policy;
            var threshold = policy.Threshold is null ? (IndicatorFigures?)null : Figures(partner, policy.Threshold.Indicator, running.Period);
            var (total, working) = IncentiveCalculation.Total(policy, Figures(partner, policy.BaseIndicator, running.Period), threshold);
            var residue = running.Final && total != 0 ? Spread(partner, running, total) : 0;
            rows.Add(
            [
                Guid.CreateVersion7(), partner, bucket.Month.FirstDay, bucket.Number, policy.Code, terms.Version, running.Period.ToString(),
                running.Period.First.FirstDay, running.Period.Last.LastDay,
                (running.Final ? IncentiveState.ToBeConfirmed : IncentiveState.Estimated).ToString(),
                working.Base, working.Rate, Decimal(total), running.Final && total != 0 ? (long)running.Lines.Count : 0L, Decimal(residue),
                JsonSerializer.Serialize(working, Json), running.Final ? noticeEndsOn : null,
            ]);
        }
    }

    public async Task Write(UnitOfWork unit, CancellationToken ct)
    {
        await using (var delete = unit.Command(
            "delete from incentives.bill where month = $1 and bucket = $2", bucket.Month.FirstDay, bucket.Number))
        {
            await delete.ExecuteNonQueryAsync(ct);
        }

        await unit.Insert("incentives.bill", """
            id, partner_id, month, bucket, policy, policy_version, period, period_first, period_last, state, base, rate, amount, lines,
            residue, working::jsonb, notice_ends_on
            """, rows, ct);
    }

    private RunningPolicy[] Policies(Guid partner) =>
    [
        .. from policy in terms.Terms.Policies
           where members[partner].Any(m => policy.Programs.Contains(m.Program) && policy.Levels.Contains(m.Level))
           let period = Period.Containing(bucket.Month, policy.Period)
           select new RunningPolicy
           {
               Policy = policy,
               Period = period,
               Base = running.Rules.Place(policy.BaseIndicator),
               Final = period.Last == bucket.Month,
           },
    ];

    /// <summary>The shares of the lines are rounded one by one; what they miss of the total is the residue.</summary>
    private long Spread(Guid partner, RunningPolicy policy, long total)
    {
        for (var month = policy.Period.First; month < bucket.Month; month = month.Next)
        {
            var rules = new PerformanceOf(rulebook, month);
            var place = rules.Place(policy.Policy.BaseIndicator);
            bucket.Lines(partner, month, line =>
            {
                if ((rules.Counting(line) >> place & 1) != 0)
                {
                    policy.Lines.Add(rules.Amount(line));
                }
            });
        }

        return Allocation.ResidueOf(total, CollectionsMarshal.AsSpan(policy.Lines));
    }

    private IndicatorFigures Figures(Guid partner, string indicator, Period period)
    {
        var value = running.Values[running.Rules.Place(indicator)];
        for (var month = period.First; month < bucket.Month; month = month.Next)
        {
            value += earlier.GetValueOrDefault((partner, indicator, month));
        }

        long before = 0;
        for (var month = period.YearBefore.First; month <= period.YearBefore.Last; month = month.Next)
        {
            before += earlier.GetValueOrDefault((partner, indicator, month));
        }

        return new(value, before);
    }

    private static decimal Decimal(long units) => units / (decimal)Rounding.One;
}
