using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>A message as it arrived, its signature verified.</summary>
internal sealed record Heard(string Id, string Type, JsonElement Data, int Signatures);

/// <summary>
/// A partner's system that hears messages over HTTP and believes none that is not signed with a secret that it knows. Written after the words of
/// the convention alone: signed is <c>id.timestamp.body</c>, by HMAC-SHA256 under the decoded secret; any of several signatures will do.
/// </summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebhookReceiver(WebApplication app) => this.app = app;

    public string Url => $"{app.Urls.Single()}/hooks";

    public string Authority => new Uri(app.Urls.Single()).Authority;

    public List<string> Secrets { get; } = [];

    public ConcurrentQueue<Heard> Heard { get; } = [];

    /// <summary>What came with no signature that holds.</summary>
    public ConcurrentQueue<string> Disbelieved { get; } = [];

    /// <summary>Messages by their id: what came before is not done again.</summary>
    public ConcurrentDictionary<string, int> Done { get; } = [];

    /// <summary>The status that it answers with, by the number of the call.</summary>
    public Func<int, int> Answer { get; set; } = _ => 200;

    public int Calls { get; private set; }

    public static async Task<WebhookReceiver> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(receiver.Take);
        await app.StartAsync();
        return receiver;
    }

    public IEnumerable<string> Types() => Heard.Select(message => message.Type);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var (body, headers) = (await reader.ReadToEndAsync(), http.Request.Headers);
        var (id, timestamp, signatures) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString().Split(' '));
        http.Response.StatusCode = Answer(++Calls);
        if (http.Response.StatusCode is >= 300 and < 400)
        {
            http.Response.Headers.Location = "/elsewhere";
        }

        if (http.Response.StatusCode >= 300)
        {
            await http.Response.WriteAsync("not now");
            return;
        }

        _ = long.Parse(timestamp, CultureInfo.InvariantCulture);
        var expected = Secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
            Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}"))));
        if (!expected.Intersect(signatures).Any() || http.Request.ContentType != "application/json; charset=utf-8")
        {
            Disbelieved.Enqueue(body);
            http.Response.StatusCode = 400;
            return;
        }

        var message = JsonDocument.Parse(body).RootElement;
        Heard.Enqueue(new(id, message.GetProperty("type").GetString()!, message.GetProperty("data"), signatures.Length));
        Done.AddOrUpdate(id, 1, (_, before) => before + 1);
    }
}
