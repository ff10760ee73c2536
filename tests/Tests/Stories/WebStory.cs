using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using PartnerCenter.Host;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Tests.Stories;

/// <summary>The running product with its web server and its workers, and people who sign in over HTTP.</summary>
public abstract partial class WebStory(TestServer server) : IAsyncLifetime
{
    private readonly Dictionary<HttpClient, CookieContainer> jars = [];
    private Product product = null!;
    private string address = "";

    protected World World { get; private set; } = null!;

    protected WebApplication App { get; private set; } = null!;

    /// <summary>Settings beyond the usual.</summary>
    protected virtual Dictionary<string, string?> Settings => [];

    /// <summary>Last changes to the product before it starts.</summary>
    protected virtual void Adapt(WebApplicationBuilder builder)
    {
    }

    public virtual async ValueTask InitializeAsync()
    {
        var (connection, owner) = await server.NewConnections();
        World = await World.Start(Databases.Open(connection, owner), server);
        product = new Product([])
        {
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [
                new("ConnectionStrings:Default", connection), new("ConnectionStrings:Owner", owner), new("Data", World.Folder), new("Policies", server.Policies),
                new("Identity:HashIterations", "1000"), new("Identity:SecondFactor", "optional"), new("Jobs:Workers", "1"),
            ]).AddInMemoryCollection(Settings).Build(),
        };
        App = await WebProduct.Build(product, "http://127.0.0.1:0", demo: false, Adapt);
        await product.Prepare(App.Services);
        await App.StartAsync();
        address = App.Urls.Single();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await product.DisposeAsync();
        await World.DisposeAsync();
    }

    protected HttpClient Visitor()
    {
        var jar = new CookieContainer();
        var client = new HttpClient(new HttpClientHandler { CookieContainer = jar, AllowAutoRedirect = false }) { BaseAddress = new(address) };
        jars[client] = jar;
        return client;
    }

    /// <summary>What a browser sends back, as one header.</summary>
    protected string Cookie(HttpClient client) => jars[client].GetCookieHeader(client.BaseAddress!);

    protected async Task<HttpClient> SignedIn(Actor actor, string? lands = null)
    {
        var client = Visitor();
        var email = await World.Scalar<string>($"select email from identity.account where id = '{actor.Account}'");
        using var form = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", await TokenOf(client, "/sign-in")), new("_handler", "password"), new("Form.Email", email),
            new("Form.Password", World.Password),
        ]);
        using var answer = await client.PostAsync("/sign-in", form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.True(lands is null || answer.Headers.Location!.ToString().EndsWith(lands, StringComparison.Ordinal), $"{answer.Headers.Location}");
        return client;
    }

    /// <summary>The antiforgery token on a page.</summary>
    protected static async Task<string> TokenOf(HttpClient client, string page) =>
        Token().Match(await client.GetStringAsync(page)).Groups[1].Value;

    protected static async Task<(HttpStatusCode, string?, string?)> Problem(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (answer.StatusCode, problem.TryGetProperty("code", out var code) ? code.GetString() : null,
            problem.TryGetProperty("field", out var field) ? field.GetString() : null);
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
