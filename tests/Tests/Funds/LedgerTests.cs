using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Exports;

namespace PartnerCenter.Tests.Funds;

public class LedgerTests(TestServer server)
{
    private static async Task<(World World, Actor Partner, Guid Customer)> Funded(TestServer server, string amount = "1000.00")
    {
        var world = await World.New(server);
        var partner = await world.Partner("资金科技");
        var customer = await world.Customer(partner, "C-1");
        await TopUp(world, partner, amount);
        return (world, partner, customer);
    }

    private static async Task TopUp(World world, Actor partner, string amount)
    {
        var finance = await world.Staff(Role.Finance);
        var view = await world.View(partner);
        await world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), view.Number, amount, "TT-1", finance));
    }

    private static Task<bool> Allocate(World world, Guid id, Guid customer, string amount, Actor by) =>
        world.Use((AllocateFunds allocate) => allocate.Run(id, customer, amount, by));

    private static Task<Money> Balance(World world, Actor partner, Guid? customer = null) =>
        world.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, customer, Currency.Cny));

    [Fact, Rule("R12.1.3.0")]
    public async Task Allocation_and_reclaim_move_money_once_each_and_leave_typed_entries()
    {
        var (world, partner, customer) = await Funded(server);
        await using var _ = world;
        var id = Guid.NewGuid();
        world.At(2024, 9, 2, 3);

        await Allocate(world, id, customer, "300.00", partner);
        await Allocate(world, id, customer, "300.00", partner);
        await Allocate(world, Guid.NewGuid(), customer, "200.00", partner);
        world.At(2024, 9, 3);
        await world.Use((ReclaimFunds reclaim) => reclaim.Run(Guid.NewGuid(), customer, "150.50", partner));

        Assert.Equal((650.50m, 349.50m), ((await Balance(world, partner)).Amount, (await Balance(world, partner, customer)).Amount));
        var kinds = (await world.Use((FundsLists lists) => lists.Statement(partner, null, null, 10))).Select(line => line.Kind);
        Assert.Equal([TransferKind.Reclaim, TransferKind.Allocation, TransferKind.Allocation, TransferKind.TopUp], kinds);
        Assert.Single(await world.Use((FundsLists lists) => lists.Statement(partner, TransferKind.Reclaim, null, 10)));
        Assert.Equal((0m, 0m, 0L), await world.Use((Ledger ledger) => ledger.Residue()));
    }

    [Fact]
    public async Task Whoever_cannot_reach_a_partner_cannot_move_its_money_even_past_all_use_cases()
    {
        var (world, partner, customer) = await Funded(server);
        await using var _ = world;
        var other = await world.Partner("邻居科技");
        foreach (var reach in new[] { new Reach(false, [other.PartnerId]), Reach.Nothing, new Reach(false, [partner.PartnerId], customer) })
        {
            await using var scope = await world.Services.GetRequiredService<IServiceScopeFactory>().OpenUnit(reach);
            var unit = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
            scope.ServiceProvider.GetRequiredService<Ledger>().Post(
                Guid.NewGuid(), TransferKind.Allocation, partner.PartnerId, customer, Money.Cny(1), "x", other);
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => unit.Save(other, "test"))).SqlState);
        }

        Assert.Equal(1000m, (await Balance(world, partner)).Amount);
    }

    [Fact, Rule("R12.1.3.3")]
    public async Task Allocations_and_reclaims_are_typed_filtered_and_exported_and_what_is_left_is_all_that_comes_back()
    {
        var (world, partner, customer) = await Funded(server);
        await using var _ = world;
        Task Reclaim(string amount) => world.Use((ReclaimFunds reclaim) => reclaim.Run(Guid.NewGuid(), customer, amount, partner));
        for (var n = 0; n < 30; n++)
        {
            world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(1));
            await Allocate(world, Guid.NewGuid(), customer, "10.00", partner);
        }

        Assert.Equal("funds.balance-too-low", (await Assert.ThrowsAsync<Refusal>(() => Reclaim("300.01"))).Code);
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(1));
        await Reclaim("100.00");
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(1));
        await world.Use(async (IServiceProvider scope) =>
        {
            await scope.GetRequiredService<Ledger>().ReturnAll(Guid.NewGuid(), partner.PartnerId, customer, "C-1", partner.Account, partner.Name);
            await scope.GetRequiredService<UnitOfWork>().Save(partner, "test");
        });

        foreach (var (kind, rows) in new[] { ("", 33), ("Allocation", 30), ("Reclaim", 1), ("DisassociationReclaim", 1), ("TopUp", 1) })
        {
            Assert.Equal(rows, (await Export(kind)).Count);
        }

        async Task<List<object?[]>> Export(string kind) => await world.Use(async (IEnumerable<ExportSource> sources) =>
        {
            var table = await sources.Single(source => source.Kind == "funds.statement").Table(new Dictionary<string, string> { ["kind"] = kind }, partner, default);
            return await table.Rows.ToListAsync();
        });

        Assert.Equal([("Disassociation reclaim", 200m), ("Reclaim", 100m)], (await Export("")).Take(2).Select(row => ((string)row[1]!, (decimal)row[3]!)));
    }

    [Fact]
    public async Task A_list_of_allocations_is_posted_whole_once_or_not_at_all()
    {
        var (world, partner, first) = await Funded(server);
        await using var _ = world;
        var second = await world.Customer(partner, "C-2");
        var id = Guid.NewGuid();
        Task Run(Guid command, params (Guid Customer, string Amount)[] lines) => world.Use((AllocateFundsToMany allocate) =>
            allocate.Run(command, [.. lines.Select(line => new AllocationLine(line.Customer, line.Amount))], partner));

        await Run(id, (first, "400.00"), (second, "100.00"), (first, "0.50"));
        await Run(id, (first, "400.00"), (second, "100.00"), (first, "0.50"));
        Assert.Equal((499.50m, 400.50m, 100m), ((await Balance(world, partner)).Amount, (await Balance(world, partner, first)).Amount,
            (await Balance(world, partner, second)).Amount));
        Assert.Equal(99.50m, await world.Scalar<decimal>(
            $"select sum(-amount) filter (where amount = -0.50) + 99 from funds.entry where balance_after = 499.50"));

        Assert.Equal("idempotency.other-content", (await Assert.ThrowsAsync<Refusal>(() => Run(id, (first, "1.00")))).Code);
        Assert.Equal("funds.balance-too-low", (await Assert.ThrowsAsync<Refusal>(() =>
            Run(Guid.NewGuid(), (first, "499.00"), (second, "0.51")))).Code);
        Assert.Equal("money.range", (await Assert.ThrowsAsync<Refusal>(() =>
            Run(Guid.NewGuid(), (first, "90000000000.00"), (second, "90000000000.00")))).Code);
        var wrong = await Assert.ThrowsAsync<Refusal>(() => Run(Guid.NewGuid(), (first, "1.00"), (Guid.NewGuid(), "1.00")));
        Assert.Equal(("funds.no-customer", "Lines[1].Customer"), (wrong.Code, wrong.Field));
        Assert.Equal(499.50m, (await Balance(world, partner)).Amount);
        Assert.Equal((0m, 0m, 0L), await world.Use((Ledger ledger) => ledger.Residue()));
    }

    [Fact, Rule("R12.1.3.0")]
    public async Task The_same_key_with_other_content_is_refused()
    {
        var (world, partner, customer) = await Funded(server);
        await using var _ = world;
        var id = Guid.NewGuid();
        await Allocate(world, id, customer, "300.00", partner);

        var refusal = await Assert.ThrowsAsync<Refusal>(() => Allocate(world, id, customer, "301.00", partner));

        Assert.Equal("idempotency.other-content", refusal.Code);
        Assert.Equal(700m, (await Balance(world, partner)).Amount);
    }

    [Theory, Rule("R12.1.3.0")]
    [InlineData("1000.01", "funds.balance-too-low")]
    [InlineData("-1", "money.not-positive")]
    [InlineData("0.001", "money.not-cents")]
    [InlineData("alles", "money.unreadable")]
    public async Task What_cannot_be_allocated_is_refused_and_nothing_changes(string amount, string code)
    {
        var (world, partner, customer) = await Funded(server);
        await using var _ = world;

        var refusal = await Assert.ThrowsAsync<Refusal>(() => Allocate(world, Guid.NewGuid(), customer, amount, partner));

        Assert.Equal((code, "Amount"), (refusal.Code, refusal.Field));
        Assert.Equal(1000m, (await Balance(world, partner)).Amount);
    }

    [Fact]
    public async Task Only_resale_customers_of_ones_own_get_money()
    {
        var (world, partner, _) = await Funded(server);
        await using var __ = world;
        var referral = await world.Customer(partner, "C-REF", AssociationMode.Referral);
        var rival = await world.Partner("竞争科技");
        var foreign = await world.Customer(rival, "C-FOREIGN");

        Assert.Equal("funds.not-resale", (await Assert.ThrowsAsync<Refusal>(() => Allocate(world, Guid.NewGuid(), referral, "1.00", partner))).Code);
        Assert.False(await Allocate(world, Guid.NewGuid(), foreign, "1.00", partner));
        Assert.False(await Allocate(world, Guid.NewGuid(), Guid.NewGuid(), "1.00", partner));
    }

    [Fact, Rule("R12.1.3.0")]
    public async Task Sixty_four_clients_on_ten_accounts_keep_the_books_balanced_and_nothing_below_zero()
    {
        var world = await World.New(server);
        await using var _ = world;
        var partner = await world.Partner("并发科技");
        await TopUp(world, partner, "500.00");
        var customers = new List<Guid>();
        for (var i = 0; i < 9; i++)
        {
            customers.Add(await world.Customer(partner, $"C-{i}"));
        }

        var done = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 64), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (client, _) =>
        {
            var random = new Random(client);
            for (var n = 0; n < 12; n++)
            {
                var id = Guid.NewGuid();
                var customer = customers[random.Next(customers.Count)];
                var amount = $"{random.Next(1, 9000) / 100m:0.00}";
                for (var repeat = 0; repeat < 2; repeat++)
                {
                    try
                    {
                        await (n % 2 == 0
                            ? Allocate(world, id, customer, amount, partner)
                            : world.Use((ReclaimFunds reclaim) => reclaim.Run(id, customer, amount, partner)));
                        Interlocked.Increment(ref done);
                    }
                    catch (Refusal refusal) when (refusal.Code == "funds.balance-too-low")
                    {
                        // The account was short at that moment: nothing has moved.
                    }
                }
            }
        });

        Assert.True(done > 100);
        Assert.Equal((0m, 0m, 0L), await world.Use((Ledger ledger) => ledger.Residue()));
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from funds.account where not may_go_negative and balance < 0"));
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from (select transfer_id from funds.entry group by 1 having sum(amount) <> 0 or count(*) <> 2) x"));
        Assert.Equal(500m, await world.Scalar<decimal>("select sum(balance) from funds.account where kind in ('Partner', 'Customer')"));
    }

    [Fact]
    public async Task Movements_and_accounts_cannot_be_changed_or_deleted_even_by_hand()
    {
        var (world, _, _) = await Funded(server);
        await using var __ = world;

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => world.Execute("update funds.transfer set amount = 1"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => world.Execute("delete from funds.transfer"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => world.Execute("delete from funds.account"));
    }
}
