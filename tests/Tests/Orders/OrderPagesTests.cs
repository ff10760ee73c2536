using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Customers.Published;
using PartnerCenter.Orders;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Orders;

/// <summary>Orders over HTTP: the pages' forms, and JSON.</summary>
public sealed class OrderPagesTests(TestServer server) : WebStory(server)
{
    protected override void Adapt(WebApplicationBuilder builder) => builder.Services.AddSingleton<TimeProvider>(World.Clock);

    private static async Task<HttpResponseMessage> Send(HttpClient client, string page, string form, params (string Name, string Value)[] fields) =>
        await client.PostAsync(page, new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", await TokenOf(client, page)), new("_handler", form),
            .. fields.Select(field => new KeyValuePair<string, string>($"Form.{field.Name}", field.Value)),
        ]));

    private static string Where(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return new Uri(answer.RequestMessage!.RequestUri!, answer.Headers.Location!).AbsolutePath;
    }

    [Fact]
    public async Task A_customer_orders_two_products_pays_for_both_and_gives_one_up_on_its_pages()
    {
        var story = await OrderStory.In(World);
        var customer = await story.Customer(AssociationMode.Resale);
        using var client = await SignedIn((await World.Enter(customer.Account))!);

        using var placed = await Send(client, "/customer/catalogue", "order", ("Id", $"{Guid.NewGuid()}"), ("Quantities[0]", "1"), ("Quantities[1]", ""), ("Quantities[2]", "2"),
            ("Purchase", "Period"), ("Months", "1"), ("Kind", "PromotionBundle"));
        var order = Where(placed);
        Assert.StartsWith("/customer/orders/", order, StringComparison.Ordinal);
        using var paid = await Send(client, order, "pay", ("Id", $"{Guid.NewGuid()}"), ("What", "pay"));
        Assert.Equal(order, Where(paid));
        Assert.Equal(5000m - 320m - 230m, await story.Allocated(customer));

        var resources = (await World.Use((ResourceLists lists) => lists.Own(customer))).ConvertAll(row => row.Id);
        var both = $"/customer/resource-actions?id={resources[0]}&id={resources[1]}";
        var preview = await client.GetStringAsync(both);
        Assert.All(["309.33", "222.33", "531.66"], amount => Assert.Contains(amount, preview, StringComparison.Ordinal));
        using var given = await Send(client, both, "give-up", ("Id", $"{Guid.NewGuid()}"), ("What", "give-up"));
        Assert.Equal("/customer/refunds", Where(given));
        await story.Arrive();
        Assert.Equal(5000m - 10.67m - 7.67m, await story.Allocated(customer));
    }

    [Fact]
    public async Task A_visitor_calculates_and_somebody_signed_in_saves_and_shares_by_link()
    {
        const string servers = "/price-calculator?line=ecs.c4*north-1*Period*2*12";
        using var visitor = Visitor();
        var added = await visitor.GetStringAsync($"{servers}&product=eip.5m&region=south-1&purchase=PayPerUse&quantity=3&period=7");
        Assert.All(["7,680.00", "6.56", "7,686.56"], amount => Assert.Contains(amount, added, StringComparison.Ordinal));
        using var wrong = await visitor.GetAsync($"{servers}&product=eip.5m&region=south-1&purchase=PayPerUse&quantity=0&period=7");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("7,680.00", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var prices = await visitor.PostAsJsonAsync("/api/v1/price-calculator/prices", new { lines = new[] { new { product = "ecs.c4", region = "north-1", purchase = "Period", quantity = 2, period = 12 } } });
        Assert.Equal(7680m, (await prices.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("total").GetDecimal());

        using var client = await SignedIn((await World.Enter((await World.Partner("询价科技")).Account))!);
        using var saved = await Send(client, servers, "save", ("Name", "测试环境"), ("Lines[0]", "ecs.c4*north-1*Period*2*12"));
        Assert.Equal("/price-lists", Where(saved));
        var own = (await client.GetFromJsonAsync<JsonElement>("/api/v1/price-lists"))[0].GetProperty("id").GetGuid();
        using var shared = await Send(client, "/price-lists", "lists", ("Share", $"{own}"));
        var link = System.Text.RegularExpressions.Regex.Match(await shared.Content.ReadAsStringAsync(), "/price-lists/[0-9a-f]{48}").Value;
        Assert.Contains("7,680.00", await visitor.GetStringAsync(link), StringComparison.Ordinal);
        using var revoked = await Send(client, "/price-lists", "lists", ("Revoke", $"{own}"));
        Assert.Equal("/price-lists", Where(revoked));
        using var over = await visitor.GetAsync(link);
        Assert.Equal(HttpStatusCode.NotFound, over.StatusCode);
    }

    [Fact]
    public async Task A_partner_pays_on_its_page_and_over_json_nobody_elses()
    {
        var story = await OrderStory.In(World);
        var (customer, other) = (await story.Customer(AssociationMode.Referral, "0"), await World.Partner("别家科技"));
        var order = await story.Place(customer, 1);
        using var client = await SignedIn((await World.Enter(customer.Account))!);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "ask-1");
        using var asked = await client.PostAsJsonAsync("/api/v1/customer/payment-requests", new { orders = new[] { order }, reason = "预算内" }, TestContext.Current.CancellationToken);
        var request = (await asked.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid();

        using var stranger = await SignedIn((await World.Enter(other.Account))!);
        using var missing = await stranger.PostAsJsonAsync($"/api/v1/payment-requests/{request}/payment", new { code = "" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        using var partner = await SignedIn((await World.Enter(story.Partner.Account))!);
        using var paid = await Send(partner, $"/portal/payment-requests/{request}", "pay", ("What", "pay"));

        Assert.Equal($"/portal/payment-requests/{request}", Where(paid));
        Assert.Equal(10000m - 320m, await story.Partners());
        var seen = await partner.GetFromJsonAsync<JsonElement>("/api/v1/customer-orders", TestContext.Current.CancellationToken);
        Assert.Equal(1, seen.GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await stranger.GetFromJsonAsync<JsonElement>("/api/v1/customer-orders", TestContext.Current.CancellationToken)).GetProperty("items").GetArrayLength());
    }
}
