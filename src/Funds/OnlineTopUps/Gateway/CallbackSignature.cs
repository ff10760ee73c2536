using System.Security.Cryptography;
using System.Text;

namespace PartnerCenter.Funds.OnlineTopUps.Gateway;

/// <summary>How callbacks are signed: HMAC-SHA256, in hexadecimal digits, of the body's bytes.</summary>
internal static class CallbackSignature
{
    public const string Header = "X-Payment-Signature";

    public static string Of(byte[] body, string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    /// <summary>Compared in the same time whatever is wrong.</summary>
    public static bool Is(string? signature, byte[] body, string secret) =>
        signature is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(Of(body, secret)));
}
