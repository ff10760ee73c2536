using System.Security.Cryptography;
using System.Text;

namespace PartnerCenter.OpenApi.Signing;

/// <summary>
/// A request as its signer saw it. Signers differ: some encode a path that is encoded already, and one leaves repeated parameters in the
/// order in which it sends them. Whichever reading gives the signature is the right one, for all of them say the same.
/// </summary>
/// <param name="Method">GET, POST …</param>
/// <param name="Target">Path and query as they came over the wire.</param>
/// <param name="Header">The value of a header as received; null for one that is not there.</param>
/// <param name="Body">The body, of a GET as well.</param>
internal sealed record CanonicalRequest(string Method, string Target, Func<string, string?> Header, byte[] Body)
{
    private const string Unsigned = "UNSIGNED-PAYLOAD";

    /// <summary>Whether the signature is that of the secret; takes as long for a wrong one.</summary>
    public bool IsSigned(AuthorizationHeader by, string secret)
    {
        if (PayloadHash() is not { } payload)
        {
            return false;
        }

        var given = Encoding.ASCII.GetBytes(by.Signature);
        var right = false;
        foreach (var text in Readings(by.Signed, payload))
        {
            right |= CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(secret, Header("x-sdk-date") ?? "", text)), given);
        }

        return right;
    }

    /// <summary>The signature of this request, for whoever sends it: of its first reading, that of one who encodes once.</summary>
    public string SignedBy(string secret, IReadOnlyList<string> signed) =>
        Sign(secret, Header("x-sdk-date") ?? "", Readings(signed, Convert.ToHexStringLower(SHA256.HashData(Body))).First());

    /// <summary>The signature of a canonical request.</summary>
    public static string Sign(string secret, string date, string canonical)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{AuthorizationHeader.Algorithm}\n{date}\n{hash}")));
    }

    private IEnumerable<string> Readings(IReadOnlyList<string> signed, string payload)
    {
        var mark = Target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (Target, "") : (Target[..mark], Target[(mark + 1)..]);
        var headers = string.Concat(signed.Select(name => $"{name}:{Header(name)?.Trim() ?? ""}\n"));
        var paths = new[] { Path(path, Uri.UnescapeDataString), Path(path, segment => segment) }.Distinct();
        var queries = new[] { Query(query, sorted: true), Query(query, sorted: false) }.Distinct();
        return from p in paths from q in queries select $"{Method}\n{p}\n{q}\n{headers}\n{string.Join(';', signed)}\n{payload}";
    }

    private static string Path(string path, Func<string, string> plain)
    {
        var encoded = string.Join('/', path.Split('/').Select(segment => Uri.EscapeDataString(plain(segment))));
        return encoded.EndsWith('/') ? encoded : $"{encoded}/";
    }

    /// <summary>By key; the values of one key by value, or in the order in which they were sent.</summary>
    private static string Query(string query, bool sorted)
    {
        var pairs = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => (Key: Plain(pair[0]), Value: pair.Length == 2 ? Plain(pair[1]) : "")).OrderBy(pair => pair.Key, StringComparer.Ordinal);
        var ordered = sorted ? pairs.ThenBy(pair => pair.Value, StringComparer.Ordinal) : pairs;
        return string.Join('&', ordered.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
    }

    private static string Plain(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    /// <summary>A hash that the caller names must be that of the body; a body that is not signed is not taken.</summary>
    private string? PayloadHash()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Body));
        return Header("x-sdk-content-sha256") switch
        {
            null => hash,
            Unsigned when Body.Length == 0 => Unsigned,
            { } named when string.Equals(named, hash, StringComparison.OrdinalIgnoreCase) => named,
            _ => null,
        };
    }
}
