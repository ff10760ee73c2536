using PartnerCenter.Performance.Published;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Performance;

/// <summary>What does not count as performance (R12.1.5.1, R12.1.5.33). Deciding day: the last day of the month consumed.</summary>
/// <param name="ExcludedProductTypes">Such as the purchase of stored-value cards.</param>
internal sealed record PerformanceTerms(IReadOnlyList<string> ExcludedProductTypes) : ITerms
{
    public const string Rule = "performance.performance";

    public IEnumerable<string> Problems() => [];
}

/// <summary>The indicators that are computed every month (R12.1.8.1). Deciding day: the last day of the month consumed.</summary>
internal sealed record IndicatorTerms(IReadOnlyList<IndicatorDefinition> Indicators) : ITerms
{
    public const string Rule = "performance.indicators";

    /// <summary>Indicators are kept as bits of a line.</summary>
    public const int Most = 64;

    public IEnumerable<string> Problems()
    {
        if (Indicators.Count > Most)
        {
            yield return $"indicators: at most {Most}";
        }

        for (var i = 0; i < Indicators.Count; i++)
        {
            if (Indicators.Take(i).Any(other => other.Code == Indicators[i].Code))
            {
                yield return $"indicators[{i}].code: {Indicators[i].Code} stands there twice";
            }
        }
    }
}
