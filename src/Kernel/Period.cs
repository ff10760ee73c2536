namespace PartnerCenter.Kernel;

/// <summary>How long an incentive or indicator counts (对账期次): a month, a quarter or a year.</summary>
public enum PeriodLength
{
    /// <summary>A calendar month, written 2024M9.</summary>
    [Words("月", "Month")]
    Month,

    /// <summary>A calendar quarter, written 2024Q3.</summary>
    [Words("季", "Quarter")]
    Quarter,

    /// <summary>A calendar year, written 2024Y.</summary>
    [Words("年", "Year")]
    Year,
}

/// <summary>A month, quarter or year over which performance is summed.</summary>
/// <param name="First">Its first month.</param>
/// <param name="Length">How long it is.</param>
public readonly record struct Period(Month First, PeriodLength Length)
{
    /// <summary>Its last month, included.</summary>
    public Month Last => Month.Of(First.FirstDay.AddMonths(Months - 1));

    /// <summary>The same period a year earlier: what growth compares with.</summary>
    public Period YearBefore => new(Month.Of(First.FirstDay.AddYears(-1)), Length);

    private int Months => Length switch { PeriodLength.Month => 1, PeriodLength.Quarter => 3, _ => 12 };

    /// <summary>The period of a length in which a month lies.</summary>
    public static Period Containing(Month month, PeriodLength length) => length switch
    {
        PeriodLength.Month => new(month, length),
        PeriodLength.Quarter => new(new(month.Year, ((month.Number - 1) / 3 * 3) + 1), length),
        _ => new(new(month.Year, 1), length),
    };

    /// <summary>Whether a month lies in it.</summary>
    public bool Contains(Month month) => First <= month && month <= Last;

    /// <summary>2024M9, 2024Q3 or 2024Y.</summary>
    public override string ToString() => Length switch
    {
        PeriodLength.Month => $"{First.Year}M{First.Number}",
        PeriodLength.Quarter => $"{First.Year}Q{((First.Number - 1) / 3) + 1}",
        _ => $"{First.Year}Y",
    };
}
