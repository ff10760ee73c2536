using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Audit;

/// <summary>
/// The append-only record of who changed what. Each tenant has a chain of its own: every record carries the hash of the one before,
/// so that a record altered, removed or slipped in is found. It is written in the transaction of the change: no trail, no change.
/// </summary>
public sealed class AuditTrail(Databases databases)
{
    /// <summary>Walks the chain of every tenant.</summary>
    /// <returns>What is wrong, a sentence a chain; empty when all is well.</returns>
    public async Task<(long Records, IReadOnlyList<string> Problems)> Verify(CancellationToken ct = default)
    {
        await using var connection = await databases.Unwalled.OpenConnectionAsync(ct);
        var heads = new Dictionary<Guid, (long Sequence, string Hash)>();
        var problems = new Dictionary<Guid, string>();
        long records = 0;
        await using (var command = new NpgsqlCommand(
            "select tenant, sequence, at, actor, actor_name, action, changes, hash from platform.audit order by tenant, sequence", connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                records++;
                var tenant = reader.GetGuid(0);
                var (sequence, previous) = heads.GetValueOrDefault(tenant, (0, ""));
                var hash = Hash(previous, tenant, reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetGuid(3),
                    reader.GetString(4), reader.GetString(5), reader.GetString(6));
                if (reader.GetInt64(1) != sequence + 1)
                {
                    problems.TryAdd(tenant, $"{tenant}: record {sequence + 1} is missing");
                }
                else if (hash != reader.GetString(7))
                {
                    problems.TryAdd(tenant, $"{tenant}: record {reader.GetInt64(1)} was altered");
                }

                heads[tenant] = (reader.GetInt64(1), reader.GetString(7));
            }
        }

        await CompareHeads(connection, heads, problems, ct);
        return (records, [.. problems.Values]);
    }

    /// <summary>The statements that append the records, a tenant each.</summary>
    internal static IEnumerable<NpgsqlBatchCommand> Appending(Actor by, string action, IReadOnlyList<AuditFact> facts, DateTimeOffset at)
    {
        // In the order of the tenants, so that two units never wait for each other.
        foreach (var group in facts.GroupBy(fact => fact.Tenant).OrderBy(group => group.Key))
        {
            var changes = "{" + string.Join(",", group.Select(fact => $"\"{fact.Subject}\":{fact.Change}")) + "}";
            var command = new NpgsqlBatchCommand("select platform.append_audit($1, $2, $3, $4, $5, $6)");
            foreach (var value in new object[] { group.Key, at, by.Account, by.Name, action, changes })
            {
                command.Parameters.Add(new() { Value = value });
            }

            yield return command;
        }
    }

    /// <summary>The same digest as the database function append_audit computes.</summary>
    private static string Hash(
        string previous, Guid tenant, long sequence, DateTimeOffset at, Guid actor, string name, string action, string changes)
    {
        var microseconds = (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{previous}|{tenant}|{sequence}|{microseconds}|{actor}|{name}|{action}|{changes}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static async Task CompareHeads(
        NpgsqlConnection connection, Dictionary<Guid, (long, string)> heads, Dictionary<Guid, string> problems, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select tenant, sequence, hash from platform.audit_head", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (heads.GetValueOrDefault(reader.GetGuid(0)) != (reader.GetInt64(1), reader.GetString(2)))
            {
                problems.TryAdd(reader.GetGuid(0), $"{reader.GetGuid(0)}: the last record should be {reader.GetInt64(1)}");
            }
        }
    }
}
