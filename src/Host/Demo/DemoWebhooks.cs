using System.Net;
using PartnerCenter.OpenApi.Webhooks;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Host.Demo;

/// <summary>Two partners whose own systems hear what happens; one of theirs has just gone down.</summary>
internal sealed partial class DemoWorld
{
    private const string Down = "/audit";

    private async Task Webhooks()
    {
        var (lin, gao) = (await Person("lin@northstar.example"), await Person("gao@rivergate.example"));
        string[] orders = ["order.placed", "order.paid", "order.cancelled", "order.refunded"];
        await With((RegisterWebhook register) => register.Run(
            new("https://orders.northstar.example/hooks", "订单系统 / order system", [.. orders, "customer.associated", "customer.switched"]), lin));
        var channel = await With((RegisterWebhook register) => register.Run(
            new("https://channel.rivergate.example/hooks", "渠道平台 / channel platform", [.. WebhookEvent.All.Select(one => one.Type)]), gao));
        var gone = await With((RegisterWebhook register) => register.Run(new($"https://books.rivergate.example{Down}", "对账 / accounting", ["funds.allocated", "funds.reclaimed"]), gao));
        await With((TestWebhook test) => test.Run(channel.Id, gao));
        await With((TestWebhook test) => test.Run(gone.Id, gao));
    }

    /// <summary>The receivers of the story: nothing of it leaves this machine.</summary>
    private sealed class StoryReceivers : HttpMessageHandler
    {
        public static void Add(IServiceCollection services)
        {
            services.AddSingleton<FindHost>((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.215.14")]));
            services.AddHttpClient(EnteredAddresses.Client).ConfigurePrimaryHttpMessageHandler(() => new StoryReceivers());
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(
            request.RequestUri!.AbsolutePath == Down
                ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("maintenance") }
                : new HttpResponseMessage(HttpStatusCode.NoContent));
    }
}
