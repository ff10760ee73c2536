using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Tests.Adapters;

/// <summary>An SMS provider: it sends a message for each key once, and answers as the test says.</summary>
internal sealed class SmsProvider : IAsyncDisposable
{
    private readonly WebApplication app;

    private SmsProvider(WebApplication app) => this.app = app;

    public string Url => $"{app.Urls.Single()}/messages";

    public ConcurrentQueue<(string Key, string Bearer)> Calls { get; } = [];

    public ConcurrentDictionary<string, (string To, string Text)> Sent { get; } = [];

    /// <summary>What comes after a message was taken, or instead of taking it; gets the number of the call and the message.</summary>
    public Func<HttpContext, int, Task<bool>> Answer { get; set; } = (_, _) => Task.FromResult(true);

    public static async Task<SmsProvider> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new SmsProvider(app);
        app.Run(provider.Take);
        await app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        var message = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body);
        Calls.Enqueue((key, http.Request.Headers.Authorization.ToString()));
        if (await Answer(http, Calls.Count))
        {
            Sent.TryAdd(key, (message.GetProperty("to").GetString()!, message.GetProperty("text").GetString()!));
        }
    }
}

/// <summary>SMS over HTTP against a provider that remembers keys.</summary>
public sealed class SmsTests(TestServer server) : IAsyncLifetime
{
    private const string Mobile = "13812345678";
    private const string Text = "账单已生成: 请查看账单。";
    private readonly ConcurrentQueue<string> log = [];
    private SmsProvider provider = null!;
    private World world = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await SmsProvider.Start();
        world = await World.New(
            server,
            services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Remembered(log))),
            new() { ["Sms:Http:Url"] = provider.Url, ["Sms:Http:Key"] = "a key", ["Sms:Http:TimeoutSeconds"] = "1" });
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await provider.DisposeAsync();
    }

    private async Task<JobView> Send(string text = Text)
    {
        await using (var scope = await world.Services.OpenUnit())
        {
            await scope.ServiceProvider.GetRequiredService<JobQueue>().Enqueue(new NewJob(SendSms.Type, SealedMessage.Of(new Sms(Mobile, text), world.Services.GetRequiredService<PartnerCenter.Platform.Protection.Vault>())), Actor.System);
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Save(Actor.System, "test");
        }

        return await Deliver();
    }

    private async Task<JobView> Deliver()
    {
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddMinutes(1));
        await world.Deliver();
        return Assert.Single(await world.Use((JobQueue queue) => queue.Latest(null, 10)), job => job.Type == SendSms.Type);
    }

    [Fact]
    public async Task A_message_is_authorised_and_keyed_by_its_job()
    {
        var job = await Send();

        Assert.Equal("done", job.State);
        Assert.Equal((job.Id.ToString(), "Bearer a key"), Assert.Single(provider.Calls));
        Assert.Equal((Mobile, Text), provider.Sent[job.Id.ToString()]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    [InlineData(401)]
    public async Task A_provider_in_trouble_gets_the_same_message_again_and_sends_it_once(int status)
    {
        provider.Answer = (http, call) =>
        {
            http.Response.StatusCode = call == 1 ? status : 200;
            return Task.FromResult(true);
        };

        var waiting = await Send();
        Assert.Equal("queued", waiting.State);
        Assert.Contains($"answered {status}", waiting.Error, StringComparison.Ordinal);
        Assert.Equal("done", (await Deliver()).State);

        Assert.Equal(2, provider.Calls.Count);
        Assert.Single(provider.Sent);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_in_time_gets_the_same_message_again()
    {
        provider.Answer = async (http, call) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(call == 1 ? 3 : 0), http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };

        Assert.Contains("Timeout", (await Send()).Error, StringComparison.Ordinal);
        Assert.Equal("done", (await Deliver()).State);

        Assert.Single(provider.Calls.Select(call => call.Key).Distinct());
        Assert.Single(provider.Sent);
    }

    [Fact]
    public async Task A_message_that_is_refused_says_why_without_the_number()
    {
        provider.Answer = async (http, _) =>
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsync($"{{\"error\":\"{Mobile} is not in service\",\"text\":\"{Text}\"}}");
            return false;
        };

        var job = await Send();

        Assert.Equal(("failed", 1), (job.State, job.Attempts));
        Assert.Equal("The SMS provider answered 400 for 138****5678: {\"error\":\"138****5678 is not in service\",\"text\":\"…\"}", job.Error);
        Assert.NotEmpty(log);
        Assert.DoesNotContain(log, line => line.Contains(Mobile, StringComparison.Ordinal) || line.Contains(Text, StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Contains("a key", StringComparison.Ordinal));
    }

    private sealed class Remembered(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
