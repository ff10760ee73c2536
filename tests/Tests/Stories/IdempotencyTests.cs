using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Tests.Stories;

/// <summary>
/// A process of the product that is killed and started again while commands reach it, each sent five times, of which many hear no answer.
/// <c>PC_KEYS</c> says how many commands: 10,000 before a release.
/// </summary>
public sealed partial class IdempotencyTests(TestServer server) : IAsyncLifetime
{
    private const int Sends = 5;
    private const int Kills = 3;
    private readonly string master = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly CookieContainer jar = new();
    private (string Default, string Owner) connection;
    private string port = "";
    private World world = null!;
    private Process process = null!;

    private static int Keys => int.Parse(Environment.GetEnvironmentVariable("PC_KEYS") ?? "240", CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        connection = await server.NewConnections();
        world = await World.Start(Databases.Open(connection.Default, connection.Owner), server, settings: new() { ["Keys:Master"] = master });
        // The process lives today.
        world.Clock.MoveTo(await world.Scalar<DateTime>("select now()"));
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        port = ((IPEndPoint)probe.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        probe.Stop();
        process = await Up();
    }

    public async ValueTask DisposeAsync()
    {
        await Down();
        await world.DisposeAsync();
    }

    [Fact, Target("T12"), Rule("R12.1.3.0")]
    public async Task Each_command_has_its_effect_once_however_often_it_is_sent_and_whatever_dies_meanwhile()
    {
        var partner = await world.Partner("重发科技");
        var (finance, number) = (await world.Staff(Role.Finance), (await world.View(partner)).Number);
        await world.Use((RecordTopUp topUp) => topUp.Run(Guid.NewGuid(), number, "1000.00", "TT-1", finance));
        var customer = await world.Customer(partner, "C-1");
        using var client = await SignedIn(partner);
        var keys = Enumerable.Range(0, Keys).Select(_ => Guid.NewGuid()).ToList();
        var sends = keys.SelectMany(key => Enumerable.Repeat(key, Sends)).OrderBy(_ => RandomNumberGenerator.GetInt32(int.MaxValue)).ToList();
        var (sent, lost) = (0, 0);

        var sending = Parallel.ForEachAsync(sends, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (key, _) =>
        {
            // Three of ten hang up before they can have read an answer.
            var patience = RandomNumberGenerator.GetInt32(10) < 3 ? TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, 12)) : TimeSpan.FromSeconds(30);
            if (await Send(client, key, customer, patience) is null)
            {
                Interlocked.Increment(ref lost);
            }

            Interlocked.Increment(ref sent);
        });
        for (var kill = 1; kill <= Kills; kill++)
        {
            while (!sending.IsCompleted && Volatile.Read(ref sent) < sends.Count * kill / (Kills + 1))
            {
                await Task.Delay(5);
            }

            await Down();
            process = await Up();
        }

        await sending;
        foreach (var key in keys)
        {
            Assert.Equal(HttpStatusCode.OK, await Send(client, key, customer, TimeSpan.FromSeconds(30)));
        }

        Assert.InRange(lost, sends.Count / 10, sends.Count);
        Assert.Equal(Keys, await world.Scalar<long>($"select count(*) from funds.transfer where kind = '{TransferKind.Allocation}'"));
        Assert.Equal(Keys * 0.01m, (await world.Use((Ledger ledger) => ledger.Balance(partner.PartnerId, customer, Currency.Cny))).Amount);
        Assert.Equal((0m, 0m, 0L), await world.Use((Ledger ledger) => ledger.Residue()));
        using var request = Asking(keys[0], customer, "0.02");
        using var other = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Contains("idempotency.other-content", await other.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>What the sender hears; null for nothing.</summary>
    private static async Task<HttpStatusCode?> Send(HttpClient client, Guid id, Guid customer, TimeSpan patience)
    {
        using var hangUp = new CancellationTokenSource(patience);
        try
        {
            using var request = Asking(id, customer, "0.01");
            using var answer = await client.SendAsync(request, hangUp.Token);
            return answer.StatusCode;
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    private static HttpRequestMessage Asking(Guid id, Guid customer, string amount) => new(HttpMethod.Post, "/api/v1/funds/allocations")
    {
        Headers = { { "Idempotency-Key", $"{id}" } },
        Content = JsonContent.Create(new { customer, amount }),
    };

    private async Task<HttpClient> SignedIn(Actor actor)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = jar, AllowAutoRedirect = false }) { BaseAddress = new($"http://localhost:{port}") };
        var email = await world.Scalar<string>($"select email from identity.account where id = '{actor.Account}'");
        using var form = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", Token().Match(await client.GetStringAsync("/sign-in")).Groups[1].Value), new("_handler", "password"),
            new("Form.Email", email), new("Form.Password", World.Password),
        ]);
        using var answer = await client.PostAsync("/sign-in", form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    private async Task<Process> Up()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PartnerCenter.Host.dll"), "up", "--no-demo", "--port", port])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["ConnectionStrings__Default"] = connection.Default;
        start.Environment["ConnectionStrings__Owner"] = connection.Owner;
        start.Environment["Data"] = world.Folder;
        start.Environment["Keys__Master"] = master;
        start.Environment["Identity__SecondFactor"] = "optional";
        var started = Process.Start(start)!;
        started.ErrorDataReceived += (_, _) => { };
        started.BeginErrorReadLine();
        while (await started.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Stop with", StringComparison.Ordinal))
        {
            // It says what it prepares.
        }

        _ = started.StandardOutput.ReadToEndAsync();
        return started;
    }

    private async Task Down()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
