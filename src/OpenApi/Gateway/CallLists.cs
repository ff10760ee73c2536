using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.OpenApi.Gateway;

/// <summary>A call as it stands in the log.</summary>
internal sealed record CallRow(DateTimeOffset At, string Account, string Operation, int Status, string? Code, int Milliseconds, string RequestId, bool Sandbox);

/// <summary>The calls of the actor's partner, newest first.</summary>
internal sealed class CallLists(UnitOfWork unit)
{
    private static readonly SqlColumns Columns = new()
    {
        ["at"] = "at",
        ["operation"] = "operation",
        ["status"] = "status",
        ["account"] = "account_name",
        ["took"] = "milliseconds",
    };

    /// <summary>Calls.</summary>
    /// <param name="by">Whose.</param>
    /// <param name="operation">Only of this operation; null for all.</param>
    /// <param name="failed">Only those that failed, or only those that did not; null for both.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="sort">A column that orders them, falling with a minus before it; any other word leaves the newest first.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<List<CallRow>> Of(Actor by, string? operation, bool? failed, int skip, int limit, string? sort = null, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        await using var command = unit.Command($"""
            select at, account_name, operation, status, code, milliseconds, request_id, sandbox from openapi.call
            where partner_id = $1 and ($2 = '' or operation = $2) and ($3::boolean is null or (status >= 400) = $3)
            order by {Columns.Order(sort)}at desc, id desc limit $4 offset $5
            """, by.PartnerId, operation ?? "", failed, limit, skip);
        command.Parameters[2].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Boolean;
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<CallRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(
                reader.GetFieldValue<DateTimeOffset>(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.GetInt32(5), reader.GetString(6), reader.GetBoolean(7)));
        }

        return rows;
    }
}
