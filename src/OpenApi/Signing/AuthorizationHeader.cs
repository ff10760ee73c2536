using System.Text.RegularExpressions;

namespace PartnerCenter.OpenApi.Signing;

/// <summary>What a signed call says of its signature.</summary>
/// <param name="Access">The access key.</param>
/// <param name="Signed">The names of the headers that are signed, lower case, in their order.</param>
/// <param name="Signature">64 lower-case hexadecimal digits.</param>
internal sealed partial record AuthorizationHeader(string Access, IReadOnlyList<string> Signed, string Signature)
{
    public const string Algorithm = "SDK-HMAC-SHA256";

    private const int MostHeaders = 64;

    /// <summary>Reads the header; null if it is not one of ours. The time is always signed.</summary>
    public static AuthorizationHeader? Read(string? header)
    {
        var match = Form().Match(header ?? "");
        var signed = match.Groups[2].Value.ToLowerInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries);
        return match.Success && signed.Length <= MostHeaders && signed.Contains("x-sdk-date")
            ? new(match.Groups[1].Value, signed, match.Groups[3].Value.ToLowerInvariant())
            : null;
    }

    [GeneratedRegex(@"^SDK-HMAC-SHA256\s+Access=([A-Za-z0-9]{1,64}),\s*SignedHeaders=([A-Za-z0-9;_-]{1,2000}),\s*Signature=([0-9a-fA-F]{64})$")]
    private static partial Regex Form();
}
