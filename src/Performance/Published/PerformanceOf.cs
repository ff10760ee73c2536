using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Performance.Published;

/// <summary>
/// How much of a line is performance (R12.1.5.1): what is paid in cash or by stored-value card, to 8 decimals, before the cut to the
/// cent. Vouchers are not performance, the partner's own included (R12.1.6.9); cash coupons only where they count.
/// </summary>
public sealed class PerformanceOf
{
    private readonly HashSet<string> excluded;
    private readonly Dictionary<(string, string, Customers.Published.AssociationMode), ulong> known = [];

    private (string? Product, bool Excluded) product;
    private (string? Product, string? Region, Customers.Published.AssociationMode Mode, ulong Bits) last;

    /// <summary>By the terms in force for a month.</summary>
    public PerformanceOf(Rulebook rulebook, Month month)
    {
        excluded = [.. rulebook.On<PerformanceTerms>(PerformanceTerms.Rule, month.LastDay).Terms.ExcludedProductTypes];
        Indicators = rulebook.On<IndicatorTerms>(IndicatorTerms.Rule, month.LastDay).Terms.Indicators;
    }

    /// <summary>The indicators in force; bit n of <see cref="Counting"/> is the n-th.</summary>
    public IReadOnlyList<IndicatorDefinition> Indicators { get; }

    /// <summary>Whether nothing of a product type is performance.</summary>
    public bool Excludes(string productType) => excluded.Contains(productType);

    /// <summary>Units of 1e-8 CNY.</summary>
    public long Amount(in SettledLine line)
    {
        // Lines of one product type follow one another.
        if (!ReferenceEquals(line.ProductType, product.Product))
        {
            product = (line.ProductType, excluded.Contains(line.ProductType));
        }

        return product.Excluded ? 0 : line.Payable - line.Voucher - line.PartnerVoucher - (line.CouponCounts ? 0 : line.CashCoupon);
    }

    /// <summary>Which indicators count a line, as bits.</summary>
    public ulong Counting(in SettledLine line)
    {
        if (ReferenceEquals(line.ProductType, last.Product) && ReferenceEquals(line.Region, last.Region) && line.Mode == last.Mode)
        {
            return last.Bits;
        }

        var key = (line.ProductType, line.Region, line.Mode);
        if (!known.TryGetValue(key, out var bits))
        {
            for (var i = 0; i < Indicators.Count; i++)
            {
                bits |= Indicators[i].Counts(line) ? 1UL << i : 0;
            }

            known.Add(key, bits);
        }

        last = (line.ProductType, line.Region, line.Mode, bits);
        return bits;
    }

    /// <summary>The place of an indicator among <see cref="Indicators"/>.</summary>
    public int Place(string code)
    {
        for (var i = 0; i < Indicators.Count; i++)
        {
            if (Indicators[i].Code == code)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"There is no indicator {code}.");
    }

    /// <summary>What does not count, as a condition in SQL, for the independent check.</summary>
    public string ExcludedCondition() => excluded.Count == 0
        ? "false"
        : $"product_type in ({string.Join(", ", excluded.Select(text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'"))})";
}

/// <summary>What the performance part of a close knows while the lines of a bucket pass: later parts read it.</summary>
public sealed class RunningPerformance
{
    /// <summary>How amounts and indicators are found.</summary>
    public required PerformanceOf Rules { get; init; }

    /// <summary>Performance of the present line, units of 1e-8 CNY.</summary>
    public long Line { get; set; }

    /// <summary>Indicators that count the present line, as bits.</summary>
    public ulong Counting { get; set; }

    /// <summary>Values of the indicators of the partner that has just ended, units of 1e-8 CNY.</summary>
    public long[] Values { get; set; } = [];
}
