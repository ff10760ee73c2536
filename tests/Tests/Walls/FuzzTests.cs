using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnerCenter.Tests.Walls;

/// <summary>
/// Requests that no client would send, made from the product's own API document: wrong types, missing and extra members, edges, depth,
/// length, NUL and half-made UTF-8. Whatever comes, the answer is one that the document knows.
/// </summary>
public sealed class FuzzTests(TestServer server)
{
    private const int Requests = 20_000;
    private const int AtOnce = 8;
    private const int Seed = 20261124;

    private static readonly string[] People =
        ["lin@northstar.example", "gao@rivergate.example", "operations@vendor.example", "admin@vendor.example", "jiang@people.example", "it@lotusmart.example"];

    [Fact]
    public async Task Whatever_comes_the_answer_is_one_that_the_document_knows()
    {
        await using var product = await DemoProduct.Start(server);
        using var visitor = product.Visitor();
        var document = JsonNode.Parse(await visitor.GetStringAsync("/api/v1.json"))!;
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(o => (Path: path.Key, Method: o.Key, Operation: o.Value!))).ToList();
        var clients = new List<HttpClient>();
        foreach (var email in People)
        {
            clients.Add(await product.SignIn(email));
        }

        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        var statuses = new System.Collections.Concurrent.ConcurrentDictionary<HttpStatusCode, int>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, ct) =>
        {
            var random = new Random(Seed + n);
            var (path, method, operation) = operations[n % operations.Count];
            using var request = new Fuzz(random, document).Request(path, method, operation);
            using var answer = await clients[n / operations.Count % clients.Count].SendAsync(request, ct);
            statuses.AddOrUpdate(answer.StatusCode, 1, (_, count) => count + 1);
            if (await ApiSchema.Problem(document, operation, answer, ct) is { } problem)
            {
                wrong.Add($"{method} {path}: {problem}   (request {n}: {request.RequestUri})");
            }
        });

        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.GroupBy(line => line[..Math.Min(90, line.Length)]).Select(g => $"{g.Count()} × {g.First()}")));
        Assert.True(statuses.Count >= 5, string.Join(' ', statuses.Keys));
        Notes.Add($"walls: {Requests} generated API requests (seed {Seed}): no 5xx, no stack trace, no answer off the document; "
            + string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{(int)s.Key}: {s.Value}")));
    }
}

/// <summary>Makes one request for an operation: some of it right, some of it not.</summary>
internal sealed class Fuzz(Random random, JsonNode document)
{
    private static readonly string[] Odd =
    [
        "", " ", "0", "-1", "1.00", "99999999999999999999", "1e400", "NaN", "null", "true", "2024-09", "2031-01", "9999-12", "0000-00", "2024-13",
        "00000000-0000-0000-0000-000000000000", "not-a-uuid", "' or 1=1 --", "\"", "<script>alert(1)</script>", "../../etc/passwd", "%00", "\u0000",
        "\ud83d\ude00", "\ud800", "\u202eabc", "=1+1", "a\r\nX: y", "%F0%28%8C%28", new string('x', 10_000), "Resale", "customer", "2024-09-01T00:00:00Z",
    ];

    public HttpRequestMessage Request(string path, string method, JsonNode operation)
    {
        var query = new List<string>();
        foreach (var parameter in (operation["parameters"]?.AsArray() ?? []).Select(p => p!))
        {
            var (name, value) = ((string)parameter["name"]!, Text(parameter["schema"]!));
            if ((string?)parameter["in"] == "path")
            {
                path = path.Replace($"{{{name}}}", Escaped(value.Length == 0 ? "-" : value), StringComparison.Ordinal);
            }
            else if (random.Next(3) > 0)
            {
                query.Add($"{name}={Escaped(value)}");
            }
        }

        var request = new HttpRequestMessage(new(method.ToUpperInvariant()), path + (query.Count == 0 ? "" : "?" + string.Join('&', query)));
        if (random.Next(4) > 0)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", random.Next(3) == 0 ? new string('k', random.Next(300)) : Guid.NewGuid().ToString());
        }

        if (operation["requestBody"]?["content"] is { } content)
        {
            request.Content = Body(content);
        }

        return request;
    }

    private HttpContent Body(JsonNode content)
    {
        if (content["application/json"]?["schema"] is not { } schema)
        {
            return new MultipartFormDataContent { { new StringContent(Pick(Odd)), "File", "usage.csv" }, { new StringContent(Pick(Odd)), "format" } };
        }

        return random.Next(12) switch
        {
            0 => new StringContent("{", Encoding.UTF8, "application/json"),
            1 => new StringContent(string.Concat(Enumerable.Repeat("[", 300)), Encoding.UTF8, "application/json"),
            2 => new ByteArrayContent([0xff, 0xfe, 0x7b, 0xc3, 0x28, 0x7d]) { Headers = { ContentType = new("application/json") } },
            3 => new StringContent("{}", Encoding.UTF8, "text/plain"),
            4 => new StringContent(Pick(["null", "[]", "\"x\"", "1", "true", "{}"]), Encoding.UTF8, "application/json"),
            _ => new StringContent(Value(schema, 0)?.ToJsonString() ?? "null", Encoding.UTF8, "application/json"),
        };
    }

    /// <summary>A value for a schema: of its shape in most places, of another in some.</summary>
    private JsonNode? Value(JsonNode schema, int depth)
    {
        if (schema["$ref"] is { } reference)
        {
            return Value(document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!, depth);
        }

        if (depth > 6 || random.Next(8) == 0)
        {
            return random.Next(5) switch
            {
                0 => null,
                1 => JsonValue.Create(long.MaxValue),
                2 => new JsonArray(1, "x"),
                3 => new JsonObject { ["partnerId"] = Guid.NewGuid().ToString(), ["role"] = "vendor-administrator" },
                _ => JsonValue.Create(Printable(Pick(Odd))),
            };
        }

        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
        {
            return Value(choices[random.Next(choices.Count)]!, depth + 1);
        }

        var type = schema["type"] is JsonArray types ? (string?)types[random.Next(types.Count)] : (string?)schema["type"];
        switch (type)
        {
            case "object":
                var made = new JsonObject();
                foreach (var property in (schema["properties"]?.AsObject() ?? []).Where(_ => random.Next(7) > 0))
                {
                    made[property.Key] = Value(property.Value!, depth + 1);
                }

                if (random.Next(4) == 0)
                {
                    made["tenantId"] = Guid.NewGuid().ToString();
                }

                return made;
            case "array":
                return new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(schema["items"] ?? new JsonObject(), depth + 1))]);
            case "integer" or "number":
                return JsonValue.Create(Pick([0L, 1L, -1L, int.MaxValue, long.MinValue, 200L]));
            case "boolean":
                return JsonValue.Create(random.Next(2) == 0);
            case "null":
                return null;
            default:
                return JsonValue.Create(Printable(Text(schema)));
        }
    }

    private string Text(JsonNode schema)
    {
        if (schema["enum"] is JsonArray values && random.Next(2) == 0)
        {
            return values[random.Next(values.Count)]?.ToString() ?? "";
        }

        return (string?)schema["format"] == "uuid" && random.Next(3) > 0 ? Guid.NewGuid().ToString() : Pick(Odd);
    }

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];

    private static string Escaped(string value) => value is "%00" or "%F0%28%8C%28" ? value : Uri.EscapeDataString(Printable(value));

    /// <summary>Half a surrogate cannot be written as UTF-8 by the client itself.</summary>
    private static string Printable(string value) => value == "\ud800" ? "\ufffd" : value;
}

/// <summary>Whether an answer is one that the API document describes.</summary>
internal static class ApiSchema
{
    /// <summary>What is wrong with it, or null.</summary>
    public static async Task<string?> Problem(JsonNode document, JsonNode operation, HttpResponseMessage answer, CancellationToken ct)
    {
        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        var body = await answer.Content.ReadAsStringAsync(ct);
        var address = answer.RequestMessage!.RequestUri!.AbsolutePath;
        if (answer.StatusCode == HttpStatusCode.RequestUriTooLong || (answer.StatusCode == HttpStatusCode.BadRequest && address.Contains("%00", StringComparison.Ordinal)))
        {
            // The server's own answer, before there is any operation.
            return null;
        }

        if ((int)answer.StatusCode >= 500 || body.Contains("   at ", StringComparison.Ordinal) || body.Contains("Exception", StringComparison.Ordinal))
        {
            return $"{status} {body[..Math.Min(200, body.Length)]}";
        }

        var response = operation["responses"]![status] ?? (answer.IsSuccessStatusCode ? null : operation["responses"]!["default"]);
        if (response is null)
        {
            return $"{status} is not in the document";
        }

        var content = response["content"] ?? (answer.IsSuccessStatusCode ? null : operation["responses"]!["default"]!["content"]);
        if (content is null)
        {
            return body.Length == 0 ? null : $"{status} with an unexpected body";
        }

        var type = answer.Content.Headers.ContentType?.MediaType;
        if (type is null || content[type] is not { } described)
        {
            return $"{status} as {type ?? "nothing"}";
        }

        return type.EndsWith("json", StringComparison.Ordinal) && described["schema"] is { } schema
            ? Differs(document, schema, JsonNode.Parse(body), "$") is { } difference ? $"{status} {difference}" : null
            : null;
    }

    /// <summary>Where a value differs from a schema, or null.</summary>
    private static string? Differs(JsonNode document, JsonNode schema, JsonNode? value, string at)
    {
        if (schema["$ref"] is { } reference)
        {
            return Differs(document, document["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!, value, at);
        }

        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
        {
            return choices.Any(choice => Differs(document, choice!, value, at) is null) ? null : $"{at} is none of the choices";
        }

        string[] types = schema["type"] switch { JsonArray some => [.. some.Select(t => (string)t!)], { } one => [(string)one!], _ => [] };
        var kind = value switch
        {
            null => "null",
            JsonObject => "object",
            JsonArray => "array",
            _ => value.GetValueKind() switch
            {
                System.Text.Json.JsonValueKind.String => "string",
                System.Text.Json.JsonValueKind.Number => "number",
                _ => "boolean",
            },
        };
        if (types.Length > 0 && !types.Contains(kind) && !(kind == "number" && types.Contains("integer")))
        {
            return $"{at} is {kind}, not {string.Join('|', types)}";
        }

        if (schema["enum"] is JsonArray values && value is not null && !values.Any(v => JsonNode.DeepEquals(v, value)))
        {
            return $"{at} = {value} is not in the list";
        }

        return value switch
        {
            JsonObject made => schema["required"]?.AsArray().Select(name => (string)name!).FirstOrDefault(name => !made.ContainsKey(name)) is { } missing
                ? $"{at}.{missing} is missing"
                : made.Select(p => schema["properties"]?[p.Key] is { } known
                    ? Differs(document, known, p.Value, $"{at}.{p.Key}")
                    : schema["additionalProperties"] is null && schema["properties"] is not null ? $"{at}.{p.Key} is not in the document" : null).FirstOrDefault(d => d is not null),
            JsonArray items => schema["items"] is { } each
                ? items.Select((item, i) => Differs(document, each, item, $"{at}[{i}]")).FirstOrDefault(d => d is not null)
                : null,
            _ => null,
        };
    }
}
