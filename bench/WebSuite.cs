using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using PartnerCenter.Host;
using PartnerCenter.Host.Demo;

namespace PartnerCenter.Bench;

/// <summary>List API ÷ an endpoint that does nothing but authorise (R9), list page ÷ list API (R10), list API behind the walls ÷ without them (R14).</summary>
internal static partial class WebSuite
{
    private const int Clients = 8;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    public static async Task<List<Ratio>> Run(Rig rig, int runs)
    {
        Environment.SetEnvironmentVariable("Data", Path.Combine(rig.Folder, "web"));
        await using var product = new Product([]);
        const string address = "http://127.0.0.1:18480";
        await using var app = await WebProduct.Build(product, address, demo: true);
        await LoadDemo(product, app);
        await app.StartAsync();
        using var client = await SignIn(address, "lin@northstar.example");
        var (none, list, page, listTail, pageTail) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            none.Add((await Rate(client, "/api/v1/ping")).Rate);
            var (rate, tail) = await Rate(client, "/api/v1/customers");
            list.Add(rate);
            listTail.Add(tail);
            (rate, tail) = await Rate(client, "/portal/customers");
            page.Add(rate);
            pageTail.Add(tail);
            Console.WriteLine($"run {run + 1}: ping {none[^1]:0}/s, list API {list[^1]:0}/s, list page {page[^1]:0}/s");
        }

        var walls = await Walls.Ratio((await product.Open()).Owner, 4 * runs, async () => (await Rate(client, "/api/v1/customers", Turn)).Rate);
        await app.StopAsync();
        return
        [
            new("R9", "list API ÷ an endpoint that only authorises, requests/s", Rig.Median(list) / Rig.Median(none), "≥ 0.35"),
            new("R10", "list page ÷ list API, requests/s", Rig.Median(page) / Rig.Median(list), "≥ 0.4"),
            new("R10", "list page p99 ÷ list API p99", Rig.Median(pageTail) / Rig.Median(listTail), "≤ 3"),
            new("R14", "list API with row-level security ÷ without", walls, "≥ 0.9"),
        ];
    }

    public static async Task LoadDemo(Product product, Microsoft.AspNetCore.Builder.WebApplication app)
    {
        await product.Prepare(app.Services);
        await new DemoWorld(await product.Open(), product,
            (Platform.Rulebook.Rulebook)app.Services.GetService(typeof(Platform.Rulebook.Rulebook))!,
            (Platform.Time.WorkCalendar)app.Services.GetService(typeof(Platform.Time.WorkCalendar))!, (TimeProvider)app.Services.GetService(typeof(TimeProvider))!).LoadOnce(_ => { });
    }

    public static async Task<HttpClient> SignIn(string address, string email)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(address) };
        var token = Token().Match(await client.GetStringAsync("/")).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("email", email)]);
        using var answer = await client.PostAsync("/demo/switch", form);
        answer.EnsureSuccessStatusCode();
        return client;
    }

    public static async Task<(double Rate, double P99)> Rate(HttpClient client, string path, TimeSpan? length = null)
    {
        var until = length ?? Length;
        var watch = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (watch.Elapsed < until)
            {
                var before = watch.Elapsed;
                using var answer = await client.GetAsync(path);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync();
                mine.Add((watch.Elapsed - before).TotalSeconds);
            }

            return mine;
        })));
        var all = times.SelectMany(t => t).Order().ToList();
        return (all.Count / until.TotalSeconds, all[(int)(all.Count * 0.99)]);
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
