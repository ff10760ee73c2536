using System.Security.Cryptography;
using System.Text;
using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;

namespace PartnerCenter.Billing.Close;

/// <summary>Which month.</summary>
internal sealed record MonthOrder(string Month);

/// <summary>Ends a close once all its buckets are done: keeps the hash of all results and tells everybody.</summary>
internal sealed class FinishClose(UnitOfWork unit, IEnumerable<IIndependentCheck> checks, BusinessDay businessDay) : IJob<MonthOrder>
{
    public const string Type = "billing.finish-close";

    public async Task Run(MonthOrder arguments, JobProgress progress, CancellationToken ct)
    {
        var month = Month.Parse(arguments.Month);
        var posted = new List<string>();
        foreach (var check in checks)
        {
            posted.AddRange(await check.Posted(month, ct));
        }

        await using var close = unit.Command("""
            update billing.month_close c set state = 'closed', closed_at = $2, result_sha256 = $3,
                lines = coalesce((select sum(lines) from billing.close_bucket b where b.month = c.month), 0),
                payable = coalesce((select sum(payable) from billing.close_bucket b where b.month = c.month), 0)
            where month = $1 and state = 'closing'
            """, month.FirstDay, businessDay.Now, Hash(posted));
        if (await close.ExecuteNonQueryAsync(ct) == 0)
        {
            return;
        }

        var partners = new List<Guid>();
        await using (var billed = unit.Command("select partner_id from billing.bill where month = $1 order by 1", month.FirstDay))
        await using (var reader = await billed.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                partners.Add(reader.GetGuid(0));
            }
        }

        unit.Record(Guid.Empty, $"billing.month_close/{month}", new { state = "closed" });
        unit.Publish(new MonthClosed(month.ToString(), partners));
        await unit.Save(Actor.System, "billing.finish-close", ct);
    }

    /// <summary>The digest of canonical result lines, whatever their order.</summary>
    public static string Hash(IEnumerable<string> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(line));
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Adds the job when no bucket is left. The row of the month is locked, so that two last buckets see each other.</summary>
    internal static async Task EnqueueWhenLast(UnitOfWork unit, JobQueue queue, Month month, CancellationToken ct)
    {
        await using var last = unit.Command("""
            select c.state from billing.month_close c where c.month = $1 for update
            """, month.FirstDay);
        await last.ExecuteScalarAsync(ct);
        await using var open = unit.Command("select count(*) from billing.close_bucket where month = $1 and done_at is null", month.FirstDay);
        if ((long)(await open.ExecuteScalarAsync(ct))! == 0)
        {
            await queue.Enqueue(
                new NewJob(Type, new MonthOrder(month.ToString()))
                {
                    Queue = "close",
                    Group = CloseMonth.Group(month),
                    Key = $"close:{month}:finish",
                }, Actor.System, ct);
        }
    }
}
