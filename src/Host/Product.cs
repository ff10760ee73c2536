using System.Globalization;
using PartnerCenter.Kernel;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Host;

/// <summary>The product in this process: its settings, its database (a private one unless another is given), its services.</summary>
internal sealed class Product(string[] args) : IAsyncDisposable
{
    private PrivatePostgres? postgres;
    private Databases? databases;
    private ServiceProvider? services;

    /// <summary>Settings: appsettings.json, environment (double underscore between parts), in that order.</summary>
    public IConfiguration Configuration { get; init; } = new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build();

    /// <summary>The arguments of the command line.</summary>
    public string[] Arguments => args;

    /// <summary>The services without a web server, for the command line; the database is brought up to date first.</summary>
    public IServiceProvider Services => services ??= StartServices().GetAwaiter().GetResult();

    /// <summary>The database, started and found on first use.</summary>
    public async Task<Databases> Open(CancellationToken ct = default)
    {
        if (databases is null)
        {
            var connection = Configuration.GetConnectionString("Default");
            var owner = Configuration.GetConnectionString("Owner");
            if (connection is null)
            {
                postgres = await PrivatePostgres.Start(Path.Combine(Data, "postgres"), Configuration["Postgres:Programs"], ct);
                await postgres.CreateDatabase("partner_center", ct: ct);
                (connection, owner) = (postgres.ConnectionString("partner_center"), postgres.OwnerConnectionString("partner_center"));
            }

            databases = Databases.Open(connection, owner);
        }

        return databases;
    }

    /// <summary>The folder of everything that this installation keeps outside the database.</summary>
    public string Data => Path.GetFullPath(Configuration["Data"] ?? ".data");

    /// <summary>The folder of the policy files.</summary>
    public string Policies => Configuration["Policies"] ?? Path.Combine(AppContext.BaseDirectory, "policies");

    /// <summary>Adds all services to a container.</summary>
    public async Task AddTo(IServiceCollection container)
    {
        container.AddLogging(logging => logging.AddSimpleConsole(options => options.SingleLine = true)
            .SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
#pragma warning disable RS0030 // The one place that names the real clock.
        container.AddPartnerCenter(Modules.All, await Open(), new MovableClock(TimeProvider.System), Configuration);
#pragma warning restore RS0030
        container.AddSingleton(this).AddScoped<Demo.DemoWorld>();
    }

    /// <summary>Brings database and rulebook up to date.</summary>
    public async Task Prepare(IServiceProvider provider, CancellationToken ct = default)
    {
        await provider.GetRequiredService<Migrator>().Run(ct);
        await provider.GetRequiredService<ThisSite>().Claim(ct);
        await provider.GetRequiredService<Rulebook>().Load(Policies, ct);
        await provider.GetRequiredService<WorkCalendar>().Load(ct);
        await provider.GetRequiredService<ClockHands>().Load(ct);
    }

    /// <summary>A refusal in the words of this terminal's language.</summary>
    public static string Sentence(Refusal refusal)
    {
        var language = Environment.GetEnvironmentVariable("LANG") ?? "";
        var culture = CultureInfo.GetCultureInfo(language.StartsWith("zh", StringComparison.Ordinal) ? "zh-CN" : "en");
        return new RefusalTexts(Modules.All).Sentence(refusal, culture);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (services is not null)
        {
            await services.DisposeAsync();
        }

        if (databases is not null)
        {
            await databases.DisposeAsync();
        }

        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }
    }

    private async Task<ServiceProvider> StartServices()
    {
        var container = new ServiceCollection();
        await AddTo(container);
        var provider = container.BuildServiceProvider();
        await Prepare(provider);
        return provider;
    }
}
