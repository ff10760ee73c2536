using DuckDB.NET.Data;
using PartnerCenter.Billing.Published;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Billing.Close;

/// <summary>The one door to the lines of a partner: it takes the partner and can give no other's.</summary>
internal sealed class SegmentDoor(UnitOfWork unit, Manifest manifest, SegmentStore store)
{
    /// <summary>The files that may hold lines of a partner in a month.</summary>
    public async Task<List<string>> Files(Guid partner, Month month, CancellationToken ct = default) =>
        // What row-level security is to tables: a unit of work that does not reach the partner finds no lines.
        unit.Reach.Covers(partner) ? await Local(await manifest.Of(month, SegmentStore.BucketOf(partner), ct), ct) : [];

    /// <summary>The files that may hold lines of a customer in a closed month, and the partners whose bills have them, as far as the unit of work reaches.</summary>
    public async Task<(List<string> Files, List<Guid> Partners)> OfCustomer(Guid customer, Month month, CancellationToken ct = default)
    {
        var partners = new List<Guid>();
        await using (var command = unit.Command(
            "select distinct partner_id from billing.bill_item where customer_id = $1 and month = $2 order by 1", customer, month.FirstDay))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                partners.Add(reader.GetGuid(0));
            }
        }

        partners.RemoveAll(partner => !unit.Reach.Covers(partner, customer));
        var files = new List<string>();
        foreach (var bucket in partners.Select(SegmentStore.BucketOf).Distinct())
        {
            files.AddRange(await Local(await manifest.Of(month, bucket, ct), ct));
        }

        return (files, partners);
    }

    /// <summary>Files of segments on this machine.</summary>
    public async Task<List<string>> Local(IEnumerable<Segment> segments, CancellationToken ct = default)
    {
        var files = new List<string>();
        foreach (var segment in segments)
        {
            files.Add(await store.Local(segment, ct));
        }

        return files;
    }

    /// <summary>The settled lines of a partner in a closed month, in the order of customer and product.</summary>
    public async Task Settled(DuckDBConnection connection, Guid partner, Month month, Action<SettledLine> action, CancellationToken ct = default)
    {
        var files = await Files(partner, month, ct);
        if (files.Count == 0)
        {
            return;
        }

        var uses = await Uses(partner, month, ct);
        SegmentStream.Read(
            connection,
            $"select {SegmentStream.Columns} from {SegmentStore.List(files)} where partner = '{partner}' order by customer, product, transaction_at, charge_hash",
            (in SettledLine line) => action(
                uses.TryGetValue((line.ChargeHash, line.TransactionAt), out var used) ? line with { PartnerVoucher = used } : line));
    }

    private async Task<Dictionary<(long, long), long>> Uses(Guid partner, Month month, CancellationToken ct)
    {
        await using var command = unit.Command("""
            select charge_hash, transaction_at, sum(amount) from billing.voucher_line where partner_id = $1 and month = $2 group by 1, 2
            """, partner, month.FirstDay);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var uses = new Dictionary<(long, long), long>();
        while (await reader.ReadAsync(ct))
        {
            var at = (reader.GetFieldValue<DateTimeOffset>(1) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            uses.Add((reader.GetInt64(0), at), Money.Cny(reader.GetDecimal(2)).Units);
        }

        return uses;
    }
}
