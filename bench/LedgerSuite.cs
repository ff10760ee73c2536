using System.Diagnostics;
using Npgsql;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Bench;

/// <summary>Ledger transfers as a use case with audit ÷ a tpcb-like transaction (R6), the same on one account (R7), and as a request behind the walls ÷ without them (R14).</summary>
internal static class LedgerSuite
{
    private const int Clients = 8;
    private const int ListLength = 100;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    public static async Task<List<Ratio>> Run(Rig rig, int runs)
    {
        await rig.NewDatabase("ledger");
        await Prepare(rig);
        var (tpcb, spread, hot, lists) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            tpcb.Add(await Rate((client, n) => Tpcb(rig, client, n)));
            spread.Add(await Rate((client, n) => Allocate(rig, rig.Partners[((client * 7) + n) % rig.Partners.Count], n)));
            hot.Add(await Rate((_, n) => Allocate(rig, rig.Partners[0], n)));
            lists.Add(ListLength * await Rate((_, n) => AllocateList(rig, rig.Partners[0], n)));
            Console.WriteLine($"run {run + 1}: tpcb {tpcb[^1]:0}/s, allocations {spread[^1]:0}/s, on one account {hot[^1]:0}/s, in lists {lists[^1]:0}/s");
        }

        var walls = await Walls.Ratio(rig.Source, 4 * runs, () => Rate((client, n) => AllocateAsRequested(rig, client, n), Turn));
        return
        [
            new("R6", "ledger transfer as a use case with audit ÷ tpcb, 8 clients", Rig.Median(spread) / Rig.Median(tpcb), "≥ 1.0"),
            new("R7", "one hot account ÷ the same", Rig.Median(hot) / Rig.Median(tpcb), "≥ 0.5"),
            new("R7b", "one hot account in lists of 100 ÷ the same", Rig.Median(lists) / Rig.Median(tpcb), "≥ 8"),
            new("R14", "ledger transfer with row-level security ÷ without", walls, "≥ 0.9"),
        ];
    }

    private static async Task Prepare(Rig rig)
    {
        await rig.Execute("""
            create table b (bid int primary key, balance bigint); create table t (tid int primary key, balance bigint);
            create table a (aid int primary key, balance bigint); create table h (tid int, bid int, aid int, delta bigint, at timestamptz);
            insert into b select n, 0 from generate_series(1, 10) n; insert into t select n, 0 from generate_series(1, 100) n;
            insert into a select n, 0 from generate_series(1, 100000) n
            """);
        foreach (var partner in rig.Partners)
        {
            await rig.Use(async (UnitOfWork unit) =>
            {
                var ledger = new Ledger(unit, new BusinessDay(rig.Clock));
                ledger.Post(Guid.NewGuid(), TransferKind.TopUp, partner.PartnerId, null, Money.Cny(9_000_000), "x", partner);
                await unit.Save(partner, "bench");
                return 0;
            });
        }
    }

    public static async Task<double> Rate(Func<int, int, Task> work, TimeSpan? length = null)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var n = 0;
            for (; watch.Elapsed < (length ?? Length); n++)
            {
                await work(client, n);
            }

            return n;
        })));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static async Task Tpcb(Rig rig, int client, int n)
    {
        await using var connection = await rig.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var (a, b, t) = ((((client * 12_345) + (n * 7)) % 100_000) + 1, (n % 10) + 1, (n * 3 % 100) + 1);
        foreach (var (sql, id) in new[]
        {
            ("update a set balance = balance + 1 where aid = $1", a), ("select balance from a where aid = $1", a),
            ("update t set balance = balance + 1 where tid = $1", t), ("update b set balance = balance + 1 where bid = $1", b),
            ("insert into h values (1, 1, $1, 1, now())", a),
        })
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            command.Parameters.Add(new() { Value = id });
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private static async Task Allocate(Rig rig, Platform.Access.Actor partner, int n)
    {
        var customers = CustomersOf(rig, partner);
        await rig.Use(async (AllocateFunds allocate) => await allocate.Run(Guid.NewGuid(), customers[n % customers.Count], "0.01", partner));
    }

    private static async Task AllocateAsRequested(Rig rig, int client, int n)
    {
        var partner = rig.Partners[((client * 7) + n) % rig.Partners.Count];
        var customers = CustomersOf(rig, partner);
        await rig.UseAs(partner, async (AllocateFunds allocate) => await allocate.Run(Guid.NewGuid(), customers[n % customers.Count], "0.01", partner));
    }

    private static async Task AllocateList(Rig rig, Platform.Access.Actor partner, int n)
    {
        var customers = CustomersOf(rig, partner);
        var lines = Enumerable.Range(n, ListLength).Select(i => new AllocationLine(customers[i % customers.Count], "0.01")).ToList();
        await rig.Use(async (AllocateFundsToMany allocate) =>
        {
            await allocate.Run(Guid.NewGuid(), lines, partner);
            return true;
        });
    }

    private static List<Guid> CustomersOf(Rig rig, Platform.Access.Actor partner) => Customers.GetOrAdd(partner.PartnerId, id =>
        rig.Use((Associations associations) => associations.Present(id)).GetAwaiter().GetResult().Select(a => a.Customer).ToList());

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, List<Guid>> Customers = [];
}
