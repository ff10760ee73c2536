using System.Diagnostics;
using System.Net;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>What other tenants feel while one calls three times as often as it may.</summary>
public sealed class FloodTests(TestServer server) : OpenApiStory(server)
{
    private const string Query = "/v2/partners/sub-customers/query";
    private const int Limit = 10;
    private const int Seconds = 6;
    private const int Others = 3;

    /// <summary>
    /// The same calls of others, second by second, without the flood and with it. How much slower their slowest are is printed and not
    /// held to a figure: whatever else this machine does would decide it.
    /// </summary>
    [Fact, Target("T11")]
    public async Task Others_are_served_while_one_tenant_floods()
    {
        var flooder = await NewKey(await World.Partner("洪水科技"));
        var others = new List<Key>();
        for (var n = 0; n < Others; n++)
        {
            others.Add(await NewKey(await World.Partner($"平稳科技{n}")));
        }

        await Run(others, null, []);
        List<HttpStatusCode> quietly = [], flooded = [];
        var quiet = await Run(others, null, quietly);
        var beside = await Run(others, flooder, flooded);

        Assert.Empty(quietly);
        Assert.Equal((Limit * Seconds, 2 * Limit * Seconds), (flooded.Count(code => code == HttpStatusCode.OK), flooded.Count(code => code == HttpStatusCode.TooManyRequests)));
        Notes.Add($"open API: while one tenant calls three times as often as it may, the p99 of {Others} others is {beside / quiet:0.00} times theirs without it "
            + $"({quiet:0.0} ms, then {beside:0.0} ms; {Seconds * Others * Limit} calls each, all answered)");
    }

    /// <summary>Milliseconds at the 99th percentile of the others' calls, all of which must be answered.</summary>
    private async Task<double> Run(List<Key> others, Key? flooder, List<HttpStatusCode> flood)
    {
        var took = new List<double>();
        for (var second = 0; second < Seconds; second++)
        {
            Later();
            var flooding = flooder is null ? [] : Enumerable.Range(0, 3 * Limit).Select(n => Call(flooder, n * 1000 / (3 * Limit))).ToList();
            var calls = others.SelectMany(key => Enumerable.Range(0, Limit).Select(n => Call(key, n * 1000 / Limit))).ToList();
            foreach (var (status, milliseconds) in await Task.WhenAll(calls))
            {
                Assert.Equal(HttpStatusCode.OK, status);
                took.Add(milliseconds);
            }

            flood.AddRange((await Task.WhenAll(flooding)).Select(one => one.Status));
        }

        took.Sort();
        return took[(int)(took.Count * 0.99)];
    }

    private async Task<(HttpStatusCode Status, double Milliseconds)> Call(Key key, int after)
    {
        await Task.Delay(after, TestContext.Current.CancellationToken);
        var began = Stopwatch.GetTimestamp();
        var said = await Signed(key, "POST", Query, "{}");
        return (said.Status, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }
}
