using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using PartnerCenter.Funds.OnlineTopUps;
using PartnerCenter.Funds.OnlineTopUps.Gateway;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;

namespace PartnerCenter.Tests.Adapters;

/// <summary>Online payments at a gateway over HTTP that keeps them as a gateway does.</summary>
public sealed class PaymentGatewayTests(TestServer server) : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, JsonElement> payments = [];
    private readonly ConcurrentQueue<string> calls = [];
    private WebApplication gateway = null!;
    private World world = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        gateway = builder.Build();
        gateway.Run(Answer);
        await gateway.StartAsync();
        world = await World.New(server, settings: new()
        {
            ["Payments:Http:Url"] = gateway.Urls.Single(), ["Payments:Http:Key"] = "a key", ["Payments:Http:Secret"] = "a secret of the gateway",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await gateway.DisposeAsync();
    }

    private async Task Answer(HttpContext http)
    {
        calls.Enqueue($"{http.Request.Method} {http.Request.Headers.Authorization}");
        if (http.Request.Method == "POST")
        {
            var order = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body);
            payments.TryAdd(order.GetProperty("id").GetString()!, order);
            await http.Response.WriteAsJsonAsync(new { url = $"https://pay.example/{order.GetProperty("id").GetString()}" });
        }
        else if (payments.TryGetValue(http.Request.Path.Value!.Split('/')[^1], out var known))
        {
            await http.Response.WriteAsJsonAsync(new
            {
                id = known.GetProperty("id").GetString(), state = "paid", amount = known.GetProperty("amount").GetString(), currency = "CNY", payer = "江南贸易",
            });
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    [Fact]
    public async Task A_payment_is_opened_there_and_what_it_says_when_asked_is_booked_once()
    {
        var partner = await world.Partner("网关科技");
        var id = Guid.NewGuid();

        var url = await world.Use((BeginOnlineTopUp begin) => begin.Run(id, new("wallet-b", "30.00"), "https://partners.example", partner));
        Assert.Equal($"https://pay.example/{id}", url);
        var order = payments[id.ToString()];
        Assert.Equal(("wallet-b", "30.00", "CNY", "https://partners.example/payments/notifications"),
            (order.GetProperty("channel").GetString(), order.GetProperty("amount").GetString(), order.GetProperty("currency").GetString(), order.GetProperty("notifyUrl").GetString()));

        for (var n = 0; n < 2; n++)
        {
            await world.Use((AskGateway ask) => ask.Run(new(world.Clock.GetUtcNow()), null!, default));
        }

        Assert.Equal(30m, (await world.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, null, Currency.Cny))).Amount);
        Assert.Null(await world.Use((IPaymentGateway there) => there.Ask(Guid.NewGuid(), default)));
        Assert.All(calls, call => Assert.EndsWith("Bearer a key", call, StringComparison.Ordinal));
    }
}
