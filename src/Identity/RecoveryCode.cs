using System.Security.Cryptography;
using System.Text;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Identity;

/// <summary>A code for whoever has lost the authenticator app: fifty bits, good once.</summary>
internal sealed class RecoveryCode
{
    /// <summary>How many are made at a time.</summary>
    public const int Count = 10;

    // Without what is easily taken for something else.
    private const string Letters = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";

    public Guid AccountId { get; init; }

    [Secret]
    public required string CodeHash { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>A new one, as ABCDE-12345.</summary>
    public static string New()
    {
        var letters = RandomNumberGenerator.GetString(Letters, 10);
        return $"{letters[..5]}-{letters[5..]}";
    }

    /// <summary>What is kept of it.</summary>
    public static string Hash(Guid account, string code)
    {
        var plain = code.Trim().ToUpperInvariant().Replace("-", "", StringComparison.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account}/{plain}")));
    }
}
