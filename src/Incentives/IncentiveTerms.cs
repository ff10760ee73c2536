using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Incentives;

/// <summary>Which figure of an indicator is meant.</summary>
internal enum Measure
{
    /// <summary>Its value in the period.</summary>
    [Words("指标值", "value")]
    Value,

    /// <summary>Its value less that of the same period a year earlier.</summary>
    [Words("增量", "increment")]
    Increment,
}

/// <summary>A step of a ladder: closed below, open above.</summary>
/// <param name="From">First amount, CNY, as decimal text.</param>
/// <param name="Rate">0.04 for 4 %, as decimal text.</param>
internal sealed record Step(string From, string Rate);

/// <summary>What an indicator must reach, and the rate that follows.</summary>
/// <param name="Indicator">The threshold indicator.</param>
/// <param name="Measure">Which of its figures is held against the steps.</param>
/// <param name="GrowthAbove">The growth that must be exceeded, not only reached; null if none is asked for.</param>
/// <param name="Steps">Rising.</param>
internal sealed record Threshold(string Indicator, Measure Measure, string? GrowthAbove, IReadOnlyList<Step> Steps);

/// <summary>An incentive policy (激励政策).</summary>
/// <param name="Code">Its stable name.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Programs">Whose members it is for.</param>
/// <param name="Levels">At which levels.</param>
/// <param name="Period">How long it sums.</param>
/// <param name="Mode">The mode of association that it is for; null if it is not split by mode (R12.1.5.4b).</param>
/// <param name="BaseIndicator">What the rate is applied to.</param>
/// <param name="BaseMeasure">Which of its figures.</param>
/// <param name="Rate">A flat rate; null where there is a threshold.</param>
/// <param name="Threshold">Where the rate depends on an indicator.</param>
internal sealed record IncentivePolicy(
    string Code, LocalText Name, IReadOnlyList<PartnerProgram> Programs, IReadOnlyList<string> Levels, PeriodLength Period,
    AssociationMode? Mode, string BaseIndicator, Measure BaseMeasure, string? Rate, Threshold? Threshold);

/// <summary>The incentive policies (R12.1.5.4). Deciding day: the last day of the month consumed.</summary>
internal sealed record IncentiveTerms(IReadOnlyList<IncentivePolicy> Policies) : ITerms
{
    public const string Rule = "incentives.policies";

    public IEnumerable<string> Problems()
    {
        for (var i = 0; i < Policies.Count; i++)
        {
            var policy = Policies[i];
            if (Policies.Take(i).Any(other => other.Code == policy.Code))
            {
                yield return $"policies[{i}].code: {policy.Code} stands there twice";
            }

            if (policy.Rate is null == policy.Threshold is null)
            {
                yield return $"policies[{i}]: needs either a rate or a threshold";
            }

            foreach (var problem in Problems(policy))
            {
                yield return $"policies[{i}].{problem}";
            }
        }
    }

    private static IEnumerable<string> Problems(IncentivePolicy policy)
    {
        if (policy.Programs.Contains(PartnerProgram.Reseller))
        {
            yield return "programs: resellers get no incentives from the vendor (R12.3.1)";
        }

        if (policy.Rate is not null && !IsRate(policy.Rate))
        {
            yield return $"rate: {policy.Rate} is not a rate between 0 and 1";
        }

        if (policy.Threshold is not { } threshold)
        {
            yield break;
        }

        if (threshold.Steps.Count == 0)
        {
            yield return "threshold.steps: at least one step is needed";
        }

        long before = -1;
        for (var i = 0; i < threshold.Steps.Count; i++)
        {
            if (!UnitText.TryRead(threshold.Steps[i].From, false, out var from) || from <= before)
            {
                yield return $"threshold.steps[{i}].from: {threshold.Steps[i].From} is not an amount above the step before";
            }

            before = from;
            if (!IsRate(threshold.Steps[i].Rate))
            {
                yield return $"threshold.steps[{i}].rate: {threshold.Steps[i].Rate} is not a rate between 0 and 1";
            }
        }

        if (threshold.GrowthAbove is { } growth && !UnitText.TryRead(growth, false, out _))
        {
            yield return $"threshold.growthAbove: {growth} is not a number";
        }
    }

    private static bool IsRate(string text) => UnitText.TryRead(text, false, out var rate) && rate is >= 0 and <= Rounding.One;
}

/// <summary>How incentives are settled. Deciding day: the day of the close, and of the request.</summary>
/// <param name="NoticeDays">Natural days of public notice after the close; then a bill confirms itself (R12.1.5.3c).</param>
internal sealed record SettlementTerms(int NoticeDays) : ITerms
{
    public const string Rule = "incentives.settlement";

    public IEnumerable<string> Problems()
    {
        if (NoticeDays is < 1 or > 90)
        {
            yield return "noticeDays: must be 1 to 90";
        }
    }
}
