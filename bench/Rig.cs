using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PartnerCenter.Billing;
using PartnerCenter.Customers.Published;
using PartnerCenter.Host.Demo;
using PartnerCenter.Identity;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Bench;

/// <summary>A ratio with its goal.</summary>
internal sealed record Ratio(string Id, string What, double Value, string Goal)
{
    public bool Passed
    {
        get
        {
            var bound = double.Parse(Goal[2..], CultureInfo.InvariantCulture);
            return Goal[0] == '≥' ? Value >= bound : Value <= bound;
        }
    }
}

/// <summary>The product over a throw-away PostgreSQL, with partners to work for.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pc-bench-").FullName;
    private PrivatePostgres postgres = null!;

    private Databases databases = null!;

    public NpgsqlDataSource Source => databases.Owner;

    public ServiceProvider Services { get; private set; } = null!;

    public string ConnectionString { get; private set; } = "";

    public string Folder => folder;

    public List<Actor> Partners { get; } = [];

    public StoryClock Clock { get; } = new(new(2024, 8, 1, 0, 0, 0, TimeSpan.Zero));

    public static async Task<Rig> Start()
    {
        var rig = new Rig();
        File.SetUnixFileMode(rig.folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        rig.postgres = await PrivatePostgres.Start(Path.Combine(rig.folder, "postgres"));
        await rig.NewDatabase("bench");
        return rig;
    }

    /// <summary>A fresh database with some partners.</summary>
    public async Task NewDatabase(string name, int partners = 40)
    {
        if (Services is not null)
        {
            await Services.DisposeAsync();
            await databases.DisposeAsync();
            Partners.Clear();
        }

        await postgres.CreateDatabase(name);
        ConnectionString = postgres.ConnectionString(name);
        databases = Databases.Open(ConnectionString, postgres.OwnerConnectionString(name));
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Data", Path.Combine(folder, name)), new("Identity:HashIterations", "1")]).Build();
        var container = new ServiceCollection();
        container.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole());
        container.AddPartnerCenter(Host.Modules.All, databases, Clock, settings);
        Services = container.BuildServiceProvider();
        await Services.GetRequiredService<Migrator>().Run();
        await Services.GetRequiredService<Rulebook>().Load(Path.Combine(AppContext.BaseDirectory, "policies"));
        for (var i = 0; i < partners; i++)
        {
            Partners.Add(await Partner(i));
        }
    }

    public async Task<T> Use<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = await Services.OpenUnit();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>The same, seeing no more than a request of this person does.</summary>
    public async Task<T> UseAs<TService, T>(Actor by, Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = await Services.GetRequiredService<IServiceScopeFactory>().OpenUnit(by.Reach);
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task Execute(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<double> Time(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalSeconds;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await databases.DisposeAsync();
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<Actor> Partner(int n)
    {
        var code = $"91440300BENCH{n:0000}".Replace('S', '5');
        var email = $"p{n}@example.com";
        await Use((RegisterCompany register) => register.Run(
            new(email, $"138{n:00000000}", "a long enough phrase", "p", $"partner {n}", code + Uscc.CheckCharacter(code + "0"))));
        var company = await Use(async (Accounts accounts) => (await accounts.Find(email))!);
        await Use((JoinNetwork join) => join.Run(new("p", "p", "13800138000", email, null, true), company));
        var partner = await Use(async (Accounts accounts) => (await accounts.Find(email))!);
        await Use((JoinProgram join) => join.Run(PartnerProgram.SolutionProvider, partner));
        for (var c = 0; c < 10; c++)
        {
            await Use((EnrollCustomer enroll) => enroll.Run(
                partner.PartnerId, $"C-{n}-{c}", $"customer {n}-{c}", AssociationMode.Resale, Clock.GetUtcNow(), BillingCommands.Operator));
        }

        return partner with { Reach = new(false, [partner.PartnerId], null, partner.Account) };
    }
}
