using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Performance.Published;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Incentives;

/// <summary>
/// Incentives, recomputed in SQL from the raw lines of the period and of the year before: indicators, growth, ladder, total, and the
/// sum of the lines' shares.
/// </summary>
internal sealed class IncentiveCheck(UnitOfWork unit, Rulebook rulebook, Memberships memberships) : IIndependentCheck
{
    public string Name => "incentives";

    public async Task<IReadOnlyList<string>> Posted(Month month, CancellationToken ct)
    {
        await using var command = unit.Command("""
            select concat_ws('|', 'incentive', partner_id, policy, period, (base * 100000000)::bigint, (rate * 100000000)::bigint,
                (amount * 100000000)::bigint, lines, (residue * 100000000)::bigint)
            from incentives.bill where month = $1
            """, month.FirstDay);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = new List<string>();
        while (await reader.ReadAsync(ct))
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    public async Task<IReadOnlyList<string>> Recomputed(Month month, IRawLines raw, CancellationToken ct)
    {
        var lines = new List<string>();
        var members = await memberships.On(month.LastDay, ct);
        foreach (var policy in rulebook.On<IncentiveTerms>(IncentiveTerms.Rule, month.LastDay).Terms.Policies)
        {
            var eligible = members.Where(m => policy.Programs.Contains(m.Program) && policy.Levels.Contains(m.Level)).Select(m => m.Partner).ToList();
            if (eligible.Count > 0)
            {
                lines.AddRange(raw.Query(await Sql(policy, month, eligible, raw, ct)));
            }
        }

        return lines;
    }

    private async Task<string> Sql(IncentivePolicy policy, Month month, List<Guid> eligible, IRawLines raw, CancellationToken ct)
    {
        var period = Period.Containing(month, policy.Period);
        var final = period.Last == month;
        var now = await Union(period.First, month, policy, raw, ct);
        var before = await Union(period.YearBefore.First, period.YearBefore.Last, policy, raw, ct);
        var present = await PerformanceView.Of(month, raw, rulebook, memberships, ct);
        var threshold = policy.Threshold is null ? "0" : policy.Threshold.Measure == Measure.Value ? "t_now" : "t_now - t_before";
        var of = policy.BaseMeasure == Measure.Value ? "b_now" : "b_now - b_before";
        return $"""
            with now as ({now}), before as ({before}),
            sums as (
                select partner, coalesce(sum(amount) filter (where is_base), 0) as b_now, count(*) filter (where is_base) as b_lines,
                    coalesce(sum(amount) filter (where is_threshold), 0) as t_now
                from now group by partner),
            past as (
                select partner, coalesce(sum(amount) filter (where is_base), 0) as b_before,
                    coalesce(sum(amount) filter (where is_threshold), 0) as t_before
                from before group by partner),
            figures as (
                select partner, b_now, b_lines, t_now, coalesce(b_before, 0) as b_before, coalesce(t_before, 0) as t_before
                from sums left join past using (partner)
                where partner in ({string.Join(", ", eligible.Select(p => $"'{p}'::uuid"))}) and partner in (select partner from {present})),
            rated as (select *, ({of})::hugeint as base, ({RateSql(policy, threshold)})::hugeint as rate from figures),
            totals as (
                select *, sign(base * rate) * ((2 * abs(base * rate) + 100000000000000) // 200000000000000) * 1000000 as total from rated),
            shares as (
                select n.partner, sum(sign(n.amount::hugeint * t.total * sign(t.b_now)) * ((2 * abs(n.amount::hugeint * t.total) + abs(t.b_now)) // (2 * abs(t.b_now)))) as shared
                from now n join totals t using (partner) where n.is_base and t.total <> 0 and t.b_now <> 0 group by n.partner)
            select concat_ws('|', 'incentive', partner, '{policy.Code}', '{period}', base, rate, total, {(final ? "case when total = 0 then 0 else b_lines end" : "0")},
                {(final ? "case when total = 0 then 0 else total - coalesce(shared, 0) end" : "0")})
            from totals left join shares using (partner)
            """;
    }

    /// <summary>The ladder as a CASE: the highest step first; growth compared without dividing.</summary>
    private static string RateSql(IncentivePolicy policy, string reached)
    {
        if (policy.Threshold is not { } threshold)
        {
            return Units(policy.Rate!);
        }

        var growth = threshold.GrowthAbove is null
            ? ""
            : $"when t_before <= 0 or t_now::hugeint * 100000000 <= t_before::hugeint * (100000000 + {Units(threshold.GrowthAbove)}) then 0 ";
        var steps = string.Join(" ", threshold.Steps.Reverse().Select(step => $"when {reached} >= {Units(step.From)} then {Units(step.Rate)}"));
        return $"case {growth}{steps} else 0 end";
    }

    private async Task<string> Union(Month first, Month last, IncentivePolicy policy, IRawLines raw, CancellationToken ct)
    {
        var parts = new List<string>();
        for (var month = first; month <= last; month = month.Next)
        {
            var indicators = new PerformanceOf(rulebook, month).Indicators;
            var view = await PerformanceView.Of(month, raw, rulebook, memberships, ct);
            var isBase = indicators.Single(i => i.Code == policy.BaseIndicator).Condition();
            var isThreshold = policy.Threshold is null ? "false" : indicators.Single(i => i.Code == policy.Threshold.Indicator).Condition();
            parts.Add($"select partner, amount, is_member and {isBase} as is_base, is_member and {isThreshold} as is_threshold from {view}");
        }

        return string.Join(" union all ", parts);
    }

    private static string Units(string text) => UnitText.TryRead(text, false, out var units) ? $"{units}" : throw new FormatException(text);
}
