using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.Orders;
using PartnerCenter.Orders.Calculator;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Tests.Orders;

/// <summary>The price calculator: its arithmetic is that of orders, its lists are shared by links.</summary>
public sealed class PriceCalculatorTests(TestServer server)
{
    private static readonly PriceWish Servers = new("ecs.c4", "north-1", PurchaseType.Period, 2, 12);

    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<Refusal>(work)).Code;

    private static Task<PricedList> Price(World world, params PriceWish[] wishes) =>
        world.Use((PriceCalculator calculator) => Task.FromResult(calculator.Calculate(wishes)));

    private static Task<SavedList?> Open(World world, string link) => world.Use((PriceLists lists) => lists.Shared(link.Split('/')[^1]));

    [Fact]
    public async Task A_line_costs_what_its_order_costs_and_use_is_cut_to_the_cent()
    {
        await using var story = await OrderStory.Begin(server);
        var customer = await story.Customer(null, "0");
        var order = await story.Order(await story.Place(customer, months: 12, quantity: 2), customer);

        var list = await Price(
            story.World, Servers, new("eip.5m", "south-1", PurchaseType.PayPerUse, 3, 7), new("obs.gb", "east-1", PurchaseType.PayPerUse, 1, 72));

        // 2 × 12 × 320.00; 3 × 7 × 0.3125 = 6.5625; 72 × 0.000137 = 0.009864.
        Assert.Equal([order.Amount, 6.56m, 0m], list.Lines.Select(line => line.Amount));
        Assert.Equal((7680m, 7686.56m), (order.Amount, list.Total));
    }

    [Fact]
    public async Task What_is_not_sold_so_is_refused_at_its_field()
    {
        await using var world = await World.New(server);
        (PriceWish Wish, string Code, string? Field)[] wrong =
        [
            (Servers with { Product = "none" }, "orders.no-product", "Product"),
            (Servers with { Region = "moon" }, "orders.no-region", "Region"),
            (Servers with { Purchase = null }, "form.required", "Purchase"),
            (new("support.business", "north-1", PurchaseType.PayPerUse, 1, 1), "orders.not-sold-so", "Purchase"),
            (Servers with { Quantity = 0 }, "orders.quantity", "Quantity"),
            (Servers with { Period = null }, "form.required", "Period"),
            (Servers with { Period = int.MaxValue }, "orders.period", "Period"),
        ];
        foreach (var (wish, code, field) in wrong)
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => Price(world, wish));
            Assert.Equal((code, field), (refusal.Code, refusal.Field));
        }

        Assert.Equal("orders.together", await Refused(() => Price(world)));
    }

    [Fact]
    public async Task A_saved_list_is_its_owners_and_by_its_link_anybodys_until_that_is_revoked()
    {
        await using var world = await World.New(server);
        var (owner, other) = (await Signed(world, "方案科技"), await Signed(world, "别家科技"));
        var id = await world.Use((SavePriceList save) => save.Run("测试环境", [Servers], owner));
        Assert.Equal("form.required", await Refused(() => world.Use((SavePriceList save) => save.Run(" ", [Servers], owner))));
        Assert.Null(await world.Use((PriceLists lists) => lists.Find(id, other)));
        Assert.Null(await world.Use((SharePriceList share) => share.Run(id, "http://x", other)));
        Assert.Empty(await world.Use((PriceLists lists) => lists.Own(other)));

        var first = (await world.Use((SharePriceList share) => share.Run(id, "http://x", owner)))!;
        Assert.Equal(("测试环境", 7680m), ((await Open(world, first))!.Name, (await Open(world, first))!.Total));
        Assert.Equal(0, await world.Scalar<long>($"select count(*) from orders.price_list where token_hash = '{first.Split('/')[^1]}'"));
        var second = (await world.Use((SharePriceList share) => share.Run(id, "http://x", owner)))!;
        Assert.Null(await Open(world, first));
        Assert.NotNull(await Open(world, second));

        Assert.False(await world.Use((SharePriceList share) => share.Revoke(id, other)));
        Assert.True(await world.Use((SharePriceList share) => share.Revoke(id, owner)));
        Assert.Null(await Open(world, second));
        Assert.NotNull(await world.Use((PriceLists lists) => lists.Find(id, owner)));
        Assert.True(await world.Use((SharePriceList share) => share.Delete(id, owner)));
        Assert.Null(await world.Use((PriceLists lists) => lists.Find(id, owner)));
    }

    [Fact]
    public async Task A_list_keeps_the_prices_of_its_day_and_says_where_todays_differ()
    {
        await using var world = await World.New(server);
        var owner = await Signed(world, "方案科技");
        var id = await world.Use((SavePriceList save) => save.Run("测试环境", [Servers, new("obs.gb", "north-1", PurchaseType.PayPerUse, 100, 730)], owner));
        Assert.False((await world.Use((PriceLists lists) => lists.Find(id, owner)))!.Differs);

        await NewCatalogue(world);

        var list = (await world.Use((PriceLists lists) => lists.Find(id, owner)))!;
        // 100 GB for 730 hours at 0.000137 are 10.001; servers went up to 330.00 a month, and storage is sold no longer.
        Assert.Equal((true, 7690m, (decimal?)null), (list.Differs, list.Total, list.Today));
        Assert.Equal([7920m, null], list.Lines.Select(line => line.Today));
    }

    private static async Task<Actor> Signed(World world, string name) => (await world.Enter((await world.Partner(name)).Account))!;

    /// <summary>The next day has another catalogue: dearer servers, and no object storage.</summary>
    private static async Task NewCatalogue(World world)
    {
        var (from, to) = (Path.Combine(TestServer.Root, "policies"), Path.Combine(world.Folder, "policies"));
        foreach (var policy in Directory.EnumerateFiles(from, "*.json", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, policy));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(policy, copy);
        }

        var catalogue = Path.Combine(to, "orders", "catalogue.json");
        var file = JsonNode.Parse(await File.ReadAllTextAsync(catalogue))!;
        var next = file["versions"]![0]!.DeepClone();
        (next["version"], next["from"]) = ("2024-2", "2024-09-03");
        var products = next["terms"]!["products"]!.AsArray();
        products.First(product => (string?)product!["code"] == "ecs.c4")!["monthly"] = 330.00m;
        products.Remove(products.First(product => (string?)product!["code"] == "obs.gb"));
        file["versions"]!.AsArray().Add(next);
        await File.WriteAllTextAsync(catalogue, file.ToJsonString());
        await world.Services.GetRequiredService<Rulebook>().Load(to);
        world.At(2024, 9, 3);
    }
}
