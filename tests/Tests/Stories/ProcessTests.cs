using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Tests.Adapters;

namespace PartnerCenter.Tests.Stories;

/// <summary>Three processes of the product on one database: they share the work, and nothing is done twice.</summary>
public sealed class ProcessTests(TestServer server) : IAsyncLifetime
{
    private const int Messages = 200;
    private const int Customers = 20;
    private readonly ConcurrentDictionary<string, Process> processes = [];
    private readonly ConcurrentQueue<string> problems = [];
    private readonly string master = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private SmsProvider provider = null!;
    private (string Default, string Owner) connection;

    public async ValueTask InitializeAsync()
    {
        provider = await SmsProvider.Start();
        connection = await server.NewConnections(empty: true);
        await Task.WhenAll(Enumerable.Range(1, 3).Select(n => Up($"key-{n}")));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes.Values)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Three_processes_start_at_once_and_do_each_thing_once()
    {
        await using var world = await World.Start(Databases.Open(connection.Default, connection.Owner), server, settings: new() { ["Keys:Master"] = master });
        Assert.Equal(3, processes.Count);
        Assert.Empty(problems);
        for (var n = 0; n < 600 && await world.Scalar<long>("select count(*) from platform.job where key like 'schedule:%'") == 0; n++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await Quiet(world);

        // Every minute of the last hour was due when they started, and all three saw it.
        Assert.Equal("a job a minute, each run once", await world.Scalar<string>("""
            select case when count(*) < 60 then count(*) || ' jobs'
                when extract(epoch from max(at) - min(at)) / 60 + 1 <> count(*) then count(*) || ' jobs from ' || min(at) || ' to ' || max(at)
                when max(attempts) > 1 then 'run again'
                else 'a job a minute, each run once' end
            from (select (arguments->>'at')::timestamptz as at, attempts from platform.job
                where key like 'schedule:platform.expire-reviews:%') due
            """));

        var partner = await world.Partner("众进程科技", null);
        for (var n = 0; n < Customers; n++)
        {
            await world.Customer(partner, $"C-{n}");
        }

        for (var n = 0; n < Messages; n++)
        {
            await Send(world, $"message {n}");
        }

        await Quiet(world);
        Assert.Equal((Messages, Messages), (provider.Calls.Count, provider.Sent.Values.Select(sent => sent.Text).Distinct().Count()));
        Assert.True(provider.Calls.Select(call => call.Bearer).Distinct().Count() > 1, "one process did everything");
        Assert.Equal(1, await world.Scalar<int>("select max(attempts) from platform.job"));
        Assert.Equal((Customers, Customers), (
            await world.Scalar<int>("select count(*)::int from platform.notification where event = 'customers.associated'"),
            await world.Scalar<int>("select count(distinct link)::int from platform.notification where event = 'customers.associated'")));
        Assert.Equal(Customers, await world.Scalar<int>("select count(*)::int from platform.sent_message where subject = '客户已关联'"));

        await A_killed_process_loses_its_job_to_another(world);
    }

    private async Task A_killed_process_loses_its_job_to_another(World world)
    {
        var before = provider.Calls.Count;
        var holder = new TaskCompletionSource<string>();
        provider.Answer = async (http, call) =>
        {
            if (call > before + 1)
            {
                return true;
            }

            holder.SetResult(http.Request.Headers.Authorization.ToString());
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return false;
        };
        await Send(world, "held");

        var killed = await holder.Task;
        Assert.True(processes.TryRemove(killed["Bearer ".Length..], out var process));
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await Quiet(world);

        var calls = provider.Calls.Skip(before).ToList();
        Assert.Equal((2, 1), (calls.Count, calls.Select(call => call.Key).Distinct().Count()));
        Assert.NotEqual(killed, calls[1].Bearer);
        Assert.Single(provider.Sent.Values, sent => sent.Text == "held");
        Assert.Equal("done 2", await world.Scalar<string>($"select state || ' ' || attempts from platform.job where id = '{calls[0].Key}'"));
    }

    private static async Task Send(World world, string text)
    {
        await using var scope = await world.Services.OpenUnit();
        var letter = SealedMessage.Of(new Sms("13800138000", text), scope.ServiceProvider.GetRequiredService<Vault>());
        await scope.ServiceProvider.GetRequiredService<JobQueue>().Enqueue(new NewJob(SendSms.Type, letter), Actor.System);
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Save(Actor.System, "test");
    }

    private static async Task Quiet(World world)
    {
        var patience = Stopwatch.StartNew();
        while (await world.Scalar<long>("select count(*) from platform.job where state in ('queued', 'running')") > 0)
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(90), "the jobs did not come to an end");
            await Task.Delay(100);
        }
    }

    private async Task Up(string key)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "PartnerCenter.Host.dll"), "up", "--no-demo", "--port", FreePort()])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["ConnectionStrings__Default"] = connection.Default;
        start.Environment["ConnectionStrings__Owner"] = connection.Owner;
        start.Environment["Data"] = server.NewFolder();
        start.Environment["Keys__Master"] = master;
        start.Environment["Jobs__LeaseSeconds"] = "5";
        start.Environment["Schedules__platform.expire-reviews"] = "* * * * *";
        start.Environment["Sms__Http__Url"] = provider.Url;
        start.Environment["Sms__Http__Key"] = key;
        start.Environment["Sms__Http__TimeoutSeconds"] = "60";
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Stop with", StringComparison.Ordinal))
            {
                processes[key] = process;
                _ = Listen();
                return;
            }
        }

        async Task Listen()
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                Note(line);
            }
        }

        void Note(string? line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                problems.Enqueue(line);
            }
        }
    }

    private static string FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
