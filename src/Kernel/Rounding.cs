namespace PartnerCenter.Kernel;

/// <summary>
/// The only places where money loses digits. Amounts are whole <em>units</em> of 1e-8 of a currency; a cent is 1,000,000 units.
/// Bulk work (rating, settlement) uses these on plain integers; everything else goes through <see cref="Money"/>.
/// </summary>
public static class Rounding
{
    /// <summary>Units in one currency unit: 1e8.</summary>
    public const long One = 100_000_000;

    /// <summary>Units in one cent.</summary>
    public const long Cent = 1_000_000;

    /// <summary>Cuts to the cent toward zero, negative amounts too: what is billed (R12.1.9.14).</summary>
    /// <returns>Units, a whole number of cents.</returns>
    public static long TruncateToCent(long units) => units / Cent * Cent;

    /// <summary>Rounds to the nearest cent, halves away from zero: totals of incentives (R12.1.5.4).</summary>
    /// <returns>Units, a whole number of cents.</returns>
    public static long HalfUpToCent(Int128 units) => (long)(DivideHalfUp(units, Cent) * Cent);

    /// <summary>The quotient rounded once to the nearest integer, halves away from zero.</summary>
    public static Int128 DivideHalfUp(Int128 dividend, Int128 divisor)
    {
        if (divisor < 0)
        {
            (dividend, divisor) = (-dividend, -divisor);
        }

        return dividend >= 0
            ? ((2 * dividend) + divisor) / (2 * divisor)
            : -(((2 * -dividend) + divisor) / (2 * divisor));
    }

    /// <summary>part × total ÷ whole, rounded once, half up at 8 decimals: one line's share of a total (R12.1.5.4).</summary>
    /// <param name="part">Units.</param>
    /// <param name="total">Units.</param>
    /// <param name="whole">Units; not zero.</param>
    /// <exception cref="OverflowException">The product passes 128 bits.</exception>
    public static long Share(long part, long total, Int128 whole)
    {
        if (whole > 0 && whole < 1L << 61)
        {
            var estimate = (double)part * total / (long)whole;
            if (Math.Abs(estimate) < 1L << 50)
            {
                return Share(part, total, (long)whole, (long)estimate);
            }
        }

        return (long)DivideHalfUp((Int128)part * total, whole);
    }

    /// <summary>The same from an estimate that is off by 2 at most: exact, without dividing 128 bits, many times faster.</summary>
    private static long Share(long part, long total, long whole, long estimate)
    {
        // Both products may pass 64 bits, their difference does not: it is less than 4 × whole.
        var rest = unchecked((part * total) - (estimate * whole));
        while (rest < 0)
        {
            (rest, estimate) = (rest + whole, estimate - 1);
        }

        while (rest >= whole)
        {
            (rest, estimate) = (rest - whole, estimate + 1);
        }

        // Halves go away from zero: up, unless the share is negative.
        var up = (part < 0) == (total < 0) ? rest >= whole - rest : rest > whole - rest;
        return up ? estimate + 1 : estimate;
    }
}
