using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PartnerCenter.Billing.Verify;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Tests.Stories;

/// <summary>The month close under kill -9, of the program and of PostgreSQL: the same result as undisturbed.</summary>
public class KillTests(TestServer server)
{
    private const int Kills = 10;
    private const int UsualLines = 800_000;

    /// <summary>How many lines are closed; more, on a machine with time, by the environment.</summary>
    private static readonly int Lines =
        int.Parse(Environment.GetEnvironmentVariable("PC_KILL_LINES") ?? $"{UsualLines}", CultureInfo.InvariantCulture);

    private static readonly System.Collections.Concurrent.ConcurrentBag<string> said = [];

    [Fact]
    public async Task A_close_that_is_killed_ten_times_comes_to_the_same_hash()
    {
        var folder = server.NewFolder();
        var postgres = await PrivatePostgres.Start(Path.Combine(folder, "postgres"));
        await postgres.CreateDatabase("calm");
        var calm = await World.Start(Open(postgres, "calm"), server);
        await Import(calm);
        NpgsqlConnection.ClearAllPools();
        await calm.DisposeAsync();
        await postgres.CreateDatabase("killed", "calm");
        await using var undisturbed = await World.Start(Open(postgres, "calm"), server, data: calm.Folder);
        undisturbed.At(2024, 9, 2);
        var expected = await undisturbed.Close("2024-08", 2);

        var random = new Random(20240901);
        var killed = 0;
        for (var n = 0; n < Kills; n++)
        {
            using var process = Close(postgres, calm.Folder);
            await Task.Delay(random.Next(350, 1000 + ((Lines - UsualLines) / 12_000)));
            killed += process.HasExited ? 0 : 1;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            if (n == Kills / 2)
            {
                await KillPostgres(folder);
                postgres = await PrivatePostgres.Start(Path.Combine(folder, "postgres"));
            }
        }

        using (var last = Close(postgres, calm.Folder))
        {
            await last.WaitForExitAsync();
        }

        await using var survived = await World.Start(Open(postgres, "killed"), server, data: calm.Folder);
        Assert.True(killed >= 5, string.Join("\n", said));
        Assert.Equal(expected, await survived.Scalar<string>("select result_sha256 from billing.month_close"));
        Assert.True((await survived.Use((VerifyMonth verify) => verify.Run(new Month(2024, 8)))).Clean);
        await survived.DisposeAsync();
        await undisturbed.DisposeAsync();
        await postgres.DisposeAsync();
    }

    private static async Task Import(World world)
    {
        world.At(2024, 7, 2);
        for (var p = 0; p < 12; p++)
        {
            var partner = await world.Partner($"伙伴 {p}");
            await world.Customer(partner, $"C-{p}");
        }

        var path = Path.Combine(world.Folder, "usage.csv");
        await using (var file = new StreamWriter(path))
        {
            await file.WriteLineAsync("charge_id,customer,charge_type,billing_mode,product_type,product,transaction_at,usage,size,per,unit_price");
            for (var n = 0; n < Lines; n++)
            {
                await file.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"l{n},C-{n % 12},consumption,pay-per-use,storage,evs-{n % 9},2024-08-{(n % 28) + 1:00}T{n % 24:00}:00:00Z,{n * 7 % 90_000},{(n % 50) + 1},3600,0.00064"));
            }
        }

        await world.Import(path);
    }

    private static Databases Open(PrivatePostgres postgres, string name) =>
        Databases.Open(postgres.ConnectionString(name), postgres.OwnerConnectionString(name));

    private static Process Close(PrivatePostgres postgres, string data)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PartnerCenter.Host.dll"), "close", "2024-08", "--workers", "1"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["ConnectionStrings__Default"] = postgres.ConnectionString("killed");
        start.Environment["ConnectionStrings__Owner"] = postgres.OwnerConnectionString("killed");
        start.Environment["Data"] = data;
        start.Environment["Jobs__LeaseSeconds"] = "1";
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => said.Add(line.Data ?? "");
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task KillPostgres(string folder)
    {
        var pid = (await File.ReadAllLinesAsync(Path.Combine(folder, "postgres", "data", "postmaster.pid")))[0];
        using var postmaster = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
        postmaster.Kill();
        await postmaster.WaitForExitAsync();
        NpgsqlConnection.ClearAllPools();
    }
}
