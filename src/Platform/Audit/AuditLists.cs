using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Audit;

/// <summary>A record of the audit trail as a page shows it.</summary>
/// <param name="Tenant">The partner; <see cref="Guid.Empty"/> for the vendor's own.</param>
/// <param name="Sequence">Its place in the chain of the tenant.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What was done.</param>
/// <param name="Changes">The rows changed, as JSON.</param>
public sealed record AuditView(Guid Tenant, long Sequence, DateTimeOffset At, string Actor, string Action, string Changes);

/// <summary>The audit trail as pages show it.</summary>
public sealed class AuditLists(UnitOfWork unit)
{
    /// <summary>The newest records, optionally of one action or person.</summary>
    public async Task<IReadOnlyList<AuditView>> Latest(string? search, int limit, CancellationToken ct = default)
    {
        await using var command = unit.Command("""
            select tenant, sequence, at, actor_name, action, changes from platform.audit
            where $1 = '' or action ilike '%' || $1 || '%' or actor_name ilike '%' || $1 || '%'
            order by at desc, sequence desc limit $2
            """, search?.Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) ?? "", limit);
        var found = new List<AuditView>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(new(reader.GetGuid(0), reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetString(3),
                reader.GetString(4), reader.GetString(5)));
        }

        return found;
    }
}
