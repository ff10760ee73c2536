using DuckDB.NET.Data;
using PartnerCenter.Billing.Published;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Billing.Close;

/// <summary>Which bucket of which month.</summary>
internal sealed record BucketOrder(string Month, short Bucket);

/// <summary>
/// Settles the lines of one bucket of a month: a pure calculation over the pinned segments, whose results replace those of this month
/// and bucket in one transaction. Killed, it starts again; run twice, it comes to the same.
/// </summary>
internal sealed class CloseBucket(
    UnitOfWork unit, Manifest manifest, SegmentDoor door, PartnerVouchers vouchers, JobQueue queue, IEnumerable<ISettlementPart> parts,
    BusinessDay businessDay) : IJob<BucketOrder>
{
    public const string Type = "billing.close-bucket";

    public async Task Run(BucketOrder arguments, JobProgress progress, CancellationToken ct)
    {
        var month = Month.Parse(arguments.Month);
        var segments = await Pinned(month, arguments.Bucket, ct);
        var files = SegmentStore.List(await door.Local(segments, ct));
        var total = segments.Sum(segment => segment.Rows);
        using var reading = SegmentStore.Rent();
        var connection = reading.Connection;
        var partners = Partners(connection, files);
        var (uses, byLine) = await MatchVouchers(connection, files, month, partners, ct);
        var bucket = new BucketSettlement(month, arguments.Bucket, partners, (partner, of, action) =>
        {
            // Earlier months are read while this one is streaming: on a connection of their own.
            using var history = SegmentStore.Rent();
            door.Settled(history.Connection, partner, of, action, ct).GetAwaiter().GetResult();
        });
        var working = new List<IBucketPart> { new BillPart(bucket) };
        foreach (var part in parts.OrderBy(part => part.Order))
        {
            working.Add(await part.Begin(bucket, ct));
        }

        // One sealed file is in order already; several are merged.
        var order = segments.Count == 1 ? "" : "order by partner, customer, product, transaction_at, charge_hash";
        var sql = $"select {SegmentStream.Columns} from {files} {order}";
        var (lines, payable) = Settle(connection, sql, working, byLine, progress, total, ct);
        var expected = segments.Sum(segment => segment.Payable);
        if (lines != total || (decimal)payable / Rounding.One != expected)
        {
            throw new InvalidOperationException($"Bucket {arguments.Bucket} of {month}: {lines} lines, manifest {total}; {payable}, manifest {expected}.");
        }

        await Write(month, arguments.Bucket, partners, uses, working, lines, expected, ct);
    }

    /// <summary>Every line once, partner by partner, to every part.</summary>
    private static (long Lines, Int128 Payable) Settle(
        DuckDBConnection connection, string sql, List<IBucketPart> working, Dictionary<(Guid, long, long), long> byLine,
        JobProgress progress, long total, CancellationToken ct)
    {
        var settlement = new Passage(working, byLine);
        SegmentStream.Read(
            connection,
            sql,
            (in SettledLine line) =>
            {
                settlement.Add(line);
                if (settlement.Lines % 200_000 == 0)
                {
                    ct.ThrowIfCancellationRequested();
                    progress.Tell(settlement.Lines, total, null, ct).GetAwaiter().GetResult();
                }
            });
        settlement.End();
        return (settlement.Lines, settlement.Payable);
    }

    private async Task<List<Segment>> Pinned(Month month, short bucket, CancellationToken ct)
    {
        await using var command = unit.Command(
            "select segments from billing.close_bucket where month = $1 and bucket = $2", month.FirstDay, bucket);
        return await manifest.Of((Guid[])(await command.ExecuteScalarAsync(ct))!, ct);
    }

    private static List<Guid> Partners(DuckDBConnection connection, string files)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select distinct partner from {files} order by 1";
        using var reader = command.ExecuteReader();
        var partners = new List<Guid>();
        while (reader.Read())
        {
            partners.Add(reader.GetGuid(0));
        }

        return partners;
    }

    /// <summary>Partners with open vouchers have their lines read once before, in the order of time.</summary>
    private async Task<(List<VoucherUse> Uses, Dictionary<(Guid, long, long), long> ByLine)> MatchVouchers(
        DuckDBConnection connection, string files, Month month, List<Guid> partners, CancellationToken ct)
    {
        var uses = new List<VoucherUse>();
        foreach (var open in await vouchers.For(month, partners, ct))
        {
            var matching = new VoucherMatching(open);
            SegmentStream.Read(
                connection,
                $"select {SegmentStream.Columns} from {files} where partner = '{open.Key}' and mode = 1 and charge_type = 0 order by transaction_at, charge_hash",
                (in SettledLine line) =>
                {
                    if (matching.Open && VoucherMatching.Payable(line))
                    {
                        uses.AddRange(matching.Match(line));
                    }
                });
        }

        var byLine = uses.GroupBy(use => (use.Partner, use.ChargeHash, use.TransactionAt)).ToDictionary(g => g.Key, g => g.Sum(use => use.Units));
        return (uses, byLine);
    }

    private async Task Write(
        Month month, short bucket, List<Guid> partners, List<VoucherUse> uses, List<IBucketPart> working, long lines, decimal payable,
        CancellationToken ct)
    {
        await WriteUses(month, bucket, partners, uses, ct);
        foreach (var part in working)
        {
            await part.Write(unit, ct);
        }

        await using (var done = unit.Command(
            "update billing.close_bucket set lines = $3, payable = $4, done_at = $5 where month = $1 and bucket = $2",
            month.FirstDay, bucket, lines, payable, businessDay.Now))
        {
            await done.ExecuteNonQueryAsync(ct);
        }

        await FinishClose.EnqueueWhenLast(unit, queue, month, ct);
        unit.Record(Guid.Empty, $"billing.close_bucket/{month}/{bucket}", new { lines, payable });
        await unit.Save(Actor.System, "billing.close-bucket", ct);
    }

    private async Task WriteUses(Month month, short bucket, List<Guid> partners, List<VoucherUse> uses, CancellationToken ct)
    {
        var sums = uses.GroupBy(use => (use.Partner, use.Voucher)).Select(g => (g.Key.Partner, g.Key.Voucher, g.Sum(use => use.Units)));
        await vouchers.Replace(month, partners, sums, ct);
        await using (var delete = unit.Command(
            "delete from billing.voucher_line where month = $1 and bucket = $2", month.FirstDay, bucket))
        {
            await delete.ExecuteNonQueryAsync(ct);
        }

        await unit.Insert("billing.voucher_line", "partner_id, month, bucket, charge_hash, transaction_at, voucher_id, amount", uses.Select(use => new object?[]
        {
            use.Partner, month.FirstDay, bucket, use.ChargeHash,
            DateTimeOffset.UnixEpoch.AddTicks(use.TransactionAt * TimeSpan.TicksPerMicrosecond), use.Voucher, use.Units / (decimal)Rounding.One,
        }), ct);
    }

    /// <summary>The lines of a bucket passing by.</summary>
    private sealed class Passage(List<IBucketPart> parts, Dictionary<(Guid, long, long), long> byLine)
    {
        private readonly IBucketPart[] parts = [.. parts];
        private readonly HashSet<Guid> ended = [];
        private Guid partner;

        public long Lines { get; private set; }

        public Int128 Payable { get; private set; }

        public void Add(in SettledLine raw)
        {
            if (raw.Partner != partner)
            {
                End();
                partner = raw.Partner;
                if (ended.Contains(partner))
                {
                    throw new InvalidOperationException($"The lines of {partner} are not together.");
                }
            }

            Lines++;
            Payable += raw.Payable;
            if (byLine.Count > 0 && byLine.TryGetValue((raw.Partner, raw.ChargeHash, raw.TransactionAt), out var used))
            {
                Hand(raw with { PartnerVoucher = used });
            }
            else
            {
                Hand(raw);
            }
        }

        public void End()
        {
            if (partner == default)
            {
                return;
            }

            ended.Add(partner);
            foreach (var part in parts)
            {
                part.EndPartner(partner);
            }
        }

        private void Hand(in SettledLine line)
        {
            foreach (var part in parts)
            {
                part.Add(line);
            }
        }
    }
}
