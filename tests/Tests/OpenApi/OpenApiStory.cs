using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using PartnerCenter.OpenApi.Keys;
using PartnerCenter.Platform.Access;
using PartnerCenter.Tests.Stories;

namespace PartnerCenter.Tests.OpenApi;

/// <summary>The running product as programs of partners see it, with a clock that the test moves, and a signer of its own.</summary>
public abstract class OpenApiStory(TestServer server) : WebStory(server)
{
    private protected sealed record Key(string Access, string Secret);

    private protected sealed record Said(HttpStatusCode Status, JsonElement Body, HttpResponseHeaders Headers)
    {
        public string? this[string name] => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

        /// <summary>The tree of names and kinds, as the contract of the operation has it.</summary>
        public string Shape => ShapeOf(Body);

        public List<JsonElement> Rows(string list) => [.. Body.GetProperty(list).EnumerateArray()];

        public (int, string?) Error => ((int)Status, this["error_code"]);
    }

    private static string ShapeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(property => property.Name + ShapeOf(property.Value)))}}}",
        JsonValueKind.Array => $"[{string.Join(" | ", value.EnumerateArray().Select(ShapeOf).Distinct())}]",
        JsonValueKind.Number => " #",
        JsonValueKind.True or JsonValueKind.False => " ?",
        _ => "",
    };

    /// <summary>A second passes, so that the next call is another command.</summary>
    private protected void Later() => World.Clock.MoveTo(World.Clock.GetUtcNow().AddSeconds(1));

    protected override void Adapt(WebApplicationBuilder builder) => builder.Services.AddSingleton<TimeProvider>(World.Clock);

    private protected async Task<Key> NewKey(Actor of)
    {
        var made = await World.Use((CreateAccessKey create) => create.Run("test", false, of, TestContext.Current.CancellationToken));
        return new(made.Access, made.Secret);
    }

    private protected Task<Said> Signed(Key key, string method, string target, object? body = null, Action<HttpRequestMessage>? adapt = null, HttpClient? by = null) =>
        Send(by ?? Visitor(), method, target, body, request =>
        {
            request.Headers.TryAddWithoutValidation("X-Sdk-Date", World.Clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
            adapt?.Invoke(request);
            Sign(request, key, target, body);
        });

    private protected Task<Said> WithToken(string token, string method, string target, object? body = null, Action<HttpRequestMessage>? adapt = null) =>
        Send(Visitor(), method, target, body, request =>
        {
            request.Headers.TryAddWithoutValidation("X-Auth-Token", token);
            adapt?.Invoke(request);
        });

    private protected static async Task<Said> Send(HttpClient client, string method, string target, object? body, Action<HttpRequestMessage>? adapt = null)
    {
        using var request = new HttpRequestMessage(new(method), target);
        if (body is not null)
        {
            request.Content = new StringContent(Text(body), Encoding.UTF8, "application/json");
        }

        adapt?.Invoke(request);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Matches("^[0-9a-f]{32}$", answer.Headers.GetValues("X-Request-Id").Single());
        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            return new(answer.StatusCode, default, answer.Headers);
        }

        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return new(answer.StatusCode, JsonDocument.Parse(text).RootElement, answer.Headers);
    }

    private static string Text(object body) => body as string ?? JsonSerializer.Serialize(body);

    private static void Sign(HttpRequestMessage request, Key key, string target, object? body)
    {
        var (path, query) = target.Split('?') is [var p, var q] ? (p, q) : (target, "");
        var sorted = string.Join('&', query.Split('&').Order(StringComparer.Ordinal));
        var date = request.Headers.GetValues("X-Sdk-Date").Single();
        var payload = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body is null ? "" : Text(body))));
        var canonical = $"{request.Method.Method}\n{path}/\n{sorted}\nx-sdk-date:{date}\n\nx-sdk-date\n{payload}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Secret), Encoding.UTF8.GetBytes($"SDK-HMAC-SHA256\n{date}\n{hash}")));
        request.Headers.TryAddWithoutValidation("Authorization", $"SDK-HMAC-SHA256 Access={key.Access}, SignedHeaders=x-sdk-date, Signature={signature}");
    }

    /// <summary>What asks for a token by password.</summary>
    private protected static object PasswordWish(string login, string password, string domain, object? scope = null) => new
    {
        auth = new
        {
            identity = new { methods = new[] { "password" }, password = new { user = new { name = login, password, domain = new { name = domain } } } },
            scope = scope ?? new { domain = new { name = domain } },
        },
    };

    private protected static object AssumeWish(string customer, string agency, object? scope = null) => new
    {
        auth = new { identity = new { methods = new[] { "assume_role" }, assume_role = new { domain_name = customer, agency_name = agency } }, scope },
    };

    private protected async Task<string> LoginOf(Actor actor) => await World.Scalar<string>($"select user_name from identity.account where id = '{actor.Account}'");

    private protected async Task<string> TokenFor(Actor actor)
    {
        var login = await LoginOf(actor);
        var said = await Send(Visitor(), "POST", "/v3/auth/tokens", PasswordWish(login, World.Password, login));
        Assert.Equal(HttpStatusCode.Created, said.Status);
        return said.Headers.GetValues("X-Subject-Token").Single();
    }
}
