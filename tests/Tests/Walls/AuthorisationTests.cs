using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Host.Demo;
using PartnerCenter.Identity.Published;
using PartnerCenter.Organization;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Tests.Walls;

/// <summary>
/// Who may do what, as a table that people can read: <c>authorisation.json</c> says for every way into the product which people may take
/// it, and each of its cells is tried. A way that stands in no row fails.
/// </summary>
public sealed partial class AuthorisationTests(TestServer server)
{
    private const int AtOnce = 8;
    private static readonly string File = Path.Combine(TestServer.Root, "tests", "Tests", "Walls", "authorisation.json");

    /// <summary>Those who are nobody to the product: the table calls all others "everybody signed in".</summary>
    private static readonly string[] Nobody = ["visitor", "provider-without-role", "disabled"];

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Ways that are open to everybody on purpose, and the mechanics of signing in and out.</summary>
    [GeneratedRegex(@"^(/_|/api/docs|/api/\{documentName|/healthz|/error|/status/|/denied|/sign-out)|\{\*\*")]
    private static partial Regex Mechanics();

    [Fact]
    public async Task Everybody_may_do_what_the_table_says_and_nothing_else()
    {
        await using var product = await DemoProduct.Start(server);
        var people = await People(product);
        var ways = Ways(product).ToList();
        var found = await Try(people, ways);
        if (Environment.GetEnvironmentVariable("PC_WRITE_AUTHORISATION") is not null)
        {
            await System.IO.File.WriteAllTextAsync(File, JsonSerializer.Serialize(found, Json) + "\n");
        }

        var table = JsonSerializer.Deserialize<SortedDictionary<string, string>>(await System.IO.File.ReadAllTextAsync(File))!;

        Assert.Equal([], ways.Select(way => way.Name).Except(table.Keys));
        Assert.Equal([], table.Keys.Except(ways.Select(way => way.Name)));
        var wrong = table.Where(row => row.Value != found[row.Key]).Select(row => $"{row.Key}\n  table: {row.Value}\n  found: {found[row.Key]}").ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        var cells = people.Count * ways.Count;
        Assert.True(cells >= 3_000, $"{cells} cells");
        Notes.Add($"walls: authorisation table of {ways.Count} ways × {people.Count} people = {cells} cells: all as it says");
    }

    /// <summary>For each way the people who get through, in the order of <see cref="People"/>.</summary>
    private static async Task<SortedDictionary<string, string>> Try(List<(string Name, HttpClient Client)> people, List<Way> ways)
    {
        var may = new System.Collections.Concurrent.ConcurrentDictionary<(string, string), bool>();
        await Parallel.ForEachAsync(
            from way in ways from person in people select (way, person), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (cell, ct) =>
            {
                using var request = new HttpRequestMessage(new(cell.way.Method), cell.way.Path);
                if (cell.way.Method != "GET")
                {
                    // A page's form without its token, and a body of another shape, are turned down after the question of rights: nothing is done.
                    request.Content = cell.way.TakesFiles
                        ? new MultipartFormDataContent()
                        : new StringContent("[]", Encoding.UTF8, cell.way.Path.StartsWith("/api/", StringComparison.Ordinal) ? "application/json" : "text/plain");
                    request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
                }

                using var answer = await cell.person.Client.SendAsync(request, ct);
                var to = answer.Headers.Location?.ToString() ?? "";
                may[(cell.way.Name, cell.person.Name)] = answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                    && !to.Contains("/sign-in?", StringComparison.Ordinal) && !to.Contains("/denied", StringComparison.Ordinal);
            });
        var everybody = people.ConvertAll(person => person.Name);
        return new(ways.ToDictionary(way => way.Name, way =>
        {
            var some = everybody.FindAll(name => may[(way.Name, name)]);
            return some.Count == everybody.Count ? "everybody" : some.SequenceEqual(everybody.Except(Nobody)) ? "everybody signed in" : string.Join(' ', some);
        }));
    }

    private static IEnumerable<Way> Ways(DemoProduct product) =>
        product.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => (Pattern: "/" + endpoint.RoutePattern.RawText!.Trim('/'), Methods: endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"],
                Files: endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("multipart/form-data") == true))
            .Where(way => !Mechanics().IsMatch(way.Pattern))
            .SelectMany(way => way.Methods.Where(method => method is not "HEAD" and not "OPTIONS").Select(method => new Way($"{method} {way.Pattern}", method, Filled(way.Pattern), way.Files)))
            .Distinct().OrderBy(way => way.Name, StringComparer.Ordinal);

    private static string Filled(string pattern) => Parameter().Replace(pattern, match =>
        match.Value.Contains(":guid", StringComparison.Ordinal) ? Guid.Empty.ToString()
        : match.Value.Contains("onth", StringComparison.Ordinal) ? "2031-01"
        : "none");

    /// <summary>Somebody of every kind and state: roles alone and together, programmes and none, rights not yet or no more there.</summary>
    private static async Task<List<(string Name, HttpClient Client)>> People(DemoProduct product)
    {
        (string Name, string Email)[] demo =
        [
            ("administrator", "admin@vendor.example"), ("manager", "manager@vendor.example"), ("reviewer", "reviewer@vendor.example"),
            ("operations", "operations@vendor.example"), ("support", "support@vendor.example"), ("finance", "finance@vendor.example"), ("company", "he@brightfield.example"),
            ("provider", "lin@northstar.example"), ("provider-finance", "zhou@northstar.example"), ("provider-accounts", "fang@northstar.example"),
            ("distributor", "gao@rivergate.example"), ("reseller", "ma@cloudlane.example"), ("no-programme", "tang@summit.example"),
            ("specialist", "jiang@people.example"), ("person", "shen@people.example"), ("resale-customer", "it@lotusmart.example"),
            ("referral-customer", "it@cedarbank.example"),
        ];
        string[][] members =
        [
            [Role.PartnerSales], [Role.AccountSupervisor], [Role.AccountManager, Role.PartnerSales], [Role.PartnerFinance, Role.PartnerSales], [],
        ];
        var people = new List<(string, HttpClient)> { ("visitor", product.Visitor()) };
        foreach (var (name, email) in demo)
        {
            people.Add((name, await product.SignIn(email)));
        }

        foreach (var roles in members)
        {
            var email = $"m{people.Count}@northstar.example";
            await AddMember(product, email, roles);
            people.Add(($"provider-{(roles.Length == 0 ? "without-role" : string.Join('+', roles.Select(role => role.Split('-')[^1])))}", await product.SignIn(email)));
        }

        people.Add(("own-role", await WithOwnRole(product)));
        people.Add(("disabled", await Disabled(product)));
        return people;
    }

    private static async Task AddMember(DemoProduct product, string email, string[] roles)
    {
        await using var scope = await product.Services.OpenUnit();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        var partner = (await accounts.Find("lin@northstar.example"))!.PartnerId;
        await accounts.AddPerson(email, email, Personas.Password, roles, partner);
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Save(Actor.System, "test");
    }

    private static async Task<HttpClient> WithOwnRole(DemoProduct product)
    {
        const string email = "own@northstar.example";
        await AddMember(product, email, []);
        await using var scope = await product.Services.OpenUnit();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        var (admin, member) = ((await accounts.Find("lin@northstar.example"))!, (await accounts.Find(email))!);
        var members = scope.ServiceProvider.GetRequiredService<Members>();
        await members.GiveRole(member.Account, await members.AddRole("只看账单", ["billing.bill"], admin), admin);
        return await product.SignIn(email);
    }

    private static async Task<HttpClient> Disabled(DemoProduct product)
    {
        const string email = "gone@northstar.example";
        await AddMember(product, email, [Role.PartnerFinance]);
        var client = await product.SignIn(email);
        await using var scope = await product.Services.OpenUnit();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        var (admin, member) = ((await accounts.Find("lin@northstar.example"))!, (await accounts.Find(email))!);
        await scope.ServiceProvider.GetRequiredService<Members>().Disable(member.Account, true, admin);
        await Task.Delay(TimeSpan.FromSeconds(3.2));
        return client;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    /// <summary>A way into the product: method and address as declared, the address as tried, and whether it takes files.</summary>
    private sealed record Way(string Name, string Method, string Path, bool TakesFiles);
}
