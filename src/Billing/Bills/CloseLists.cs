using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Billing.Bills;

/// <summary>A month as the console shows it.</summary>
internal sealed record MonthRow(
    Month Month, string State, long Lines, decimal Payable, int Buckets, int Done, string? Sha256, DateTimeOffset? ClosedAt);

/// <summary>A delivered file as the console shows it.</summary>
internal sealed record BatchRow(
    Guid Id, string FileName, string Format, long Rows, long Imported, long Rejected, DateTimeOffset At, string By, string Sha256);

/// <summary>Deliveries and closes as the console shows them.</summary>
internal sealed class CloseLists(UnitOfWork unit)
{
    /// <summary>Every month with lines, newest first.</summary>
    public async Task<List<MonthRow>> Months(CancellationToken ct = default)
    {
        await using var command = unit.Command("""
            select coalesce(s.month, c.month), coalesce(c.state, 'open'), coalesce(s.rows, 0)::bigint, coalesce(s.payable, 0),
                coalesce(c.buckets, 0), (select count(*) from billing.close_bucket b where b.month = c.month and b.done_at is not null)::int,
                c.result_sha256, c.closed_at
            from (select month, sum(rows) as rows, sum(payable) as payable from billing.segment group by month) s
            full join billing.month_close c on c.month = s.month
            order by 1 desc
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<MonthRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(Month.Of(reader.GetFieldValue<DateOnly>(0)), reader.GetString(1), reader.GetInt64(2), reader.GetDecimal(3),
                reader.GetInt32(4), reader.GetInt32(5), reader.IsDBNull(6) ? null : reader.GetString(6),
                reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7)));
        }

        return rows;
    }

    /// <summary>The latest deliveries.</summary>
    public async Task<List<BatchRow>> Batches(CancellationToken ct = default)
    {
        await using var command = unit.Command("""
            select id, file_name, format, rows, imported, rejected, imported_at, imported_by, sha256
            from billing.usage_batch order by imported_at desc, id limit 100
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<BatchRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4),
                reader.GetInt64(5), reader.GetFieldValue<DateTimeOffset>(6), reader.GetString(7), reader.GetString(8)));
        }

        return rows;
    }
}
