using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.OpenApi.Gateway;

/// <summary>
/// How often one user calls one operation in a second (R15.2.7). The database counts, for all processes; it keeps one row for a user and
/// an operation.
/// </summary>
internal sealed class Throttle(Databases databases, MachineClock machine)
{
    /// <summary>Counts a call.</summary>
    /// <exception cref="WireError">429: it was one too many.</exception>
    public async Task Admit(Guid account, string operation, int limit, CancellationToken ct)
    {
        var now = machine.Now;
        await using var count = databases.Unwalled.CreateCommand("""
            insert into openapi.call_count as c values ($1, $2, $3, 1) on conflict (account_id, operation) do update
            set calls = case when c.second = excluded.second then c.calls + 1 else 1 end, second = excluded.second
            returning calls
            """);
        count.Parameters.Add(new() { Value = account });
        count.Parameters.Add(new() { Value = operation });
        count.Parameters.Add(new() { Value = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)) });
        if ((int)(await count.ExecuteScalarAsync(ct))! > limit)
        {
            throw new WireError(429, "APIG.0308", $"The throttling threshold has been reached: policy user over ratelimit,limit:{limit},time:1 second");
        }
    }
}
