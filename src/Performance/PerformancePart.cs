using System.Runtime.InteropServices;
using PartnerCenter.Billing.Published;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Performance.Published;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Performance;

/// <summary>Performance and indicators in the month close.</summary>
internal sealed class PerformancePart(Rulebook rulebook, Memberships memberships) : ISettlementPart
{
    public int Order => 10;

    public async Task<IBucketPart> Begin(BucketSettlement bucket, CancellationToken ct)
    {
        var all = await memberships.On(bucket.Month.LastDay, ct);
        var members = all.Where(m => m.Program != PartnerProgram.Reseller).Select(m => m.Partner).ToHashSet();
        var resellers = all.Where(m => m.Program == PartnerProgram.Reseller).Select(m => m.Partner).ToHashSet();
        var running = new RunningPerformance { Rules = new PerformanceOf(rulebook, bucket.Month) };
        bucket.Leave(running);
        return new PerformanceOfBucket(bucket, running, members, resellers);
    }
}

/// <summary>What performance is broken down by.</summary>
internal readonly record struct PerformanceKey(
    Guid Reseller, Guid Customer, AssociationMode Mode, OrderType OrderType, BillingMode BillingMode, string ProductType);

/// <summary>A sum and the number of lines in it.</summary>
internal struct PerformanceSum
{
    public long Amount;
    public long Lines;
}

/// <summary>
/// Sums of one bucket. A partner without a programme has lines but no performance, and the reason is kept (R12.1.5.33); neither has a
/// reseller, whose customers' lines count for its distributor (R12.3.1).
/// </summary>
internal sealed class PerformanceOfBucket(
    BucketSettlement bucket, RunningPerformance running, HashSet<Guid> members, HashSet<Guid> resellers) : IBucketPart
{
    private readonly List<(Guid Partner, PerformanceSum Sum, string Reason)> summaries = [];
    private readonly List<(Guid Partner, PerformanceKey Key, PerformanceSum Sum)> items = [];
    private readonly List<(Guid Partner, string Indicator, Guid Customer, PerformanceSum Sum)> values = [];
    private readonly Dictionary<PerformanceKey, PerformanceSum> open = [];
    private readonly Dictionary<Guid, PerformanceSum[]> byCustomer = [];
    private readonly PerformanceSum[] indicators = new PerformanceSum[running.Rules.Indicators.Count];
    private readonly bool[] perCustomer = [.. running.Rules.Indicators.Select(indicator => indicator.PerCustomer)];
    private PerformanceSum item;
    private PerformanceKey key;
    private PerformanceSum[] ofCustomer = [];
    private Guid partner;
    private bool counts;
    private PerformanceSum summary;

    public void Add(in SettledLine line)
    {
        if (line.Partner != partner)
        {
            (partner, counts) = (line.Partner, members.Contains(line.Partner));
        }

        var amount = counts ? running.Rules.Amount(line) : 0;
        var counting = counts ? running.Rules.Counting(line) : 0;
        (running.Line, running.Counting) = (amount, counting);
        Add(ref summary, amount);
        var here = new PerformanceKey(line.Reseller, line.Customer, line.Mode, line.OrderType, line.BillingMode, line.ProductType);
        if (here != key)
        {
            Turn(here);
        }

        Add(ref item, amount);
        for (var bits = counting; bits != 0; bits &= bits - 1)
        {
            var place = System.Numerics.BitOperations.TrailingZeroCount(bits);
            Add(ref indicators[place], amount);
            if (perCustomer[place])
            {
                Add(ref ofCustomer[place], amount);
            }
        }
    }

    /// <summary>Lines of one key mostly follow one another: its sum is put away only when another begins.</summary>
    private void Turn(in PerformanceKey next)
    {
        if (item.Lines > 0)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(open, key, out _);
            (sum.Amount, sum.Lines) = (sum.Amount + item.Amount, sum.Lines + item.Lines);
        }

        if (ofCustomer.Length == 0 || next.Customer != key.Customer)
        {
            ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(byCustomer, next.Customer, out _);
            ofCustomer = sums ??= new PerformanceSum[indicators.Length];
        }

        (key, item) = (next, default);
    }

    public void EndPartner(Guid partner)
    {
        Turn(default);
        summaries.Add((partner, summary, counts ? "" : resellers.Contains(partner) ? "reseller" : "no-program"));
        items.AddRange(open.Select(pair => (partner, pair.Key, pair.Value)));
        running.Values = [.. indicators.Select(sum => sum.Amount)];
        for (var i = 0; i < indicators.Length; i++)
        {
            if (indicators[i].Lines > 0)
            {
                values.Add((partner, running.Rules.Indicators[i].Code, Guid.Empty, indicators[i]));
            }
        }

        values.AddRange(
            from pair in byCustomer
            from place in Enumerable.Range(0, indicators.Length)
            where pair.Value[place].Lines > 0
            select (partner, running.Rules.Indicators[place].Code, pair.Key, pair.Value[place]));
        open.Clear();
        byCustomer.Clear();
        ofCustomer = [];
        Array.Clear(indicators);
        summary = default;
    }

    public async Task Write(UnitOfWork unit, CancellationToken ct)
    {
        foreach (var delete in new[]
        {
            "delete from performance.summary where month = $1 and bucket = $2",
            "delete from performance.item where month = $1 and bucket = $2",
            "delete from performance.indicator_value where month = $1 and bucket = $2",
        })
        {
            await using var command = unit.Command(delete, bucket.Month.FirstDay, bucket.Number);
            await command.ExecuteNonQueryAsync(ct);
        }

        await unit.Insert("performance.summary", "partner_id, month, bucket, amount, lines, reason", summaries.Select(s => new object?[]
        {
            s.Partner, bucket.Month.FirstDay, bucket.Number, Decimal(s.Sum.Amount), s.Sum.Lines, s.Reason,
        }), ct);
        await unit.Insert("performance.item", "partner_id, month, bucket, reseller_id, customer_id, mode, order_type, billing_mode, product_type, amount, lines", items.Select(i => new object?[]
        {
            i.Partner, bucket.Month.FirstDay, bucket.Number, i.Key.Reseller, i.Key.Customer, i.Key.Mode.ToString(), i.Key.OrderType.ToString(),
            i.Key.BillingMode.ToString(), i.Key.ProductType, Decimal(i.Sum.Amount), i.Sum.Lines,
        }), ct);
        await unit.Insert("performance.indicator_value", "partner_id, month, bucket, indicator, customer_id, value, lines", values.Select(v => new object?[]
        {
            v.Partner, bucket.Month.FirstDay, bucket.Number, v.Indicator, v.Customer, Decimal(v.Sum.Amount), v.Sum.Lines,
        }), ct);
    }

    private static void Add(ref PerformanceSum sum, long amount)
    {
        sum.Amount += amount;
        sum.Lines++;
    }

    private static decimal Decimal(long units) => units / (decimal)Rounding.One;
}
