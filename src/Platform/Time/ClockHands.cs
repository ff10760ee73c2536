using Microsoft.Extensions.Configuration;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Time;

/// <summary>How far the product's clock is ahead of the machine's, as the database keeps it for all processes.</summary>
public sealed class ClockHands(TimeProvider clock, Databases databases, IConfiguration configuration)
{
    /// <summary>The channel on which the other processes hear that it was moved.</summary>
    internal const string Channel = "clock";

    /// <summary>Whether this deployment lets its clock be moved: setting Clock:Movable, on in the demo.</summary>
    public bool Movable => clock is MovableClock && configuration.GetValue("Clock:Movable", false);

    /// <summary>How far it is ahead.</summary>
    public TimeSpan Ahead => (clock as MovableClock)?.Ahead ?? TimeSpan.Zero;

    /// <summary>Takes over where the clock stands.</summary>
    public async Task Load(CancellationToken ct = default)
    {
        if (clock is MovableClock movable)
        {
            await using var command = databases.Unwalled.CreateCommand("select ahead from platform.clock");
            movable.Ahead = (TimeSpan?)await command.ExecuteScalarAsync(ct) ?? TimeSpan.Zero;
        }
    }

    /// <summary>Moves it on to an instant, for every process.</summary>
    internal async Task MoveTo(DateTimeOffset instant, CancellationToken ct)
    {
        var movable = (MovableClock)clock;
        var ahead = instant - movable.Machine.GetUtcNow();
        await using var command = databases.Unwalled.CreateCommand("""
            with moved as (insert into platform.clock values (true, $1) on conflict (one) do update set ahead = excluded.ahead returning 1)
            select pg_notify($2, '') from moved
            """);
        command.Parameters.Add(new() { Value = ahead });
        command.Parameters.Add(new() { Value = Channel });
        await command.ExecuteNonQueryAsync(ct);
        movable.Ahead = ahead;
    }
}
