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
    UnitOfWork unit, Manifest manifest, SegmentDoor door, PartnerVouchers vouchers, VoucherUses matching, ResellerLines resellers,
    JobQueue queue, IEnumerable<ISettlementPart> parts, BusinessDay businessDay) : IJob<BucketOrder>
{
    public const string Type = "billing.close-bucket";

    public async Task Run(BucketOrder arguments, JobProgress progress, CancellationToken ct)
    {
        var month = Month.Parse(arguments.Month);
        var segments = await Pinned(month, arguments.Bucket, ct);
        var total = segments.Sum(segment => segment.Rows);
        using var reading = SegmentStore.Rent();
        var connection = reading.Connection;
        // A distributor without customers of its own has no line here, and yet its resellers' lines count for it.
        var files = segments.Count == 0 ? null : SegmentStore.List(await door.Local(segments, ct));
        var partners = files is null ? [] : Partners(connection, files);
        var distributors = (await resellers.Of(month, ct)).Select(d => d.Key).Where(d => SegmentStore.BucketOf(d) == arguments.Bucket).Order().ToList();
        var uses = files is null ? [] : await matching.Match(connection, files, month, partners, ct);
        var bucket = new BucketSettlement(month, arguments.Bucket, [.. partners.Union(distributors)], (partner, of, action) =>
        {
            // Earlier months are read while this one is streaming: on a connection of their own.
            using var history = SegmentStore.Rent();
            door.Settled(history.Connection, partner, of, action, ct).GetAwaiter().GetResult();
            resellers.Read(history.Connection, partner, of, (in line) => action(line), ct).GetAwaiter().GetResult();
        });
        var bill = new BillPart(bucket);
        var working = new List<IBucketPart>();
        foreach (var part in parts.OrderBy(part => part.Order))
        {
            working.Add(await part.Begin(bucket, ct));
        }

        var passage = new Passage(bill, working, VoucherUses.ByLine(uses), distributors, (distributor, action) =>
        {
            using var others = SegmentStore.Rent();
            resellers.Read(others.Connection, distributor, month, action, ct).GetAwaiter().GetResult();
        });
        if (files is not null)
        {
            // One sealed file is in order already; several are merged.
            var order = segments.Count == 1 ? "" : "order by partner, customer, product, transaction_at, charge_hash";
            Stream(connection, $"select {SegmentStream.Columns} from {files} {order}", passage, progress, total, ct);
        }

        passage.Finish();
        var (lines, payable) = (passage.Lines, passage.Payable);
        var expected = segments.Sum(segment => segment.Payable);
        if (lines != total || (decimal)payable / Rounding.One != expected)
        {
            throw new InvalidOperationException($"Bucket {arguments.Bucket} of {month}: {lines} lines, manifest {total}; {payable}, manifest {expected}.");
        }

        await Write(month, arguments.Bucket, partners, uses, [bill, .. working], lines, expected, ct);
    }

    /// <summary>Every line once, partner by partner.</summary>
    private static void Stream(
        DuckDBConnection connection, string sql, Passage passage, JobProgress progress, long total, CancellationToken ct) => SegmentStream.Read(
            connection,
            sql,
            (in SettledLine line) =>
            {
                passage.Add(line);
                if (passage.Lines % 200_000 == 0)
                {
                    ct.ThrowIfCancellationRequested();
                    progress.Tell(passage.Lines, total, null, ct).GetAwaiter().GetResult();
                }
            });

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

    /// <summary>The lines of a bucket passing by: to the bill its partners' own, to the parts also those of their resellers.</summary>
    private sealed class Passage(
        BillPart bill, List<IBucketPart> parts, Dictionary<(Guid, long, long), long> byLine, List<Guid> distributors,
        Action<Guid, SegmentStream.LineAction> ofResellers)
    {
        private readonly IBucketPart[] parts = [.. parts];
        private readonly HashSet<Guid> distributors = [.. distributors];
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
                var line = raw with { PartnerVoucher = used };
                bill.Add(line);
                Hand(line);
            }
            else
            {
                bill.Add(raw);
                Hand(raw);
            }
        }

        /// <summary>All own lines have passed: what is left are distributors that have none.</summary>
        public void Finish()
        {
            End();
            foreach (var distributor in distributors.Order())
            {
                if (ended.Add(distributor) && OfResellers(distributor) > 0)
                {
                    EndParts(distributor);
                }
            }
        }

        private void End()
        {
            if (partner == default)
            {
                return;
            }

            ended.Add(partner);
            bill.EndPartner(partner);
            if (distributors.Contains(partner))
            {
                OfResellers(partner);
            }

            EndParts(partner);
        }

        private long OfResellers(Guid distributor)
        {
            var count = 0L;
            ofResellers(distributor, (in line) =>
            {
                count++;
                Hand(line);
            });
            return count;
        }

        private void EndParts(Guid of)
        {
            foreach (var part in parts)
            {
                part.EndPartner(of);
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
