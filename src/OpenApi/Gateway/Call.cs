using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.OpenApi.Gateway;

/// <summary>A call that is let through: its parameters by name, from the query of a GET and the body of all others.</summary>
internal sealed class Call(HttpContext http, Caller? caller, JsonElement body, byte[] raw)
{
    private const int Longest = 1024;

    /// <summary>The request.</summary>
    public HttpContext Http => http;

    /// <summary>Stops waiting.</summary>
    public CancellationToken Ct => http.RequestAborted;

    /// <summary>Who calls.</summary>
    public Caller Caller => caller ?? throw new InvalidOperationException("This operation has no caller.");

    /// <summary>Who acts.</summary>
    public Actor By => Caller.Actor;

    /// <summary>The body.</summary>
    public JsonElement Body => body;

    /// <summary>The body as it came.</summary>
    public byte[] Raw => raw;

    /// <summary>Where the present page of a list begins, and how long it is; see <see cref="Paged"/>.</summary>
    public (int Skip, int Limit) Page => Paged(100);

    public T Get<T>()
        where T : notnull => http.RequestServices.GetRequiredService<T>();

    /// <summary>A text; null for one that is left out or empty.</summary>
    public string? Text(string name, int most = Longest)
    {
        var text = HttpMethods.IsGet(http.Request.Method) ? http.Request.Query[name].FirstOrDefault() : TextOf(body, name);
        return string.IsNullOrEmpty(text) ? null
            : text.Length <= most && !text.Contains('\0', StringComparison.Ordinal) ? text
            : throw WireError.Parameter(name, "is too long or has characters that it cannot have");
    }

    /// <summary>Texts of a list, or of a query that names it again and again; none where it is left out.</summary>
    public IReadOnlyList<string> Texts(string name, int most)
    {
        List<string> texts = HttpMethods.IsGet(http.Request.Method)
            ? [.. http.Request.Query[name].OfType<string>().Where(text => text.Length > 0)]
            : Inside(body, name) switch
            {
                { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => [],
                { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(one =>
                    one.ValueKind is JsonValueKind.String or JsonValueKind.Number ? $"{one}" : throw WireError.Parameter(name))],
                _ => throw WireError.Parameter(name, "is a list"),
            };
        return texts.Count <= most && texts.TrueForAll(text => text.Length is > 0 and <= Longest && !text.Contains('\0', StringComparison.Ordinal))
            ? texts
            : throw WireError.Parameter(name, $"has {most} at most");
    }

    /// <summary>A text that must be there.</summary>
    public string Need(string name, int most = Longest) => Text(name, most) ?? throw WireError.Parameter(name, "is missing");

    /// <summary>One of some words; null for none.</summary>
    public string? OneOf(string name, params string[] words) => Text(name) is not { } text || words.Contains(text) ? Text(name) : throw WireError.Parameter(name);

    /// <summary>A whole number; null for none.</summary>
    public int? Number(string name, int least, int most) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw WireError.Parameter(name, $"is a number from {least} to {most}");

    /// <summary>The id of a customer; null for none. One that is no id names no customer: it is answered like an unknown one.</summary>
    public Guid? Id(string name) => Text(name) is not { } text ? null : IdOf(text);

    /// <summary>The id in a text; the zero id, which is nobody's, if there is none.</summary>
    public static Guid IdOf(string text) => Guid.TryParseExact(text, "N", out var id) || Guid.TryParseExact(text, "D", out id) ? id : Guid.Empty;

    /// <summary>An instant, <c>2024-09-02T02:00:00Z</c>; null for none.</summary>
    public DateTimeOffset? Instant(string name) => Text(name) is not { } text ? null
        : DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : throw WireError.Parameter(name, "is a time such as 2024-09-02T02:00:00Z");

    /// <summary>A day, <c>2024-09-02</c>, at GMT+08:00; null for none.</summary>
    public DateOnly? Day(string name) => Text(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw WireError.Parameter(name, "is a day such as 2024-09-02");

    /// <summary>The instants between which two days lie, both included; null for one that is left out.</summary>
    /// <exception cref="WireError">The span is beyond a year.</exception>
    public (DateTimeOffset? From, DateTimeOffset? Before) Days(string first, string last)
    {
        var (from, to) = (Day(first), Day(last));
        return Within(from is { } one ? BusinessDay.StartOf(one) : null, to is { } other ? BusinessDay.StartOf(other.AddDays(1)) : null);
    }

    /// <summary>The instants of two parameters, the later one included; null for one that is left out.</summary>
    /// <exception cref="WireError">The span is beyond a year.</exception>
    public (DateTimeOffset? From, DateTimeOffset? Before) Span(string first, string last) => Within(Instant(first), Instant(last)?.AddSeconds(1));

    private static (DateTimeOffset? From, DateTimeOffset? Before) Within(DateTimeOffset? from, DateTimeOffset? before) =>
        before > from?.AddYears(1).AddDays(1) ? throw new WireError(400, "CBC.80021021", "The span is one year at most.") : (from, before);

    /// <summary>A month that must be there, <c>2024-09</c>.</summary>
    public Month Month(string name) =>
        Kernel.Month.TryParse(Need(name), out var month) ? month : throw WireError.Parameter(name, "is a month such as 2024-09");

    /// <summary>Rows to skip from 0, and how many come: 10 unless said otherwise.</summary>
    public (int Skip, int Limit) Paged(int most) => (Number("offset", 0, int.MaxValue) ?? 0, Number("limit", 1, most) ?? 10);

    /// <summary>Acting on a reseller's data is not answered: no partner has a right on any that it could name here.</summary>
    public void NoReseller()
    {
        if (Text("indirect_partner_id") is not null)
        {
            throw new WireError(400, "CBC.99000037", "No right on this cloud reseller.");
        }
    }

    /// <summary>A text or number in an object; null where it is absent.</summary>
    public static string? TextOf(JsonElement from, string name) =>
        from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => throw WireError.Parameter(name),
        };

    /// <summary>An object inside another; undefined where it is absent.</summary>
    public static JsonElement Inside(JsonElement from, params string[] path)
    {
        foreach (var name in path)
        {
            if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out from))
            {
                return default;
            }
        }

        return from;
    }
}
