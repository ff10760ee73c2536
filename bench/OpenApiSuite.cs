using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Host;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Bench;

/// <summary>An allocation by a signed call of the open API ÷ the same as a use case behind the walls, 8 clients each, on one partner's balance (R8).</summary>
internal static class OpenApiSuite
{
    private const int Clients = 8;
    private const string Partner = "lin@northstar.example";
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    public static async Task<List<Ratio>> Run(Rig rig, int runs)
    {
        Environment.SetEnvironmentVariable("Data", Path.Combine(rig.Folder, "openapi"));
        Environment.SetEnvironmentVariable("Policies", WithoutThrottle(Path.Combine(rig.Folder, "policies")));
        await using var product = new Product([]);
        const string address = "http://127.0.0.1:18482";
        await using var app = await WebProduct.Build(product, address, demo: true);
        await WebSuite.LoadDemo(product, app);
        await app.StartAsync();
        using var person = await WebSuite.SignIn(address, Partner);
        var key = await (await person.PostAsJsonAsync("/api/v1/open-api/keys", new { description = "bench" })).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        var (access, secret) = (key.GetProperty("access").GetString()!, key.GetProperty("secret").GetString()!);
        var (actor, customer) = await Actors(app);
        var clock = app.Services.GetRequiredService<TimeProvider>();
        using var client = new HttpClient { BaseAddress = new(address) };
        var (useCase, signed) = (new List<double>(), new List<double>());
        await Rate((c, n) => Allocate(app, actor, customer));
        await Rate((c, n) => Call(client, clock, access, secret, customer, (c * 1_000_000) + n));
        for (var run = 0; run < runs; run++)
        {
            useCase.Add(await Rate((_, _) => Allocate(app, actor, customer)));
            signed.Add(await Rate((c, n) => Call(client, clock, access, secret, customer, (c * 1_000_000) + n)));
            Console.WriteLine($"run {run + 1}: use case {useCase[^1]:0}/s, signed call {signed[^1]:0}/s");
        }

        await app.StopAsync();
        Environment.SetEnvironmentVariable("Policies", null);
        return [new("R8", "signed open-API allocation ÷ the use case", Rig.Median(signed) / Rig.Median(useCase), "≥ 0.5")];
    }

    /// <summary>The product's policies with a limit that a bench does not reach; it is still counted.</summary>
    private static string WithoutThrottle(string folder)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "policies");
        foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var limits = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Single(file => File.ReadAllText(file).Contains("\"openapi.limits\"", StringComparison.Ordinal));
        var rule = JsonNode.Parse(File.ReadAllText(limits))!;
        rule["versions"]![0]!["terms"]!["perSecond"] = 1_000_000;
        File.WriteAllText(limits, rule.ToJsonString());
        return folder;
    }

    /// <summary>Who allocates, with money enough, and to whom.</summary>
    private static async Task<(Actor By, Guid Customer)> Actors(WebApplication app)
    {
        await using var scope = await app.Services.OpenUnit();
        var services = scope.ServiceProvider;
        var unit = services.GetRequiredService<UnitOfWork>();
        await using var account = unit.Command("select id from identity.account where user_name = $1", Partner);
        var by = (await services.GetRequiredService<IActorSource>().Of((Guid)(await account.ExecuteScalarAsync())!, default))!;
        var customer = (await services.GetRequiredService<Associations>().Present(by.PartnerId)).First(a => a.Mode == AssociationMode.Resale).Customer;
        services.GetRequiredService<Ledger>().Post(Guid.NewGuid(), TransferKind.TopUp, by.PartnerId, null, Money.Cny(9_000_000_000), "bench", by);
        await unit.Save(by, "bench");
        return (by, customer);
    }

    private static async Task Allocate(WebApplication app, Actor by, Guid customer)
    {
        await using var scope = await app.Services.GetRequiredService<IServiceScopeFactory>().OpenUnit(by.Reach);
        await scope.ServiceProvider.GetRequiredService<AllocateFunds>().Run(Guid.NewGuid(), customer, "0.01", by);
    }

    /// <summary>Signed as the vendor's SDKs do; each of another amount, for the same call in the same second is the same command.</summary>
    private static async Task Call(HttpClient client, TimeProvider clock, string access, string secret, Guid customer, int cents)
    {
        const string path = "/v2/accounts/partner-accounts/adjust-amount";
        var body = JsonSerializer.Serialize(new { customer_id = customer.ToString("n"), amount = Money.Cny(cents / 100m + 0.01m).Amount });
        var date = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var canonical = $"POST\n{path}/\n\nx-sdk-date:{date}\n\nx-sdk-date\n{Hash(body)}";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"SDK-HMAC-SHA256\n{date}\n{Hash(canonical)}")));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("X-Sdk-Date", date);
        request.Headers.TryAddWithoutValidation("Authorization", $"SDK-HMAC-SHA256 Access={access}, SignedHeaders=x-sdk-date, Signature={signature}");
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static Task<double> Rate(Func<int, int, Task> work) => LedgerSuite.Rate(work, Length);
}
