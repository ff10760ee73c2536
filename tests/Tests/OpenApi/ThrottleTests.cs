using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using PartnerCenter.Host;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>How often one may call, counted over all processes, and what stays in the log.</summary>
public sealed class ThrottleTests(TestServer server) : OpenApiStory(server)
{
    private const string Query = "/v2/partners/sub-customers/query";

    [Fact, Rule("R15.2.7")]
    public async Task Ten_calls_of_an_operation_in_a_second_by_one_user_and_no_more_whichever_process_they_reach()
    {
        var partner = await World.Partner("限流科技");
        var key = await NewKey(partner);
        await using var second = await Second.Start(World);
        var here = Visitor();
        var codes = new List<HttpStatusCode>();
        for (var n = 0; n < 5; n++)
        {
            codes.Add((await Signed(key, "POST", Query, "{}", by: here)).Status);
            codes.Add((await Signed(key, "POST", Query, "{}", by: second.Client)).Status);
        }

        var one = await Signed(key, "POST", Query, "{}", by: here);
        var other = await Signed(key, "POST", Query, "{}", by: second.Client);

        Assert.All(codes, code => Assert.Equal(HttpStatusCode.OK, code));
        foreach (var said in new[] { one, other })
        {
            Assert.Equal((429, "APIG.0308"), said.Error);
            Assert.Equal("The throttling threshold has been reached: policy user over ratelimit,limit:10,time:1 second", said["error_msg"]);
        }

        Assert.Equal(HttpStatusCode.OK, (await Signed(key, "GET", "/v2/bases/measurements")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Signed(await NewKey(await World.Partner("旁路科技")), "POST", Query, "{}")).Status);
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await Signed(key, "POST", Query, "{}")).Status);
    }

    [Fact, Target("T11"), Rule("R15.2.7")]
    public async Task Of_three_times_too_many_calls_a_third_is_taken_nothing_breaks_and_whoever_waits_gets_all_done()
    {
        var key = await NewKey(await World.Partner("三倍科技"));
        await using var second = await Second.Start(World);
        HttpClient[] processes = [Visitor(), second.Client];
        var codes = new List<HttpStatusCode>();
        for (var n = 0; n < 8; n++)
        {
            var said = await Task.WhenAll(Enumerable.Range(0, 30).Select(call => Signed(key, "POST", Query, "{}", by: processes[call % 2])));
            codes.AddRange(said.Select(one => one.Status));
            Assert.All(said.Where(one => one.Status == HttpStatusCode.TooManyRequests), one => Assert.Equal("1", one.Headers.GetValues("Retry-After").Single()));
            World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));
        }

        Assert.Equal((80, 160), (codes.Count(code => code == HttpStatusCode.OK), codes.Count(code => code == HttpStatusCode.TooManyRequests)));
        var (done, sent) = (0, 0);
        for (; done < 35; sent++)
        {
            var said = await Signed(key, "POST", Query, "{}", by: processes[sent % 2]);
            if (said.Status == HttpStatusCode.OK)
            {
                done++;
            }
            else
            {
                Assert.Equal((429, "APIG.0308"), said.Error);
                World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(2 + (sent % 4)));
            }
        }

        Assert.Equal(38, sent);
    }

    [Fact]
    public async Task Calls_stand_in_the_log_of_their_partner_for_some_days()
    {
        var (partner, other) = (await World.Partner("日志科技"), await World.Partner("无关科技"));
        var key = await NewKey(partner);
        var good = await Signed(key, "POST", Query, "{}");
        await Signed(key, "POST", Query, new { limit = 1000 });
        await Signed(key with { Secret = "wrong" }, "POST", Query, "{}");
        Task<List<CallRow>> Log(Actor of) => World.Use((CallLists lists) => lists.Of(of, null, null, 0, 10));

        var calls = await Log(partner);

        Assert.Equal([("ListSubCustomers", 401, "APIGW.0301"), ("ListSubCustomers", 400, "CBC.0100"), ("ListSubCustomers", 200, null)], calls.Select(call => (call.Operation, call.Status, call.Code)));
        Assert.Equal(good.Headers.GetValues("X-Request-Id").Single(), calls[2].RequestId);
        Assert.Empty(await Log(other));
        World.Clock.MoveTo(World.Clock.GetUtcNow().AddDays(8));
        await World.Use((ForgetCalls forget) => forget.Run(new(World.Clock.GetUtcNow()), null!, TestContext.Current.CancellationToken));
        Assert.Empty(await Log(partner));
    }

    /// <summary>A second process of the same product, as far as the database can tell.</summary>
    private sealed class Second(Product product, WebApplication app, HttpClient client) : IAsyncDisposable
    {
        public HttpClient Client => client;

        public static async Task<Second> Start(World world)
        {
            var product = new Product([])
            {
                Configuration = new ConfigurationBuilder().AddInMemoryCollection(
                [
                    new("ConnectionStrings:Default", world.Databases.Connection), new("ConnectionStrings:Owner", world.Databases.OwnerConnection),
                    new("Data", world.Folder), new("Policies", Path.Combine(TestServer.Root, "policies")), new("Identity:SecondFactor", "optional"), new("Jobs:Workers", "1"),
                ]).Build(),
            };
            var app = await WebProduct.Build(product, "http://127.0.0.1:0", demo: false, builder => builder.Services.AddSingleton<TimeProvider>(world.Clock));
            await product.Prepare(app.Services);
            await app.StartAsync();
            return new(product, app, new HttpClient { BaseAddress = new(app.Urls.Single()) });
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await app.StopAsync();
            await app.DisposeAsync();
            await product.DisposeAsync();
        }
    }
}
