using PartnerCenter.Billing.Bills;
using PartnerCenter.Billing.Verify;
using PartnerCenter.Customers.Published;
using PartnerCenter.Incentives;
using PartnerCenter.Kernel;
using PartnerCenter.Performance;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;
using PartnerCenter.Vouchers;

namespace PartnerCenter.Tests.Incentives;

/// <summary>What resellers' customers consume, through import and close.</summary>
public sealed class ResellerPerformanceTests(TestServer server)
{
    private const string Header = "charge_id,customer,charge_type,order_type,billing_mode,product_type,product,transaction_at,"
        + "usage,size,per,unit_price,official,discount,voucher,cash_coupon,coupon_counts,stored_value,arrears\n";

    private static readonly Month August = new(2024, 8);

    /// <summary>Two distributors; the first has two resellers and perhaps a customer of its own, the second one reseller.</summary>
    private sealed record Channel(World World, Actor Distributor, Actor First, Actor Second, Actor Rival, Actor RivalReseller) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => World.DisposeAsync();
    }

    private static async Task<Channel> Closed(TestServer server, bool ownCustomer)
    {
        var world = await World.New(server);
        world.At(2024, 7, 2);
        var (distributor, rival) = (await world.Partner("总经销", PartnerProgram.Distributor), await world.Partner("另一总经销", PartnerProgram.Distributor));
        var manager = await world.Staff(Role.EcosystemManager);
        var first = await Reseller(world, "甲经销", distributor, manager);
        var second = await Reseller(world, "乙经销", distributor, manager);
        var other = await Reseller(world, "丙经销", rival, manager);
        await world.Customer(first, "C-1");
        await world.Customer(first, "C-2", AssociationMode.Referral);
        await world.Customer(second, "C-3");
        await world.Customer(other, "C-4");
        await world.Customer(distributor, "C-5");
        var number = (await world.View(first)).Number;
        await world.Use((IssuePartnerVoucher issue) => issue.Run(number, null, "30.00", new(2024, 7, 1), new(2024, 12, 31), "test", manager));
        world.At(2024, 9, 2);
        var own = ownCustomer ? "own,C-5,consumption,purchase,period,compute,ecs,2024-08-09T00:00:00Z,,,,,1000,0,,,,,\n" : "";
        await world.ImportText(Header + own + """
            a,C-1,consumption,purchase,period,compute,ecs,2024-08-10T00:00:00Z,,,,,100,0,,,,,
            b,C-2,consumption,purchase,period,compute,ecs,2024-08-11T00:00:00Z,,,,,200,0,,,,,
            c,C-3,consumption,purchase,period,compute,ecs,2024-08-12T00:00:00Z,,,,,400,0,,,,,
            d,C-4,consumption,purchase,period,compute,ecs,2024-08-13T00:00:00Z,,,,,800,0,,,,,

            """);
        await world.Close("2024-08");
        return new(world, distributor, first, second, rival, other);
    }

    private static async Task<Actor> Reseller(World world, string name, Actor distributor, Actor manager)
    {
        var partner = await world.Partner(name, program: null);
        await world.Use((JoinProgram join) => join.Admit(partner.PartnerId, PartnerProgram.Reseller, distributor.PartnerId, manager));
        return partner;
    }

    private static async Task<PerformanceRow> Of(World world, Actor partner) =>
        Assert.Single(await world.Use((PerformanceLists lists) => lists.Months(partner)));

    private static async Task<Actor> Inside(World world, Actor partner) => (await world.Enter(partner.Account))!;

    [Theory, Rule("R12.3.1")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_resellers_customers_consume_counts_for_the_distributor_and_the_reseller_gets_no_incentive(bool ownCustomer)
    {
        await using var channel = await Closed(server, ownCustomer);
        var world = channel.World;
        // 30.00 of the first reseller's line are paid by its voucher, which is no performance.
        var expected = 70m + 200m + 400m + (ownCustomer ? 1000m : 0m);

        Assert.Equal((expected, ""), ((await Of(world, channel.Distributor)).Amount, (await Of(world, channel.Distributor)).Reason));
        Assert.Equal(800m, (await Of(world, channel.Rival)).Amount);
        foreach (var reseller in new[] { channel.First, channel.Second, channel.RivalReseller })
        {
            Assert.Equal((0m, "reseller"), ((await Of(world, reseller)).Amount, (await Of(world, reseller)).Reason));
            Assert.Empty(await world.Use((IncentiveLists lists) => lists.Bills(reseller)));
        }

        var bills = await world.Use((IncentiveLists lists) => lists.Bills(channel.Distributor));
        var resale = bills.Single(bill => bill.Policy == "base-resale");
        Assert.Equal((expected - 200m, 0.05m, (expected - 200m) * 0.05m), (resale.Base, resale.Rate, resale.Amount));
        Assert.Equal(200m * 0.03m, bills.Single(bill => bill.Policy == "base-referral").Amount);
        var lines = await world.Use((IncentiveLists lists) => lists.Lines(resale, 0, 50));
        Assert.Equal((resale.Lines, resale.Amount), (lines.Count, lines.Sum(line => line.Share) + resale.Residue));
        Assert.Contains("C-3", lines.Select(line => line.Customer));

        // What is billed stays with whose customer it is.
        Assert.Equal(300m, (await world.Use((BillLists lists) => lists.Bill(channel.First, August)))!.Billed);
        Assert.Equal(ownCustomer ? 1000m : null, (await world.Use((BillLists lists) => lists.Bill(channel.Distributor, August)))?.Billed);
        Assert.True((await world.Use((VerifyMonth verify) => verify.Run(August))).Clean);
    }

    [Fact]
    public async Task An_incentive_over_a_quarter_is_spread_over_the_resellers_lines_of_all_its_months()
    {
        await using var world = await World.New(server);
        world.At(2024, 6, 3);
        var distributor = await world.Partner("总经销", PartnerProgram.Distributor);
        var reseller = await Reseller(world, "甲经销", distributor, await world.Staff(Role.EcosystemManager));
        await world.Customer(reseller, "C-1");
        world.At(2024, 10, 2);
        await world.ImportText(Header + """
            a,C-1,consumption,purchase,period,compute,ecs,2024-07-10T00:00:00Z,,,,,100000.01,0,,,,,
            b,C-1,consumption,purchase,period,compute,ecs,2024-08-11T00:00:00Z,,,,,200000.02,0,,,,,
            c,C-1,consumption,purchase,period,compute,ecs,2024-09-12T00:00:00Z,,,,,300000.03,0,,,,,

            """);
        foreach (var month in new[] { "2024-07", "2024-08", "2024-09" })
        {
            await world.Close(month);
        }

        var bill = (await world.Use((IncentiveLists lists) => lists.Bills(distributor))).Single(bill => bill is { Policy: "quarter-sales", State: IncentiveState.ToBeConfirmed });
        var lines = await world.Use((IncentiveLists lists) => lists.Lines(bill, 0, 50));

        Assert.Equal((600_000.06m, 3L), (bill.Base, bill.Lines));
        Assert.Equal(3, lines.Count);
        Assert.Equal(bill.Amount, lines.Sum(line => line.Share) + bill.Residue);
        Assert.True((await world.Use((VerifyMonth verify) => verify.Run(new(2024, 9)))).Clean);
    }

    [Fact, Rule("R12.3.1")]
    public void No_incentive_policy_can_name_resellers()
    {
        var policy = new IncentivePolicy(
            "p", new("", ""), [PartnerProgram.Distributor, PartnerProgram.Reseller], ["core"], PeriodLength.Month, null, "base", Measure.Value, "0.05", null);

        Assert.Contains(new IncentiveTerms([policy]).Problems(), problem => problem.Contains("resellers", StringComparison.Ordinal));
        Assert.Empty(new IncentiveTerms([policy with { Programs = [PartnerProgram.Distributor] }]).Problems());
    }

    [Fact, Rule("R12.2.1")]
    public async Task A_distributor_sees_and_exports_its_resellers_performance_by_reseller_and_nobody_elses()
    {
        await using var channel = await Closed(server, ownCustomer: true);
        var world = channel.World;
        var (distributor, rival) = (await Inside(world, channel.Distributor), await Inside(world, channel.Rival));

        var (months, resellers) = await world.Use((PerformanceLists lists) => lists.ResellerChoices(distributor));
        Assert.Equal([August], months);
        Assert.Equal(["乙经销", "甲经销"], resellers.Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.Equal([("乙经销", "C-3", 400m), ("甲经销", "C-2", 200m), ("甲经销", "C-1", 70m)], await Rows(distributor, null));
        Assert.Equal([("甲经销", "C-2", 200m), ("甲经销", "C-1", 70m)], await Rows(distributor, channel.First.PartnerId));
        Assert.Empty(await world.Use((PerformanceLists lists) => lists.ResellerItems(distributor, new(2024, 7), null)));
        Assert.Empty(await Rows(distributor, channel.RivalReseller.PartnerId));
        Assert.Equal([("丙经销", "C-4", 800m)], await Rows(rival, null));

        var exported = await Export(distributor, channel.Second.PartnerId);
        Assert.Equal(("乙经销", "C-3", 400m), (exported.Single()[0], exported.Single()[1], exported.Single()[6]));
        Assert.Equal(3, (await Export(distributor, null)).Count);

        var reseller = await Inside(world, channel.First);
        Assert.Equal("access.denied", (await Assert.ThrowsAsync<Refusal>(() => Rows(reseller, null))).Code);

        async Task<List<(string?, string, decimal)>> Rows(Actor by, Guid? of) =>
            (await world.Use((PerformanceLists lists) => lists.ResellerItems(by, August, of))).ConvertAll(row => (row.Reseller, row.Customer, row.Amount));

        async Task<List<object?[]>> Export(Actor by, Guid? of) => await world.Use(async (IEnumerable<ExportSource> sources) =>
        {
            var table = await sources.Single(source => source.Kind == "performance.resellers").Table(
                new Dictionary<string, string> { ["month"] = "2024-08", ["reseller"] = of?.ToString() ?? "" }, by, TestContext.Current.CancellationToken);
            return await table.Rows.ToListAsync(TestContext.Current.CancellationToken);
        });
    }

    [Fact, Rule("R12.3.3")]
    public async Task The_open_api_is_on_the_menu_of_solution_providers_and_distributors_and_not_on_a_resellers()
    {
        await using var channel = await Closed(server, ownCustomer: false);
        var world = channel.World;
        const string page = "/portal/open-api";
        var provider = await world.Partner("方案科技");

        foreach (var (partner, may) in new[] { (provider, true), (channel.Distributor, true), (channel.First, false) })
        {
            var inside = await Inside(world, partner);
            var item = Host.Modules.All.SelectMany(module => module.Menu).Single(item => item.Link == page);
            Assert.Equal(may, inside.May(item.Permission));
        }
    }
}
