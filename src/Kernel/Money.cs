using System.Globalization;

namespace PartnerCenter.Kernel;

/// <summary>
/// An amount of a currency with at most 8 decimals. Paid amounts are whole cents, rated amounts use all 8 places.
/// Two currencies never mix, and digits are lost only through a method that names how.
/// </summary>
public readonly record struct Money : IComparable<Money>
{
    private Money(long units, Currency currency)
    {
        Units = units;
        Currency = currency;
    }

    /// <summary>The amount in units of 1e-8.</summary>
    public long Units { get; }

    /// <summary>Its currency.</summary>
    public Currency Currency { get; }

    /// <summary>The amount as a decimal number.</summary>
    public decimal Amount => Units / (decimal)Rounding.One;

    /// <summary>Whether the amount is a whole number of cents.</summary>
    public bool IsWholeCents => Units % Rounding.Cent == 0;

    /// <summary>From units of 1e-8.</summary>
    public static Money FromUnits(long units, Currency currency) => new(units, currency);

    /// <summary>From a decimal of at most 8 places.</summary>
    /// <exception cref="Refusal"><c>money.decimals</c>: more than 8 places. <c>money.range</c>: beyond ±92 billion.</exception>
    public static Money Of(decimal amount, Currency currency) => new(Units8(amount), currency);

    /// <summary>Renminbi from a decimal of at most 8 places.</summary>
    public static Money Cny(decimal amount) => Of(amount, Currency.Cny);

    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>Reads what a person or program wrote: digits, optional sign, optional point and decimals, optional thousands commas.</summary>
    /// <param name="text">For example <c>1,234.5</c>.</param>
    /// <param name="currency">The currency it is in.</param>
    /// <param name="field">The input that a refusal points to.</param>
    /// <exception cref="Refusal"><c>money.unreadable</c>, <c>money.decimals</c> or <c>money.range</c>, at <paramref name="field"/>.</exception>
    public static Money Parse(string? text, Currency currency, string? field = null)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands
            | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        if (!decimal.TryParse(text, style, CultureInfo.InvariantCulture, out var amount))
        {
            throw new Refusal("money.unreadable", text ?? "") { Field = field };
        }

        try
        {
            return Of(amount, currency);
        }
        catch (Refusal refusal)
        {
            throw new Refusal(refusal.Code, [.. refusal.Facts]) { Field = field };
        }
    }

    /// <summary>Reads an amount to be paid or moved: above zero and in whole cents.</summary>
    /// <exception cref="Refusal">Also <c>money.not-positive</c> and <c>money.not-cents</c>.</exception>
    public static Money ParsePayable(string? text, Currency currency, string? field = null)
    {
        var money = Parse(text, currency, field);
        if (money.Units <= 0)
        {
            throw new Refusal("money.not-positive", text ?? "") { Field = field };
        }

        return money.IsWholeCents ? money : throw new Refusal("money.not-cents", text ?? "") { Field = field };
    }

    /// <summary>Cuts toward zero to the cent; <see cref="RoundingRemainder"/> is what was cut.</summary>
    public Money TruncateToCent() => new(Rounding.TruncateToCent(Units), Currency);

    /// <summary>What <see cref="TruncateToCent"/> drops (抹零): same sign as the amount, less than a cent.</summary>
    public Money RoundingRemainder() => new(Units % Rounding.Cent, Currency);

    /// <summary>To the nearest cent, halves away from zero.</summary>
    public Money RoundHalfUpToCent() => new(Rounding.HalfUpToCent(Units), Currency);

    /// <summary>Sum of two amounts of one currency.</summary>
    public static Money operator +(Money left, Money right) => new(left.Units + right.In(left.Currency).Units, left.Currency);

    /// <summary>Difference of two amounts of one currency.</summary>
    public static Money operator -(Money left, Money right) => new(left.Units - right.In(left.Currency).Units, left.Currency);

    /// <summary>The opposite amount.</summary>
    public static Money operator -(Money money) => new(-money.Units, money.Currency);

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left amount is larger.</summary>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left amount is not larger.</summary>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left amount is not smaller.</summary>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(Money other) => Units.CompareTo(other.In(Currency).Units);

    /// <summary>The amount with a point and 2 decimals, or as many of 8 as it needs; never in exponent form.</summary>
    public override string ToString() => Amount.ToString(IsWholeCents ? "0.00" : "0.00######", CultureInfo.InvariantCulture);

    private static long Units8(decimal amount)
    {
        if (decimal.Abs(amount) > 92_000_000_000m)
        {
            throw new Refusal("money.range", amount);
        }

        var units = amount * Rounding.One;
        return decimal.IsInteger(units) ? (long)units : throw new Refusal("money.decimals", amount);
    }

    private Money In(Currency currency) =>
        Currency == currency ? this : throw new InvalidOperationException($"{Currency} and {currency} do not mix.");
}
