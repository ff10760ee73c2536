using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using PartnerCenter.Host;
using PartnerCenter.Host.Demo;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.Tests.Walls;

/// <summary>The running product over the demo world, and a lever that changes who people are to it.</summary>
public sealed partial class DemoProduct : IAsyncDisposable
{
    private readonly Product product;
    private readonly WebApplication app;

    private DemoProduct(Product product, WebApplication app, Databases databases) =>
        (this.product, this.app, Databases, Address) = (product, app, databases, new(app.Urls.Single()));

    public Databases Databases { get; }

    public IServiceProvider Services => app.Services;

    public Uri Address { get; }

    /// <summary>What an actor is turned into before the product sees it.</summary>
    public Func<Actor, Actor> Turn { get; set; } = actor => actor;

    public static async Task<DemoProduct> Start(TestServer server)
    {
        var (connection, owner) = await server.NewConnections();
        var product = new Product([])
        {
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [
                new("ConnectionStrings:Default", connection), new("ConnectionStrings:Owner", owner), new("Data", server.NewFolder()),
                new("Policies", server.Policies), new("Identity:HashIterations", "1000"), new("Identity:SecondFactor", "optional"), new("Jobs:Workers", "1"),
            ]).Build(),
        };
        DemoProduct? made = null;
        var app = await WebProduct.Build(product, "http://127.0.0.1:0", demo: false, builder =>
        {
            var real = builder.Services.Last(service => service.ServiceType == typeof(IActorSource));
            builder.Services.AddSingleton<IActorSource>(services => new Turning(
                (IActorSource)ActivatorUtilities.CreateInstance(services, real.ImplementationType!), actor => made!.Turn(actor)));
        });
        await product.Prepare(app.Services);
        await new DemoWorld(await product.Open(), product, app.Services.GetRequiredService<Rulebook>(), app.Services.GetRequiredService<WorkCalendar>(),
            app.Services.GetRequiredService<TimeProvider>()).LoadOnce(_ => { });
        await app.StartAsync();
        return made = new(product, app, await product.Open());
    }

    public HttpClient Visitor() => new(new HttpClientHandler { CookieContainer = new(), AllowAutoRedirect = false, MaxConnectionsPerServer = 4 })
    {
        BaseAddress = Address,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public async Task<HttpClient> SignIn(string email)
    {
        var client = Visitor();
        using var form = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", TokenOf(await client.GetStringAsync("/sign-in"))), new("_handler", "password"),
            new("Form.Email", email), new("Form.Password", Personas.Password),
        ]);
        using var answer = await client.PostAsync("/sign-in", form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    public static string TokenOf(string html) => Token().Match(html).Groups[1].Value;

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await product.DisposeAsync();
    }

    private sealed class Turning(IActorSource real, Func<Actor, Actor> turn) : IActorSource
    {
        public async Task<Actor?> Find(Guid account, Guid session, CancellationToken ct) =>
            await real.Find(account, session, ct) is { } actor ? turn(actor) : null;

        public async Task<Actor?> Of(Guid account, CancellationToken ct) => await real.Of(account, ct) is { } actor ? turn(actor) : null;
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
