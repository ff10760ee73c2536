namespace PartnerCenter.Kernel;

/// <summary>
/// Working days by the official calendar: weekdays, less public holidays, plus the weekend days that are worked to make up for them.
/// A year whose notice is not yet published counts Monday to Friday and says so: see <see cref="IsProvisional"/>.
/// </summary>
/// <param name="exceptions">Days that differ from Monday–Friday: true = off, false = worked.</param>
/// <param name="publishedYears">The years whose official calendar is known.</param>
public sealed class Workdays(IReadOnlyDictionary<DateOnly, bool> exceptions, IReadOnlySet<int> publishedYears)
{
    /// <summary>Whether the day is worked.</summary>
    public bool IsWorked(DateOnly day) =>
        exceptions.TryGetValue(day, out var off) ? !off : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The n-th working day after a day; the day itself does not count.</summary>
    /// <param name="day">Any day.</param>
    /// <param name="count">1 or more.</param>
    public DateOnly After(DateOnly day, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        while (count > 0)
        {
            day = day.AddDays(1);
            count -= IsWorked(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>Whether any year from one day to the other has no official calendar yet, so that a date between may still move.</summary>
    public bool IsProvisional(DateOnly from, DateOnly to) =>
        Enumerable.Range(from.Year, to.Year - from.Year + 1).Any(year => !publishedYears.Contains(year));
}
