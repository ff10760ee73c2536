using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;
using PartnerCenter.Billing;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Customers.Published;
using PartnerCenter.Host.Demo;
using PartnerCenter.Identity;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network;
using PartnerCenter.Network.Certification;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;
using PartnerCenter.Programs;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Tests;

/// <summary>One throw-away PostgreSQL for the whole run, with a migrated template that every class copies.</summary>
public sealed class TestServer : IAsyncLifetime
{
    private const string Template = "pc_template";
    private readonly string folder = Directory.CreateTempSubdirectory("pc-tests-").FullName;
    private readonly RefusalsRead refusals = new();
    private PrivatePostgres postgres = null!;
    private int count;

    public static readonly string Root = FindRoot();

    public string Policies => Path.Combine(Root, "policies");

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        postgres = await PrivatePostgres.Start(Path.Combine(folder, "postgres"));
        await postgres.CreateDatabase(Template);
        await using var world = await World.Start(Open(Template, ";Pooling=false"), this);
    }

    /// <summary>A database of one's own.</summary>
    public async Task<Databases> NewDatabase() => Open(await NewDatabaseName());

    /// <summary>The same, for a process of its own: how the program and how migrations connect.</summary>
    /// <param name="empty">Whether it has no table yet.</param>
    public async Task<(string Default, string Owner)> NewConnections(bool empty = false)
    {
        var name = await NewDatabaseName(empty ? "template0" : Template);
        return (postgres.ConnectionString(name), postgres.OwnerConnectionString(name));
    }

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(folder, $"data-{Guid.NewGuid():n}")).FullName;

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        refusals.Dispose();
    }

    private Databases Open(string name, string more = "") =>
        Databases.Open(postgres.ConnectionString(name) + more, postgres.OwnerConnectionString(name) + more);

    private async Task<string> NewDatabaseName(string template = Template)
    {
        var name = $"pc_{Interlocked.Increment(ref count)}";
        await postgres.CreateDatabase(name, template);
        return name;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PartnerCenter.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}

/// <summary>The product over a database, with a clock that the test moves.</summary>
public sealed class World : IAsyncDisposable
{
    public const string Password = "a long enough phrase";
    private readonly Databases databases;
    private int companies;

    private World(Databases databases, StoryClock clock, ServiceProvider services, string folder) =>
        (this.databases, Clock, Services, Folder) = (databases, clock, services, folder);

    internal StoryClock Clock { get; }

    public ServiceProvider Services { get; }

    public string Folder { get; }

    public Databases Databases => databases;

    public NpgsqlDataSource Source => databases.Owner;

    /// <summary>Today, as the product sees it.</summary>
    public DateOnly Today => Services.GetRequiredService<BusinessDay>().Today;

    public static async Task<World> Start(
        Databases databases, TestServer server, Action<IServiceCollection>? adapt = null, string? data = null,
        Dictionary<string, string?>? settings = null)
    {
        var clock = new StoryClock(new(2024, 9, 2, 2, 0, 0, TimeSpan.Zero));
        var folder = data ?? server.NewFolder();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Data", folder), new("Identity:HashIterations", "1000"), new("Identity:SecondFactor", "optional"), new("Payments:Embedded", "true")])
            .AddInMemoryCollection(settings ?? []).Build();
        var container = new ServiceCollection();
        container.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        container.AddPartnerCenter(Host.Modules.All, databases, clock, configuration);
        adapt?.Invoke(container);
        var services = container.BuildServiceProvider();
        await services.GetRequiredService<Migrator>().Run();
        await services.GetRequiredService<Rulebook>().Load(server.Policies);
        return new(databases, clock, services, folder);
    }

    public static async Task<World> New(
        TestServer server, Action<IServiceCollection>? adapt = null, Dictionary<string, string?>? settings = null) =>
        await Start(await server.NewDatabase(), server, adapt, settings: settings);

    /// <summary>One whose administrators move the clock, as in a demo or test deployment.</summary>
    public static Task<World> Movable(TestServer server) => New(
        server,
        services =>
        {
            var story = (TimeProvider)services.Last(service => service.ServiceType == typeof(TimeProvider)).ImplementationInstance!;
            services.AddSingleton<TimeProvider>(new MovableClock(story));
        },
        new() { ["Clock:Movable"] = "true" });

    /// <summary>Moves the clock of such a one, with all that is due on the way.</summary>
    public async Task MoveTo(DateOnly? day, Actor admin)
    {
        await Use((MoveClock move) => move.Run(day, admin));
        await Deliver();
    }

    internal void At(int year, int month, int day, int hour = 2) => Clock.MoveTo(new(year, month, day, hour, 0, 0, TimeSpan.Zero));

    public async Task<T> Use<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = await Services.OpenUnit();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task Use<TService>(Func<TService, Task> work)
        where TService : notnull
    {
        await using var scope = await Services.OpenUnit();
        await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Who an account is to the running product in a session that begins now: roles, defaults, menus and all.</summary>
    internal async Task<Actor?> Enter(Guid account) => await Holder(account, await BeginSession(account));

    /// <summary>Signs an account in without asking for a password.</summary>
    internal Task<Guid> BeginSession(Guid account) => Use(async (IServiceProvider scope) =>
    {
        var row = await scope.GetRequiredService<IdentityDb>().Accounts.AsNoTracking().SingleAsync(a => a.Id == account);
        return await scope.GetRequiredService<Sessions>().Begin(row, "a browser", "127.0.0.1", null);
    });

    /// <summary>Who holds a session, or null if it holds no more. A change is seen after three seconds at most; here at once.</summary>
    internal Task<Actor?> Holder(Guid account, Guid session)
    {
        ((MemoryCache)Services.GetRequiredService<IMemoryCache>()).Clear();
        return Use((IActorSource source) => source.Find(account, session, default));
    }

    public Task Deliver() => Services.GetRequiredService<JobWorker>().RunAll();

    public async Task<Actor> Staff(params string[] roles)
    {
        var email = $"staff-{Guid.NewGuid():n}@vendor.example";
        await using var scope = await Services.OpenUnit();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        await accounts.AddPerson(email.Split('@')[0], email, Password, roles, null);
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Save(Actor.System, "test");
        return (await accounts.Find(email))!;
    }

    public Task<Actor> Person(string email) => Use(async (Accounts accounts) => (await accounts.Find(email))!);

    /// <summary>A company's account that has not joined.</summary>
    public async Task<Actor> Company(string name, string? code = null)
    {
        var email = $"c{++companies}-{Guid.NewGuid():n}@example.com";
        await Use((RegisterCompany register) =>
            register.Run(new(email, $"138{companies:00000000}", Password, "联系人", name, code ?? ValidCode(companies))));
        return await Person(email);
    }

    public static string ValidCode(int n)
    {
        var code = $"91440300MA5TE{n:0000}";
        return code + Uscc.CheckCharacter(code + "0");
    }

    public static JoiningForm Form(bool agreed = true) => new("林海", "经理", "13800138000", "contact@example.com", null, agreed);

    /// <summary>A partner, in the programme given or in none.</summary>
    public async Task<Actor> Partner(string name, PartnerProgram? program = PartnerProgram.SolutionProvider, string level = "core")
    {
        var company = await Company(name);
        await Use((JoinNetwork join) => join.Run(Form(), company));
        var actor = await Use(async (Accounts accounts) => (await accounts.Find(await Email(company)))!);
        if (program is not null)
        {
            var manager = await Staff(Role.EcosystemManager);
            await Use((JoinProgram join) => join.Admit(actor.PartnerId, program.Value, null, manager, level));
        }

        return actor;
    }

    /// <summary>Has a partner's business information certified; an hour passes.</summary>
    public async Task Certify(Actor partner)
    {
        var company = (await View(partner)).CompanyName;
        var id = await Use((CertifyCompany certify) => certify.Run(BankData(company), partner));
        Clock.MoveTo(Clock.GetUtcNow().AddHours(1));
        await Deliver();
        var amount = await PaidAmount(id);
        await Use((ConfirmAmount confirm) => confirm.Run(id, amount, partner));
    }

    public Task<PartnerView> View(Actor partner) => Use(async (Partners partners) => (await partners.Find(partner.PartnerId))!);

    /// <summary>What a company says of its bank account.</summary>
    internal static CertificationForm BankData(string holder) =>
        new(BankAccountKind.Company, holder, "招商银行", "深圳分行", "308584000013", "7559 1234 5678 901", Password);

    /// <summary>The small amount of a certification, which nobody is told but the bank.</summary>
    internal async Task<string> PaidAmount(Guid certification) => Services.GetRequiredService<Vault>().Open(
        await Scalar<string>($"select amount from network.certification where id = '{certification}'"), BankCertification.AmountColumn.Place, certification);

    /// <summary>A customer of a partner from the first day of 2023 on.</summary>
    public Task<Guid> Customer(Actor partner, string number, AssociationMode mode = AssociationMode.Resale) => Use((EnrollCustomer enroll) =>
        enroll.Run(partner.PartnerId, number, number, mode, new(2022, 12, 31, 16, 0, 0, TimeSpan.Zero), BillingCommands.Operator));

    internal Task<ImportOutcome> Import(string path, string format = "native", bool acceptValid = false, string? createFor = null)
    {
        var copy = Path.Combine(Folder, $"{Guid.NewGuid():n}-{Path.GetFileName(path)}");
        File.Copy(path, copy);
        return Use((ImportUsage import) =>
            import.Run(copy, new(format, acceptValid, new Dictionary<string, string>(), createFor), BillingCommands.Operator));
    }

    internal Task<ImportOutcome> ImportText(string text, bool acceptValid = false)
    {
        var path = Path.Combine(Folder, $"{Guid.NewGuid():n}.csv");
        File.WriteAllText(path, text);
        return Use((ImportUsage import) =>
            import.Run(path, new("native", acceptValid, new Dictionary<string, string>()), BillingCommands.Operator));
    }

    public Task<string> Close(string month, int workers = 1) =>
        BillingCommands.Run(Services, Month.Parse(month), workers, _ => { }, TestContext.Current.CancellationToken);

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task Execute(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await databases.DisposeAsync();
    }

    private Task<string> Email(Actor actor) => Scalar<string>($"select email from identity.account where id = '{actor.Account}'");
}
