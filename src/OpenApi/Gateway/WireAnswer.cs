using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace PartnerCenter.OpenApi.Gateway;

/// <summary>How answers look on the wire: always JSON with its content type, without which one of the SDKs fails, and a request id.</summary>
internal static class WireAnswer
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = new Names(),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Gives the answer its request id.</summary>
    public static string Identify(HttpContext http)
    {
        var id = Guid.NewGuid().ToString("n");
        http.Response.Headers["X-Request-Id"] = id;
        if (IsIdentity(http))
        {
            http.Response.Headers["X-IAM-Trace-Id"] = id;
        }

        return id;
    }

    /// <summary>Writes an answer; 204 for none.</summary>
    public static Task Write(HttpContext http, int status, object? body)
    {
        http.Response.StatusCode = body is null ? StatusCodes.Status204NoContent : status;
        if (body is null)
        {
            return Task.CompletedTask;
        }

        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(JsonSerializer.Serialize(body, Json));
    }

    /// <summary>Writes an error in the shape of the service that the caller believes to speak to.</summary>
    public static Task Write(HttpContext http, WireError error, string requestId)
    {
        if (error.Status == StatusCodes.Status429TooManyRequests)
        {
            // Calls are counted by the second.
            http.Response.Headers.RetryAfter = "1";
        }

        return Write(http, error.Status, error.Code switch
        {
            null => new { error = new { code = error.Status, message = error.Message, title = ReasonPhrases.GetReasonPhrase(error.Status) } },
            { } code when code.StartsWith("APIG", StringComparison.Ordinal) => new { error_msg = error.Message, error_code = code, request_id = requestId },
            { } code => (object)new { error_code = code, error_msg = error.Message },
        });
    }

    /// <summary>Whether an address is the identity service's.</summary>
    public static bool IsIdentity(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/v3/auth", StringComparison.Ordinal) || http.Request.Path.StartsWithSegments("/v3/projects", StringComparison.Ordinal)
        || IsCredentials(http);

    /// <summary>Whether an address is that of access keys, whose errors have a shape of their own.</summary>
    public static bool IsCredentials(HttpContext http) => http.Request.Path.StartsWithSegments("/v3.0", StringComparison.Ordinal);

    /// <summary>A name that is written as the wire has it stays so: one has a capital in its middle.</summary>
    private sealed class Names : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name.Contains('_', StringComparison.Ordinal) ? name : SnakeCaseLower.ConvertName(name);
    }

    /// <summary>Error of a parameter, or of a body that is no JSON, in the words of the service.</summary>
    public static WireError AtHome(HttpContext http, WireError error) => error.Code switch
    {
        "CBC.0100" when IsCredentials(http) => new(400, "IAM.0011", error.Message),
        "CBC.0154" when IsIdentity(http) => WireError.Identity(401, error.Message),
        "CBC.0151" when IsIdentity(http) => WireError.Identity(403, "You have no right to do this action"),
        "CBC.0100" or "CBC.0999" when IsIdentity(http) => WireError.Identity(error.Status, error.Message),
        _ => error,
    };
}
