using PartnerCenter.Kernel;

namespace PartnerCenter.Incentives;

/// <summary>The figures of an indicator in a period. Units of 1e-8 CNY.</summary>
/// <param name="Value">In the period.</param>
/// <param name="Before">In the same period a year earlier.</param>
internal readonly record struct IndicatorFigures(long Value, long Before)
{
    public long Of(Measure measure) => measure == Measure.Value ? Value : Value - Before;
}

/// <summary>How an incentive came about, kept with its bill: amount = base × rate, and why this rate. Amounts in CNY.</summary>
/// <param name="BaseIndicator">The base indicator.</param>
/// <param name="BaseMeasure">Which of its figures.</param>
/// <param name="BaseValue">In the period.</param>
/// <param name="BaseBefore">A year earlier.</param>
/// <param name="Base">What the rate is applied to.</param>
/// <param name="ThresholdIndicator">The threshold indicator; null for a flat rate.</param>
/// <param name="ThresholdMeasure">Which of its figures.</param>
/// <param name="ThresholdValue">In the period.</param>
/// <param name="ThresholdBefore">A year earlier.</param>
/// <param name="Reached">What is held against the steps.</param>
/// <param name="Growth">Value ÷ value a year earlier − 1, cut to 4 places for reading; null where there was nothing a year earlier.</param>
/// <param name="GrowthAbove">What growth must exceed.</param>
/// <param name="Steps">The ladder.</param>
/// <param name="Rate">The rate that follows.</param>
/// <param name="Outcome">rate, step, below-ladder, no-growth or no-comparison.</param>
internal sealed record Working(
    string BaseIndicator, Measure BaseMeasure, decimal BaseValue, decimal BaseBefore, decimal Base, string? ThresholdIndicator,
    Measure ThresholdMeasure, decimal ThresholdValue, decimal ThresholdBefore, decimal Reached, decimal? Growth, decimal? GrowthAbove,
    IReadOnlyList<Working.LadderStep> Steps, decimal Rate, string Outcome)
{
    public sealed record LadderStep(decimal From, decimal Rate);
}

/// <summary>From figures to an incentive: pure, in whole units of 1e-8. The close, estimates and explanations all use it (R12.1.5.4).</summary>
internal static class IncentiveCalculation
{
    /// <summary>The total: base × rate, rounded once, half up to the cent.</summary>
    public static (long Units, Working Working) Total(IncentivePolicy policy, IndicatorFigures @base, IndicatorFigures? threshold)
    {
        var (rate, outcome) = policy.Threshold is null ? (Units(policy.Rate!), "rate") : RateOf(policy.Threshold, threshold!.Value);
        var of = @base.Of(policy.BaseMeasure);
        var units = rate == 0 ? 0 : (long)(Rounding.DivideHalfUp((Int128)of * rate, (Int128)Rounding.One * Rounding.Cent) * Rounding.Cent);
        var held = threshold ?? default;
        var steps = policy.Threshold?.Steps.Select(s => new Working.LadderStep(Decimal(Units(s.From)), Decimal(Units(s.Rate)))).ToList() ?? [];
        var working = new Working(
            policy.BaseIndicator, policy.BaseMeasure, Decimal(@base.Value), Decimal(@base.Before), Decimal(of), policy.Threshold?.Indicator,
            policy.Threshold?.Measure ?? Measure.Value, Decimal(held.Value), Decimal(held.Before),
            policy.Threshold is null ? 0 : Decimal(held.Of(policy.Threshold.Measure)), Growth(held),
            policy.Threshold?.GrowthAbove is { } above ? Decimal(Units(above)) : null, steps, Decimal(rate), outcome);
        return (units, working);
    }

    /// <summary>One line's share: performance × total ÷ performance of all lines, half up at 8 decimals.</summary>
    public static long Share(long performance, long total, Int128 all) => Rounding.Share(performance, total, all);

    /// <summary>Growth must exceed, not reach, its bound; steps are closed below and open above.</summary>
    private static (long Rate, string Outcome) RateOf(Threshold threshold, IndicatorFigures figures)
    {
        if (threshold.GrowthAbove is { } bound)
        {
            if (figures.Before <= 0)
            {
                return (0, "no-comparison");
            }

            // value / before − 1 > bound, without dividing.
            if ((Int128)figures.Value * Rounding.One <= (Int128)figures.Before * (Rounding.One + Units(bound)))
            {
                return (0, "no-growth");
            }
        }

        var reached = figures.Of(threshold.Measure);
        var step = threshold.Steps.LastOrDefault(step => Units(step.From) <= reached);
        return step is null ? (0, "below-ladder") : (Units(step.Rate), "step");
    }

    private static decimal? Growth(IndicatorFigures figures) =>
        figures.Before <= 0 ? null : (decimal)((Int128)(figures.Value - figures.Before) * 10_000 / figures.Before) / 10_000;

    private static long Units(string text) => UnitText.TryRead(text, false, out var units) ? units : throw new FormatException(text);

    private static decimal Decimal(long units) => units / (decimal)Rounding.One;
}
