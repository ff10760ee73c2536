using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Billing.Usage;

/// <summary>Which segments there are, and which months are closed.</summary>
internal sealed class Manifest(UnitOfWork unit)
{
    /// <summary>The segments of a month; of one bucket, if it is given.</summary>
    public Task<List<Segment>> Of(Month month, short? bucket = null, CancellationToken ct = default) =>
        List("where month = $1 and ($2 < 0 or bucket = $2) order by bucket, id", ct, month.FirstDay, bucket ?? (short)-1);

    /// <summary>Segments by id.</summary>
    public Task<List<Segment>> Of(Guid[] ids, CancellationToken ct = default) => List("where id = any ($1) order by id", ct, ids);

    /// <summary>All segments.</summary>
    public Task<List<Segment>> All(CancellationToken ct = default) => List("order by month, bucket, id", ct);

    /// <summary>The last closed or closing month, or null.</summary>
    public async Task<Month?> LastClose(CancellationToken ct = default)
    {
        await using var command = unit.Command("select max(month) from billing.month_close");
        return await command.ExecuteScalarAsync(ct) is DateOnly day ? Month.Of(day) : null;
    }

    private async Task<List<Segment>> List(string rest, CancellationToken ct, params object[] values)
    {
        await using var command = unit.Command($"select id, month, bucket, path, rows, payable, sha256 from billing.segment {rest}", values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<Segment>();
        while (await reader.ReadAsync(ct))
        {
            found.Add(new(reader.GetGuid(0), Month.Of(reader.GetFieldValue<DateOnly>(1)), reader.GetInt16(2), reader.GetString(3),
                reader.GetInt64(4), reader.GetDecimal(5), reader.GetString(6)));
        }

        return found;
    }
}
