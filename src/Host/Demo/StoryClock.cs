namespace PartnerCenter.Host.Demo;

/// <summary>The clock of a story: it stands still until it is moved. The demo world is told from its beginning to today with it.</summary>
internal sealed class StoryClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset now = now;

    public override DateTimeOffset GetUtcNow() => now;

    public void MoveTo(DateTimeOffset instant) => now = instant;
}
