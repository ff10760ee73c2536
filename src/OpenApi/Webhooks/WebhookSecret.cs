using System.Security.Cryptography;
using System.Text;

namespace PartnerCenter.OpenApi.Webhooks;

/// <summary>Secrets and signatures of messages, by the Standard Webhooks convention.</summary>
internal static class WebhookSecret
{
    private const string Mark = "whsec_";
    private const int Bytes = 32;

    /// <summary>A new one, as receivers take it.</summary>
    public static string New() => Mark + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Signs a message with each secret that holds: <c>v1,…</c>, several with a blank between.</summary>
    /// <param name="secrets">The newest first.</param>
    /// <param name="id">The message.</param>
    /// <param name="seconds">When it is sent, in seconds since 1970.</param>
    /// <param name="body">What is sent, to the letter.</param>
    public static string Sign(IEnumerable<string> secrets, string id, long seconds, string body)
    {
        var content = Encoding.UTF8.GetBytes($"{id}.{seconds}.{body}");
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Key(secret), content))));
    }

    private static byte[] Key(string secret) => Convert.FromBase64String(secret[Mark.Length..]);
}
