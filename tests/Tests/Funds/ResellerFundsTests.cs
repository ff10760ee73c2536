using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Funds.Resellers;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests.Funds;

public class ResellerFundsTests(TestServer server)
{
    /// <summary>A distributor with 1,000 CNY and a reseller of its own with 100.</summary>
    private static async Task<(World World, Actor Distributor, Actor Reseller)> Channel(TestServer server)
    {
        var world = await World.New(server);
        var distributor = await world.Partner("江门渠道", PartnerProgram.Distributor);
        var reseller = await world.Partner("云径信息", null);
        var (manager, finance) = (await world.Staff(Role.EcosystemManager), await world.Staff(Role.Finance));
        await world.Use((JoinProgram join) => join.Admit(reseller.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));
        foreach (var (partner, amount) in new[] { (distributor, "1000.00"), (reseller, "100.00") })
        {
            var number = (await world.View(partner)).Number;
            await world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), number, amount, "TT-1", finance));
        }

        return (world, distributor, reseller);
    }

    private static Task<bool> Fund(World world, Guid id, Actor reseller, string amount, Actor by) =>
        world.Use((FundReseller fund) => fund.Run(id, reseller.PartnerId, amount, by));

    private static Task<bool> Reclaim(World world, Guid id, Actor reseller, string amount, Actor by) =>
        world.Use((ReclaimFromReseller reclaim) => reclaim.Run(id, reseller.PartnerId, amount, by));

    private static async Task<decimal> Balance(World world, Actor partner) =>
        (await world.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, null, Currency.Cny))).Amount;

    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    [Fact]
    public async Task Money_goes_to_the_reseller_and_what_is_left_of_it_comes_back_once_each()
    {
        var (world, distributor, reseller) = await Channel(server);
        await using var _ = world;
        var (given, back) = (Guid.NewGuid(), Guid.NewGuid());

        await Fund(world, given, reseller, "300.00", distributor);
        await Fund(world, given, reseller, "300.00", distributor);
        Assert.Equal((700m, 400m), (await Balance(world, distributor), await Balance(world, reseller)));
        Assert.Equal("idempotency.other-content", await Refused(() => Fund(world, given, reseller, "301.00", distributor)));
        Assert.Equal("funds.balance-too-low", await Refused(() => Fund(world, Guid.NewGuid(), reseller, "700.01", distributor)));
        Assert.Equal(new ResellerBalance(reseller.PartnerId, "云径信息", 400m, 300m), Assert.Single(await world.Use((ResellerAccounts accounts) => accounts.Of(distributor))));

        world.At(2024, 9, 3);
        Assert.Equal("funds.source-too-low", await Refused(() => Reclaim(world, Guid.NewGuid(), reseller, "300.01", distributor)));
        await Reclaim(world, back, reseller, "250.00", distributor);
        await Reclaim(world, back, reseller, "250.00", distributor);

        Assert.Equal((950m, 150m), (await Balance(world, distributor), await Balance(world, reseller)));
        Assert.Equal((TransferKind.ResellerReclaim, 250m, 950m), await Newest(distributor));
        Assert.Equal((TransferKind.ResellerReclaim, -250m, 150m), await Newest(reseller));
        Assert.Equal((0m, 0m, 0L), await world.Use((Ledger ledger) => ledger.Residue()));
        Assert.Equal(0L, await world.Use((Ledger ledger) => ledger.Strays()));

        async Task<(TransferKind, decimal, decimal)> Newest(Actor partner)
        {
            var line = (await world.Use((FundsLists lists) => lists.Statement(partner, null, null, 1))).Single();
            return (line.Kind, line.Amount, line.BalanceAfter);
        }
    }

    [Fact]
    public async Task What_the_reseller_allocated_is_its_customers_until_it_comes_back()
    {
        var (world, distributor, reseller) = await Channel(server);
        await using var _ = world;
        var customer = await world.Customer(reseller, "C-1");
        await Fund(world, Guid.NewGuid(), reseller, "300.00", distributor);

        // The oldest money goes first: the 100 that the reseller topped up, then 150 of the distributor's.
        await world.Use((AllocateFunds allocate) => allocate.Run(Guid.NewGuid(), customer, "250.00", reseller));
        Assert.Equal("funds.balance-too-low", await Refused(() => Reclaim(world, Guid.NewGuid(), reseller, "150.01", distributor)));

        await world.Use((ReclaimFunds reclaim) => reclaim.Run(Guid.NewGuid(), customer, "250.00", reseller));
        await Reclaim(world, Guid.NewGuid(), reseller, "300.00", distributor);
        Assert.Equal(100m, await Balance(world, reseller));
        Assert.Equal(0L, await world.Use((Ledger ledger) => ledger.Strays()));
    }

    [Fact]
    public async Task Nothing_moves_to_or_from_a_partner_that_is_not_ones_reseller_or_is_no_more()
    {
        var (world, distributor, reseller) = await Channel(server);
        await using var _ = world;
        var rival = await world.Partner("东门分销", PartnerProgram.Distributor);
        await Fund(world, Guid.NewGuid(), reseller, "300.00", distributor);

        Assert.False(await Fund(world, Guid.NewGuid(), reseller, "1.00", rival));
        Assert.False(await Reclaim(world, Guid.NewGuid(), reseller, "1.00", rival));
        Assert.Empty(await world.Use((ResellerAccounts accounts) => accounts.Of(rival)));

        var manager = await world.Staff(Role.EcosystemManager);
        await world.Use((EndMembership end) => end.Run(reseller.PartnerId, PartnerProgram.Reseller, true, "退出", manager));
        Assert.False(await Fund(world, Guid.NewGuid(), reseller, "1.00", distributor));
        Assert.False(await Reclaim(world, Guid.NewGuid(), reseller, "1.00", distributor));
        Assert.Equal(400m, await Balance(world, reseller));
    }

    [Fact]
    public async Task Two_ways_at_once_wait_for_neither_and_keep_the_books()
    {
        var (world, distributor, reseller) = await Channel(server);
        await using var _ = world;
        await Fund(world, Guid.NewGuid(), reseller, "200.00", distributor);

        await Parallel.ForEachAsync(Enumerable.Range(0, 40), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, _) =>
        {
            try
            {
                await (n % 2 == 0 ? Fund(world, Guid.NewGuid(), reseller, "30.00", distributor) : Reclaim(world, Guid.NewGuid(), reseller, "45.00", distributor));
            }
            catch (Refusal refusal) when (refusal.Code is "funds.source-too-low" or "funds.balance-too-low")
            {
                // Short at that moment: nothing has moved.
            }
        });

        Assert.Equal(1100m, await Balance(world, distributor) + await Balance(world, reseller));
        Assert.Equal((0m, 0m, 0L), await world.Use((Ledger ledger) => ledger.Residue()));
        Assert.Equal(0L, await world.Use((Ledger ledger) => ledger.Strays()));
    }
}
