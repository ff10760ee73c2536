namespace PartnerCenter.Kernel;

/// <summary>The only place where an instant becomes a day: days and months are those of GMT+08:00.</summary>
public sealed class BusinessDay(TimeProvider clock)
{
    /// <summary>The offset of the business day from UTC. China has kept it without summer time since 1992.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>This instant, in UTC.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Today at GMT+08:00.</summary>
    public DateOnly Today => Of(Now);

    /// <summary>This month at GMT+08:00.</summary>
    public Month Month => Month.Of(Today);

    /// <summary>The day at GMT+08:00 on which an instant falls.</summary>
    public static DateOnly Of(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>The first instant of a day, in UTC.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Offset).ToUniversalTime();
}
