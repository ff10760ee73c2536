using System.Globalization;

namespace PartnerCenter.Kernel;

/// <summary>A calendar month at GMT+08:00: the unit in which consumption is billed (账期).</summary>
/// <param name="Year">For example 2024.</param>
/// <param name="Number">1 to 12.</param>
public readonly record struct Month(int Year, int Number) : IComparable<Month>
{
    /// <summary>Its first day.</summary>
    public DateOnly FirstDay => new(Year, Number, 1);

    /// <summary>Its last day, included.</summary>
    public DateOnly LastDay => FirstDay.AddMonths(1).AddDays(-1);

    /// <summary>Its first instant, in UTC.</summary>
    public DateTimeOffset Start => BusinessDay.StartOf(FirstDay);

    /// <summary>The first instant after it, in UTC.</summary>
    public DateTimeOffset End => BusinessDay.StartOf(FirstDay.AddMonths(1));

    /// <summary>The month after it.</summary>
    public Month Next => Of(FirstDay.AddMonths(1));

    /// <summary>The month before it.</summary>
    public Month Previous => Of(FirstDay.AddMonths(-1));

    /// <summary>The month of a day.</summary>
    public static Month Of(DateOnly day) => new(day.Year, day.Month);

    /// <summary>The month in which an instant falls at GMT+08:00.</summary>
    public static Month Of(DateTimeOffset instant) => Of(BusinessDay.Of(instant));

    /// <summary>Reads <c>2024-09</c>.</summary>
    /// <exception cref="Refusal"><c>month.unreadable</c></exception>
    public static Month Parse(string? text) =>
        TryParse(text, out var month) ? month : throw new Refusal("month.unreadable", text ?? "") { Field = "month" };

    /// <summary>Reads <c>2024-09</c>; false if it is anything else.</summary>
    public static bool TryParse(string? text, out Month month)
    {
        var read = DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        month = read ? Of(day) : default;
        return read;
    }

    /// <summary>Earlier, same or later.</summary>
    public int CompareTo(Month other) => FirstDay.CompareTo(other.FirstDay);

    /// <summary>Whether the left month is earlier.</summary>
    public static bool operator <(Month left, Month right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left month is later.</summary>
    public static bool operator >(Month left, Month right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left month is not later.</summary>
    public static bool operator <=(Month left, Month right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left month is not earlier.</summary>
    public static bool operator >=(Month left, Month right) => left.CompareTo(right) >= 0;

    /// <summary><c>2024-09</c></summary>
    public override string ToString() => FirstDay.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
