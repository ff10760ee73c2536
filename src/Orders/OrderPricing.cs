using PartnerCenter.Kernel;

namespace PartnerCenter.Orders;

/// <summary>The arithmetic of orders: exact, in whole cents, rounded once.</summary>
internal static class OrderPricing
{
    private const int FactorDecimals = 10_000;

    /// <summary>Of use.</summary>
    public const long SecondsPerHour = 3600;

    /// <summary>What a period costs before any discount.</summary>
    /// <param name="monthly">CNY for one and a month, whole cents.</param>
    /// <param name="months">How long.</param>
    /// <param name="quantity">How many.</param>
    public static decimal Period(decimal monthly, int months, int quantity) => monthly * months * quantity;

    /// <summary>A price with a discount's factor, to the nearest cent.</summary>
    /// <param name="list">CNY, whole cents.</param>
    /// <param name="factor">At most four decimals.</param>
    public static decimal Discounted(decimal list, decimal factor)
    {
        var cents = Rounding.DivideHalfUp((Int128)Money.Cny(list).Units * (long)(factor * FactorDecimals), (Int128)FactorDecimals * Rounding.Cent);
        return (decimal)cents / 100;
    }

    /// <summary>What use costs, cut to the cent (R12.1.9.14).</summary>
    /// <param name="hourly">CNY for one and an hour, eight decimals.</param>
    /// <param name="quantity">How many.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="factor">The discount's, at most four decimals.</param>
    public static decimal Used(decimal hourly, int quantity, long seconds, decimal factor) =>
        (decimal)(UsedUnits(hourly, quantity, seconds, factor) / Rounding.Cent) / 100;

    /// <summary>The same before the cut to the cent: eight decimals.</summary>
    /// <param name="hourly">CNY for one and an hour, eight decimals.</param>
    /// <param name="quantity">How many.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="factor">The discount's, at most four decimals.</param>
    public static decimal UsedExactly(decimal hourly, int quantity, long seconds, decimal factor) =>
        (decimal)UsedUnits(hourly, quantity, seconds, factor) / Rounding.One;

    /// <summary>A part of an amount, to the nearest cent.</summary>
    /// <param name="amount">CNY, whole cents.</param>
    /// <param name="part">Of <paramref name="whole"/>.</param>
    /// <param name="whole">Above 0.</param>
    public static decimal Part(decimal amount, long part, long whole) =>
        (decimal)Rounding.DivideHalfUp((Int128)Money.Cny(amount).Units * part, (Int128)whole * Rounding.Cent) / 100;

    /// <summary>
    /// What comes back of an amount that stood for some days when it is given up on a day: that day counts as used, and before the first
    /// day all comes back. What was used is rounded, so that the two parts are always the whole.
    /// </summary>
    public static decimal Unused(decimal amount, DateOnly from, DateOnly until, DateOnly today)
    {
        if (today < from)
        {
            return amount;
        }

        var whole = until.DayNumber - from.DayNumber;
        return amount - Part(amount, Math.Min(today.DayNumber + 1, until.DayNumber) - from.DayNumber, whole);
    }

    private static Int128 UsedUnits(decimal hourly, int quantity, long seconds, decimal factor) =>
        (Int128)Money.Cny(hourly).Units * quantity * seconds * (long)(factor * FactorDecimals) / ((Int128)SecondsPerHour * FactorDecimals);
}
