using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.OpenApi.Keys;

/// <summary>
/// What is noted of every use of an access key, beside the call's own unit of work: a wrong signature counts whatever becomes of the call,
/// for all processes.
/// </summary>
internal sealed class KeyUse(Databases databases, MachineClock machine)
{
    private static readonly TimeSpan Touch = TimeSpan.FromMinutes(1);

    /// <summary>Counts a wrong signature; some in a row lock the key for a while.</summary>
    public async Task Fail(AccessKey key, ApiTerms terms, CancellationToken ct)
    {
        await using var count = databases.Unwalled.CreateCommand("""
            update openapi.access_key set failures = case when failures + 1 >= $2 then 0 else failures + 1 end,
                locked_until = case when failures + 1 >= $2 then $3 else locked_until end
            where id = $1
            """);
        count.Parameters.Add(new() { Value = key.Id });
        count.Parameters.Add(new() { Value = terms.BadSignatures });
        count.Parameters.Add(new() { Value = machine.Now.AddMinutes(terms.LockMinutes) });
        await count.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Notes a right one, to the minute.</summary>
    public async Task Succeed(AccessKey key, CancellationToken ct)
    {
        if (key.Failures == 0 && machine.Now - key.LastUsedAt < Touch)
        {
            return;
        }

        await using var touch = databases.Unwalled.CreateCommand("update openapi.access_key set failures = 0, last_used_at = $2 where id = $1");
        touch.Parameters.Add(new() { Value = key.Id });
        touch.Parameters.Add(new() { Value = machine.Now });
        await touch.ExecuteNonQueryAsync(ct);
    }
}
