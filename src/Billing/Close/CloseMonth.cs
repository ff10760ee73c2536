using PartnerCenter.Billing.Usage;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;

namespace PartnerCenter.Billing.Close;

/// <summary>Starts the close of a month: pins the segments of every bucket and makes a job of each.</summary>
internal sealed class CloseMonth(UnitOfWork unit, Manifest manifest, ResellerLines resellers, JobQueue queue, BusinessDay businessDay)
{
    /// <summary>The jobs of a month's close.</summary>
    public static string Group(Month month) => $"close:{month}";

    /// <summary>Starts it, or goes on with one that has begun.</summary>
    /// <exception cref="Refusal">
    /// <c>close.future</c>: the month is not over. <c>close.closed-already</c>. <c>close.earlier-open</c>: an earlier month has lines and
    /// is not closed.
    /// </exception>
    public async Task Run(Month month, Actor by, CancellationToken ct = default)
    {
        by.Need(BillingModule.Close);
        if (month >= businessDay.Month)
        {
            throw new Refusal("close.future", month);
        }

        await using (var alone = unit.Command("select pg_advisory_xact_lock(7204)"))
        {
            await alone.ExecuteNonQueryAsync(ct);
        }

        if (await State(month, ct) is { } state)
        {
            if (state == "closed")
            {
                throw new Refusal("close.closed-already", month);
            }

            return;
        }

        await RefuseGap(month, ct);
        var buckets = await Buckets(month, ct);
        await using (var insert = unit.Command(
            "insert into billing.month_close (month, state, buckets, started_at, started_by) values ($1, 'closing', $2, $3, $4)",
            month.FirstDay, buckets.Count, businessDay.Now, by.Name))
        {
            await insert.ExecuteNonQueryAsync(ct);
        }

        foreach (var bucket in buckets)
        {
            await using var pin = unit.Command("insert into billing.close_bucket (month, bucket, segments) values ($1, $2, $3)",
                month.FirstDay, bucket.Key, bucket.Value);
            await pin.ExecuteNonQueryAsync(ct);
            await queue.Enqueue(
                new NewJob(CloseBucket.Type, new BucketOrder(month.ToString(), bucket.Key))
                {
                    Queue = "close",
                    Group = Group(month),
                    Key = $"close:{month}:{bucket.Key}",
                }, by, ct);
        }

        await FinishClose.EnqueueWhenLast(unit, queue, month, ct);
        unit.Record(Guid.Empty, $"billing.month_close/{month}", new { state = "closing", buckets = buckets.Count });
        await unit.Save(by, "billing.close-month", ct);
    }

    /// <summary>closing, closed, or null while it is open.</summary>
    public async Task<string?> State(Month month, CancellationToken ct = default)
    {
        await using var command = unit.Command("select state from billing.month_close where month = $1", month.FirstDay);
        return (string?)await command.ExecuteScalarAsync(ct);
    }

    /// <summary>The segments of every bucket that has any, and none for a bucket to which only resellers' lines come.</summary>
    private async Task<SortedDictionary<short, Guid[]>> Buckets(Month month, CancellationToken ct)
    {
        var buckets = new SortedDictionary<short, Guid[]>((await manifest.Of(month, ct: ct)).GroupBy(segment => segment.Bucket)
            .ToDictionary(bucket => bucket.Key, bucket => bucket.Select(segment => segment.Id).ToArray()));
        var filled = buckets.Keys.ToHashSet();
        foreach (var distributor in await resellers.Of(month, ct))
        {
            if (distributor.Any(reseller => filled.Contains(SegmentStore.BucketOf(reseller))))
            {
                buckets.TryAdd(SegmentStore.BucketOf(distributor.Key), []);
            }
        }

        return buckets;
    }

    private async Task RefuseGap(Month month, CancellationToken ct)
    {
        await using var command = unit.Command("""
            select min(s.month) from billing.segment s
            where s.month < $1 and not exists (select 1 from billing.month_close c where c.month = s.month and c.state = 'closed')
            """, month.FirstDay);
        if (await command.ExecuteScalarAsync(ct) is DateOnly earlier)
        {
            throw new Refusal("close.earlier-open", month, Month.Of(earlier));
        }

        await using var later = unit.Command("select max(month) from billing.month_close where month > $1", month.FirstDay);
        if (await later.ExecuteScalarAsync(ct) is DateOnly last)
        {
            throw new Refusal("close.later-closed", month, Month.Of(last));
        }
    }
}
