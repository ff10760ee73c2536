using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Jobs;

namespace PartnerCenter.Platform.Audit;

/// <summary>
/// The ends of all chains, sealed and kept outside the database every night: whoever cuts the tail of a chain, or writes all of it anew,
/// would have to change yesterday's file as well.
/// </summary>
public sealed class AuditAnchors(Databases databases, IFileStorage storage, IDataProtectionProvider protection, BusinessDay businessDay)
    : IJob<Occurrence>
{
    /// <summary>The name of the job.</summary>
    public const string Type = "platform.anchor-audit";

    /// <summary>How many days back an anchor is looked for.</summary>
    private const int Days = 40;

    private IDataProtector Seal => protection.CreateProtector("audit-anchor");

    /// <summary>Keeps today's anchor.</summary>
    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        var heads = new List<Anchor>();
        await using var connection = await databases.Unwalled.OpenConnectionAsync(ct);
        await using (var command = new NpgsqlCommand("select tenant, sequence, hash from platform.audit_head order by tenant", connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                heads.Add(new(reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2)));
            }
        }

        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Seal.Protect(JsonSerializer.Serialize(heads))));
        await storage.Write(Key(businessDay.Today), content, ct);
    }

    /// <summary>What the latest anchor says that the chains do not, a sentence each.</summary>
    public async Task<IReadOnlyList<string>> Verify(CancellationToken ct = default)
    {
        var problems = new List<string>();
        var (day, heads) = await Latest(ct);
        await using var connection = await databases.Unwalled.OpenConnectionAsync(ct);
        foreach (var head in heads)
        {
            await using var command = new NpgsqlCommand("select hash from platform.audit where tenant = $1 and sequence = $2", connection);
            command.Parameters.Add(new() { Value = head.Tenant });
            command.Parameters.Add(new() { Value = head.Sequence });
            if (head.Sequence > 0 && (string?)await command.ExecuteScalarAsync(ct) != head.Hash)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{head.Tenant}: record {head.Sequence} is not what the anchor of {day:yyyy-MM-dd} says"));
            }
        }

        return problems;
    }

    private static string Key(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"audit-anchors/{day:yyyy-MM-dd}");

    private async Task<(DateOnly Day, List<Anchor> Heads)> Latest(CancellationToken ct)
    {
        for (var day = businessDay.Today; day > businessDay.Today.AddDays(-Days); day = day.AddDays(-1))
        {
            try
            {
                using var reader = new StreamReader(await storage.Read(Key(day), ct));
                return (day, JsonSerializer.Deserialize<List<Anchor>>(Seal.Unprotect(await reader.ReadToEndAsync(ct)))!);
            }
            catch (FileNotFoundException)
            {
                // None of that day.
            }
            catch (CryptographicException)
            {
                return (day, [new(Guid.Empty, 1, "an anchor that was sealed here")]);
            }
        }

        return (businessDay.Today, []);
    }

    private sealed record Anchor(Guid Tenant, long Sequence, string Hash);
}
