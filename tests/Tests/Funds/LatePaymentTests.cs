using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using PartnerCenter.Funds.OnlineTopUps.Gateway;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Tests.Orders;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Funds;

/// <summary>Online payments end to end over HTTP: a customer's own, and one whose callback comes after its time, where the policy sends it back.</summary>
public sealed class LatePaymentTests(TestServer server) : WebStory(server)
{
    protected override Dictionary<string, string?> Settings => new() { ["Payments:Embedded"] = "true" };

    protected override void Adapt(WebApplicationBuilder builder) => builder.Services.AddSingleton<TimeProvider>(World.Clock);

    private async Task<(Guid Id, string Url)> Begin(HttpClient client, string path, string amount)
    {
        using var wish = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { channel = "wallet-b", amount }) };
        wish.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        using var answer = await client.SendAsync(wish);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var begun = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (begun.GetProperty("id").GetGuid(), begun.GetProperty("url").GetString()!);
    }

    private async Task<HttpStatusCode> Tell(Guid id, string amount)
    {
        var body = $$"""{"id":"{{id}}","state":"paid","amount":"{{amount}}","currency":"CNY","payer":"江南贸易"}""";
        var secret = await World.Use((IPaymentGateway gateway) => Task.FromResult(gateway.Secret));
        using var visitor = Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/payments/notifications") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(CallbackSignature.Header, CallbackSignature.Of(Encoding.UTF8.GetBytes(body), secret));
        return (await visitor.SendAsync(request)).StatusCode;
    }

    private static async Task<string> State(HttpClient client, string path, Guid id) =>
        (await client.GetFromJsonAsync<JsonElement>(path)).GetProperty("items").EnumerateArray().Single(row => row.GetProperty("id").GetGuid() == id).GetProperty("state").GetString()!;

    /// <summary>The customer begins, pays on the gateway's page, comes back, and has the money, once.</summary>
    [Fact, Rule("R12.1.3.1")]
    public async Task A_customer_tops_up_its_own_balance_online()
    {
        const string mine = "/api/v1/customer/funds/online-top-ups";
        var story = await OrderStory.In(World);
        var customer = await story.Customer(null, "0");
        using var client = await SignedIn(customer);

        var (id, url) = await Begin(client, mine, "250.00");
        var page = await client.GetStringAsync(url);
        Assert.Contains("250.00", page);
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", await TokenOf(client, url)), new("_handler", "pay"), new("Form.What", "pay"), new("Form.Payer", "江南贸易")]);
        using var paid = await client.PostAsync(url, form);

        Assert.Equal(HttpStatusCode.Redirect, paid.StatusCode);
        Assert.Equal("paid", await State(client, mine, id), ignoreCase: true);
        Assert.Equal(HttpStatusCode.NoContent, await Tell(id, "250.00"));
        Assert.Equal(250m, await story.Own(customer));
        Assert.Contains("250.00", await client.GetStringAsync("/customer/funds"));
        using var stranger = await SignedIn(await story.Customer(null, "0"));
        Assert.DoesNotContain((await stranger.GetFromJsonAsync<JsonElement>(mine)).GetProperty("items").EnumerateArray(), row => row.GetProperty("id").GetGuid() == id);
    }

    [Fact]
    public async Task What_is_paid_after_its_time_is_sent_back_where_the_policy_says_so()
    {
        const string path = "/api/v1/funds/online-top-ups";
        var partner = await World.Partner("迟到科技");
        await Late("refund");
        using var client = await SignedIn(partner);
        var (id, _) = await Begin(client, path, "300.00");
        var (closed, _) = await Begin(client, path, "40.00");
        await World.Execute($"update funds.gateway_payment set state = 'paid', payer = '江南贸易' where id in ('{id}', '{closed}')");
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddMinutes(31));
        await World.Execute($"update funds.online_top_up set state = 'Cancelled' where id = '{closed}'");

        // Told again and again, it goes back once.
        for (var n = 0; n < 2; n++)
        {
            Assert.Equal(HttpStatusCode.NoContent, await Tell(id, "300.00"));
            Assert.Equal(HttpStatusCode.NoContent, await Tell(closed, "40.00"));
        }

        Assert.Equal(0m, (await World.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, null, Currency.Cny))).Amount);
        Assert.Equal(("refunded", "refunded"), ((await State(client, path, id)).ToLowerInvariant(), (await State(client, path, closed)).ToLowerInvariant()));
        Assert.Equal(2L, await World.Scalar<long>($"select count(*) from funds.gateway_payment where state = 'refunded' and id in ('{id}', '{closed}')"));
        Assert.Equal(0L, await World.Scalar<long>("select count(*) from funds.transfer where kind = 'TopUp'"));
    }

    /// <summary>The policy of today says what becomes of what comes late.</summary>
    private async Task Late(string what)
    {
        await World.Execute($$"""
            insert into platform.rule_version (rule, version, from_on, terms, source, published_by, published_at)
            select rule, 'late', '{{World.Today:yyyy-MM-dd}}', jsonb_set(terms, '{late}', '"{{what}}"'), source, published_by, now() from platform.rule_version where rule = 'funds.channels'
            """);
        await App.Services.GetRequiredService<Rulebook>().Refresh();
        await World.Services.GetRequiredService<Rulebook>().Refresh();
    }
}
