using System.Net;
using System.Text;
using PartnerCenter.Funds.OnlineTopUps;
using PartnerCenter.Funds.OnlineTopUps.Gateway;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.Funds;

/// <summary>What the gateway says over HTTP, and what anybody else says in its name.</summary>
public sealed class PaymentCallbackTests(TestServer server) : WebStory(server)
{
    private async Task<HttpStatusCode> Tell(string body, string? signature = null)
    {
        var secret = await World.Use((IPaymentGateway gateway) => Task.FromResult(gateway.Secret));
        using var visitor = Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/payments/notifications") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(CallbackSignature.Header, signature ?? CallbackSignature.Of(Encoding.UTF8.GetBytes(body), secret));
        return (await visitor.SendAsync(request)).StatusCode;
    }

    private static string News(Guid id, string amount = "300.00", string currency = "CNY", string state = "paid") =>
        $$"""{"id":"{{id}}","state":"{{state}}","amount":"{{amount}}","currency":"{{currency}}","payer":"江南贸易"}""";

    [Fact]
    public async Task A_signed_callback_books_once_however_often_it_comes_and_nothing_else_does()
    {
        var partner = await World.Partner("在线科技");
        var id = Guid.NewGuid();
        await World.Use((BeginOnlineTopUp begin) => begin.Run(id, new("wallet-b", "300.00"), "http://127.0.0.1:1", partner));
        async Task<decimal> Balance() => (await World.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, null, Currency.Cny))).Amount;

        Assert.Equal(HttpStatusCode.Unauthorized, await Tell(News(id), new string('a', 64)));
        Assert.Equal(HttpStatusCode.Unauthorized, await Tell(News(id), "short"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Tell(News(id, "300.01")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Tell(News(id, "300.00", "USD")));
        Assert.Equal(HttpStatusCode.NotFound, await Tell(News(Guid.NewGuid())));
        Assert.Equal(0m, await Balance());

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Tell(News(id))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer));
        Assert.Equal(HttpStatusCode.NoContent, await Tell(News(id, state: "cancelled")));
        Assert.Equal(300m, await Balance());
        Assert.Equal(OnlineTopUpState.Paid, (await World.Use((OnlineTopUpLists lists) => lists.After(partner, null, 9))).Single().State);
        Assert.Equal(0L, await World.Use((Ledger ledger) => ledger.Strays()));
        Assert.Equal(("Wallet", "江南贸易"), (await World.Scalar<string>($"select source from funds.origin where id = '{id}'"),
            await World.Scalar<string>($"select subject from funds.origin where id = '{id}'")));
    }
}
