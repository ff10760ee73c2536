using System.Globalization;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Audit;

/// <summary>A record of the audit trail as a page shows it.</summary>
/// <param name="Tenant">The partner; <see cref="Guid.Empty"/> for the vendor's own.</param>
/// <param name="Sequence">Its place in the chain of the tenant.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What was done.</param>
/// <param name="Changes">The rows changed, as JSON.</param>
/// <param name="Hash">Its link of the chain.</param>
public sealed record AuditView(Guid Tenant, long Sequence, DateTimeOffset At, string Actor, string Action, string Changes, string Hash);

/// <summary>Which records one looks for.</summary>
/// <param name="Search">Part of the action, the person or the changes; empty for all.</param>
/// <param name="From">First day, at GMT+08:00.</param>
/// <param name="To">Last day, included.</param>
public sealed record AuditFilter(string Search, DateOnly? From, DateOnly? To)
{
    /// <summary>Reads what stands in an address; what is no day counts as none.</summary>
    public static AuditFilter Of(string? search, string? from, string? to) => new(search?.Trim() ?? "", Day(from), Day(to));

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999 ? day : null;
}

/// <summary>The audit trail as pages and exports show it.</summary>
public sealed class AuditLists(UnitOfWork unit)
{
    /// <summary>Records that fit a filter, newest first.</summary>
    public async Task<List<AuditView>> Find(AuditFilter filter, int skip, int limit, CancellationToken ct = default)
    {
        await using var command = unit.Command("""
            select tenant, sequence, at, actor_name, action, changes, hash from platform.audit
            where at >= $2 and at < $3 and ($1 = '' or action ilike '%' || $1 || '%' or actor_name ilike '%' || $1 || '%' or changes ilike '%' || $1 || '%')
            order by at desc, tenant, sequence desc offset $4 limit $5
            """,
            Pattern(filter.Search), filter.From is { } from ? BusinessDay.StartOf(from) : DateTimeOffset.UnixEpoch,
            filter.To is { } to ? BusinessDay.StartOf(to.AddDays(1)) : DateTimeOffset.MaxValue, skip, limit);
        var found = new List<AuditView>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new(reader.GetGuid(0), reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetString(3),
                reader.GetString(4), reader.GetString(5), reader.GetString(6)));
        }

        return found;
    }

    /// <summary>What a person types is looked for as it stands.</summary>
    private static string Pattern(string search) => search.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
