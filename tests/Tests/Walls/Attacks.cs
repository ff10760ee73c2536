using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace PartnerCenter.Tests.Walls;

/// <summary>A request with a hole where somebody else's id goes.</summary>
/// <param name="Name">Method and address as the product declares them.</param>
/// <param name="Make">The request with an id in every place that takes one.</param>
/// <param name="TakesId">Whether there is such a place.</param>
public sealed record Attack(string Name, Func<string, string, HttpRequestMessage> Make, bool TakesId);

/// <summary>Every way into the running product, found by asking it: endpoints, pages, forms, bodies, query parameters.</summary>
public static partial class Attacks
{
    public static async Task<List<Attack>> Of(DemoProduct product)
    {
        using var visitor = product.Visitor();
        var api = JsonNode.Parse(await visitor.GetStringAsync("/api/v1.json"))!;
        var attacks = new List<Attack>();
        foreach (var endpoint in product.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>())
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (pattern.StartsWith("/_", StringComparison.Ordinal) || pattern.StartsWith("/api/docs", StringComparison.Ordinal) || pattern.Contains("{documentName}", StringComparison.Ordinal)
                || pattern.Contains("{**", StringComparison.Ordinal) || pattern is "/sign-out" or "/error" or "/status/{Code:int}")
            {
                continue;
            }

            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];
            foreach (var method in methods.Where(m => m is not "HEAD" and not "OPTIONS"))
            {
                attacks.AddRange(pattern.StartsWith("/api/v1", StringComparison.Ordinal) ? Api(api, pattern, method) : Page(pattern, method));
            }
        }

        return attacks;
    }

    private static IEnumerable<Attack> Api(JsonNode document, string pattern, string method)
    {
        var plain = Constraint().Replace(pattern, "{$1}").TrimEnd('/');
        var operation = document["paths"]![plain == "" ? "/" : plain]?[method.ToLowerInvariant()] ?? document["paths"]![plain + "/"]?[method.ToLowerInvariant()];
        var query = (operation?["parameters"]?.AsArray() ?? []).Where(p => (string?)p!["in"] == "query").Select(p => (string)p!["name"]!).ToList();
        var schema = operation?["requestBody"]?["content"]?["application/json"]?["schema"];
        yield return new($"{method} {pattern}", (id, number) =>
        {
            var request = new HttpRequestMessage(new(method), Fill(pattern, id, number));
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            if (schema is not null)
            {
                request.Content = new StringContent(Sample(document, schema, id).ToJsonString(), Encoding.UTF8, "application/json");
            }

            return request;
        }, pattern.Contains('{', StringComparison.Ordinal) || schema is not null);
        foreach (var name in query.Where(name => name is not "limit" and not "cursor"))
        {
            yield return new($"{method} {pattern}?{name}", (id, number) =>
                new(new(method), $"{Fill(pattern, id, number)}?{name}={Uri.EscapeDataString(name is "customer" ? id : number)}"), true);
        }
    }

    private static IEnumerable<Attack> Page(string pattern, string method)
    {
        var source = SourceOf(pattern);
        if (method == "GET")
        {
            yield return new($"GET {pattern}", (id, number) => new(HttpMethod.Get, Fill(pattern, id, number)), pattern.Contains('{', StringComparison.Ordinal));
            foreach (var name in source is null ? [] : QueryName().Matches(source).Select(m => m.Groups[1].Value).ToList())
            {
                yield return new($"GET {pattern}?{name}", (id, number) => new(HttpMethod.Get, $"{Fill(pattern, id, number)}?{name}={id}"), true);
            }

            yield break;
        }

        var forms = source is null ? [""] : FormName().Matches(source).Select(m => m.Groups[1].Value).DefaultIfEmpty("").Distinct().ToList();
        var fields = source is null ? [] : InputField().Matches(source).Select(m => (Type: m.Groups[1].Value, Name: m.Groups[2].Value)).ToList();
        foreach (var form in forms)
        {
            yield return new($"{method} {pattern} {form}", (id, number) => new(new(method), Fill(pattern, id, number))
            {
                Content = new FormUrlEncodedContent([new("_handler", form), new("kind", "billing.bill-lines"), new("format", "csv"), new("a.month", "2026-09"),
                    .. fields.Select(f => new KeyValuePair<string, string>($"Form.{f.Name}", Value(f.Type, f.Name, id, number)))]),
            }, true);
        }
    }

    private static string Value(string type, string name, string id, string number) => type.TrimEnd('?') switch
    {
        "Guid" or "List<Guid>" or "Guid[]" => id,
        "bool" => "true",
        _ when name is "Amount" or "Face" => "1.00",
        _ when name is "Partner" or "PartnerNumber" or "Distributor" => number,
        _ when name is "Customer" or "Manager" or "Supervisor" => id,
        "string" => "1.00",
        _ => "0",
    };

    /// <summary>A body of the declared shape with the id wherever an id may stand.</summary>
    private static JsonNode Sample(JsonNode document, JsonNode schema, string id)
    {
        if (schema["$ref"] is { } reference)
        {
            return Sample(document, document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!, id);
        }

        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
        {
            return Sample(document, choices.First(choice => (string?)choice!["type"] != "null")!, id);
        }

        var type = schema["type"] is JsonArray types ? types.Select(t => (string)t!).First(t => t != "null") : (string?)schema["type"];
        return type switch
        {
            "object" => new JsonObject((schema["properties"]?.AsObject() ?? []).Select(p => KeyValuePair.Create(p.Key, (JsonNode?)Sample(document, p.Value!, id)))),
            "array" => new JsonArray(Sample(document, schema["items"]!, id)),
            "integer" or "number" => JsonValue.Create(1),
            "boolean" => JsonValue.Create(true),
            _ when schema["enum"] is JsonArray values => values[0]!.DeepClone(),
            _ => JsonValue.Create((string?)schema["format"] == "uuid" ? id : "1.00"),
        };
    }

    /// <summary>Ids go where ids are asked for, months where months are, numbers elsewhere.</summary>
    private static string Fill(string pattern, string id, string number) => Parameter().Replace(pattern, match =>
        match.Value.Contains(":guid", StringComparison.Ordinal) ? id
        : match.Value.Contains("onth", StringComparison.Ordinal) ? "2026-09"
        : Uri.EscapeDataString(number));

    /// <summary>Markup and the classes beside it, by the name of the file.</summary>
    private static readonly Lazy<Dictionary<string, string>> Sources = new(() => Directory
        .EnumerateFiles(Path.Combine(TestServer.Root, "src"), "*.*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || (file.EndsWith(".cs", StringComparison.Ordinal) && file.Contains("/Pages/", StringComparison.Ordinal)))
        .GroupBy(file => Path.GetFileName(file)).ToDictionary(files => files.Key, files => string.Concat(files.Select(File.ReadAllText))));

    /// <summary>The markup behind an address: it names the address itself, or a class that derives from it does.</summary>
    private static string? SourceOf(string pattern)
    {
        var (page, route) = ($"@page \"{pattern}\"", $"[Route(\"{pattern}\")");
        var own = Sources.Value.FirstOrDefault(file => file.Key.EndsWith(".razor", StringComparison.Ordinal) && file.Value.Contains(page, StringComparison.Ordinal)).Value;
        var derived = Sources.Value.Values.FirstOrDefault(text => text.Contains(route, StringComparison.Ordinal));
        return own ?? (derived is null ? null : Sources.Value[$"{BaseClass().Match(derived, derived.IndexOf(route, StringComparison.Ordinal)).Groups[1].Value}.razor"]);
    }

    [GeneratedRegex(@"class \w+ : (\w+);")]
    private static partial Regex BaseClass();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\{([A-Za-z]+):[^}]+\}")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"\[SupplyParameterFromQuery[^\]]*\][^;\n]*? ([A-Za-z]+) \{ get")]
    private static partial Regex QueryName();

    [GeneratedRegex("<Form [^>]*?Name=\"([^\"]+)\"")]
    private static partial Regex FormName();

    [GeneratedRegex(@"^        public ([A-Za-z<>\[\]?]+) ([A-Za-z]+) \{ get; set; \}", RegexOptions.Multiline)]
    private static partial Regex InputField();
}
