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
    private Product product = null!;
    private string address = "";

    protected World World { get; private set; } = null!;

    protected WebApplication App { get; private set; } = null!;

    /// <summary>Settings beyond the usual.</summary>
    protected virtual Dictionary<string, string?> Settings => [];

    public virtual async ValueTask InitializeAsync()
    {
        var (connection, owner) = await server.NewConnections();
        World = await World.Start(Databases.Open(connection, owner), server);
        product = new Product([])
        {
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [
                new("ConnectionStrings:Default", connection), new("ConnectionStrings:Owner", owner), new("Data", World.Folder), new("Policies", server.Policies),
                new("Identity:HashIterations", "1000"), new("Jobs:Workers", "1"), .. Settings,
            ]).Build(),
        };
        App = await WebProduct.Build(product, "http://127.0.0.1:0", demo: false);
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

    protected HttpClient Visitor() => new(new HttpClientHandler { CookieContainer = new(), AllowAutoRedirect = false }) { BaseAddress = new(address) };

    protected async Task<HttpClient> SignedIn(Actor actor)
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
