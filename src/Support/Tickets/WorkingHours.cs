using PartnerCenter.Kernel;

namespace PartnerCenter.Support.Tickets;

/// <summary>The hours in which tickets are worked on: the same from an hour to an hour on every working day, at GMT+08:00.</summary>
/// <param name="workdays">The official calendar.</param>
/// <param name="from">The first hour.</param>
/// <param name="to">The hour that is no longer worked.</param>
internal sealed class WorkingHours(Workdays workdays, TimeOnly from, TimeOnly to)
{
    /// <summary>The instant at which that much working time has passed since another; none passed is that instant itself.</summary>
    public DateTimeOffset After(DateTimeOffset at, TimeSpan time)
    {
        for (var day = BusinessDay.Of(at); time > TimeSpan.Zero; day = day.AddDays(1))
        {
            var (start, end) = Of(day);
            start = start < at ? at : start;
            if (start >= end)
            {
                continue;
            }

            if (time <= end - start)
            {
                return start + time;
            }

            time -= end - start;
        }

        return at;
    }

    /// <summary>How much working time lies between two instants; none if the second is not later.</summary>
    public TimeSpan Between(DateTimeOffset at, DateTimeOffset until)
    {
        var time = TimeSpan.Zero;
        for (var day = BusinessDay.Of(at); day <= BusinessDay.Of(until); day = day.AddDays(1))
        {
            var (start, end) = Of(day);
            start = start < at ? at : start;
            end = end > until ? until : end;
            time += start < end ? end - start : TimeSpan.Zero;
        }

        return time;
    }

    private (DateTimeOffset Start, DateTimeOffset End) Of(DateOnly day)
    {
        var midnight = BusinessDay.StartOf(day);
        return workdays.IsWorked(day) ? (midnight + from.ToTimeSpan(), midnight + to.ToTimeSpan()) : (midnight, midnight);
    }
}
