using System.Net;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using PartnerCenter.Host.Demo;
using PartnerCenter.OpenApi.Operations;
using PartnerCenter.Tests.Walls;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>
/// Who may call what, as a table that people can read: <c>operations.json</c> says for every operation which people's tokens it takes. The
/// table of ways in (<c>authorisation.json</c>) asks with sign-ins, which no operation knows.
/// </summary>
public sealed class WirePermissionTests(TestServer server)
{
    private static readonly string Table = Path.Combine(TestServer.Root, "tests", "Tests", "OpenApi", "operations.json");

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Name, string Login)[] People =
    [
        ("vendor", "admin@vendor.example"), ("company", "he@brightfield.example"), ("provider", "lin@northstar.example"),
        ("provider-finance", "zhou@northstar.example"), ("provider-accounts", "fang@northstar.example"), ("distributor", "gao@rivergate.example"),
        ("reseller", "ma@cloudlane.example"), ("no-programme", "tang@summit.example"), ("person", "shen@people.example"),
        ("resale-customer", "it@lotusmart.example"), ("referral-customer", "it@cedarbank.example"),
    ];

    [Fact, Rule("R12.3.3", "R15.2.3", "R15.2.4")]
    public async Task Every_token_opens_what_the_table_says_and_nothing_else()
    {
        await using var product = await DemoProduct.Start(server);
        using var client = product.Visitor();
        var found = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var operation in OperationList.All.Where(operation => operation.Path != "/v3/auth/tokens"))
        {
            found[operation.Name] = [];
        }

        foreach (var (name, login) in People)
        {
            var token = await TokenOf(client, login);
            foreach (var operation in OperationList.All.Where(operation => found.ContainsKey(operation.Name)))
            {
                using var request = new HttpRequestMessage(new(operation.Method), operation.Path.Replace("{access_key}", "NONE", StringComparison.Ordinal));
                request.Headers.TryAddWithoutValidation("X-Auth-Token", token);
                request.Content = operation.Method is "POST" or "PUT" ? JsonContent.Create(new { }) : null;
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                if (answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
                {
                    found[operation.Name].Add(name);
                }
            }
        }

        var text = JsonSerializer.Serialize(found.ToDictionary(row => row.Key, row => string.Join(' ', row.Value)), Json) + "\n";
        if (Environment.GetEnvironmentVariable("PC_WRITE_AUTHORISATION") is not null)
        {
            await File.WriteAllTextAsync(Table, text, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(Table, TestContext.Current.CancellationToken), text);
    }

    private static async Task<string> TokenOf(HttpClient client, string login)
    {
        var user = new { name = login, password = Personas.Password, domain = new { name = login } };
        using var answer = await client.PostAsJsonAsync(
            "/v3/auth/tokens", new { auth = new { identity = new { methods = new[] { "password" }, password = new { user } } } }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.GetValues("X-Subject-Token").Single();
    }
}
