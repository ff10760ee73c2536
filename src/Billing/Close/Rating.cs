using PartnerCenter.Kernel;

namespace PartnerCenter.Billing.Close;

/// <summary>From what was used to what it costs, to 8 decimals (R12.1.9.14).</summary>
internal static class Rating
{
    /// <summary>usage × size × price ÷ per, rounded once, half up at 8 decimals.</summary>
    /// <param name="usage">How much or how long, in units of 1e-8: 25,874 seconds are 25,874 × 1e8.</param>
    /// <param name="size">How large, in units of 1e-8: 10 GB are 10 × 1e8.</param>
    /// <param name="per">What the price is for, in whole usage units: 3,600 where usage is in seconds and the price per hour.</param>
    /// <param name="unitPrice">Units of 1e-8 of the currency.</param>
    /// <returns>Units of 1e-8 of the currency.</returns>
    /// <exception cref="OverflowException">The product passes 128 bits.</exception>
    public static long Amount(long usage, long size, int per, long unitPrice)
    {
        // Whole seconds and gigabytes, the usual case, stay within 64 bits: the same result, many times faster.
        if (usage % Rounding.One == 0 && size % Rounding.One == 0)
        {
            var product = (Int128)(usage / Rounding.One) * (size / Rounding.One) * unitPrice;
            if (product >= 0 && product < long.MaxValue / 2 - per)
            {
                return ((2 * (long)product) + per) / (2L * per);
            }
        }

        return (long)Rounding.DivideHalfUp((Int128)usage * size * unitPrice, (Int128)per * Rounding.One * Rounding.One);
    }
}
