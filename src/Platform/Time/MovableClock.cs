namespace PartnerCenter.Platform.Time;

/// <summary>
/// The clock of the product: it runs like the machine's and, in a demo or test deployment, may have been moved ahead of it
/// (<see cref="MoveClock"/>), so that a year of deadlines passes in a minute.
/// </summary>
/// <param name="machine">The clock of the machine.</param>
public sealed class MovableClock(TimeProvider machine) : TimeProvider
{
    private long ahead;

    /// <summary>The clock of the machine, which nobody moves.</summary>
    public TimeProvider Machine => machine;

    /// <summary>How far it is ahead of the machine's.</summary>
    public TimeSpan Ahead
    {
        get => new(Interlocked.Read(ref ahead));
        internal set => Interlocked.Exchange(ref ahead, value.Ticks);
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow() + Ahead;

    /// <inheritdoc/>
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);
}

/// <summary>
/// The clock of the machine, whatever day the product takes it for: sessions, one-time codes, leases of jobs and what other systems sign
/// go by it.
/// </summary>
/// <param name="clock">The clock of the product.</param>
public sealed class MachineClock(TimeProvider clock)
{
    /// <summary>It as a provider.</summary>
    public TimeProvider Provider => (clock as MovableClock)?.Machine ?? clock;

    /// <summary>This instant, in UTC.</summary>
    public DateTimeOffset Now => Provider.GetUtcNow();
}
