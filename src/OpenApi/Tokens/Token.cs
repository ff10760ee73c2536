using System.Security.Cryptography;
using System.Text;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.OpenApi.Tokens;

/// <summary>A token that a program sends instead of a signature. It holds for a day, unless its account changes or it is revoked.</summary>
[Untracked]
internal sealed class Token
{
    public required string TokenHash { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>The customer that the account's partner acts for by it.</summary>
    public Guid? AssumedCustomer { get; init; }

    /// <summary>The sandbox in which it holds; null for the partner itself.</summary>
    public Guid? SandboxId { get; init; }

    /// <summary>The region whose project it is for; null for the whole domain.</summary>
    public string? Region { get; init; }

    public required string Mark { get; init; }

    public DateTimeOffset IssuedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public static string New() => $"MII{Convert.ToBase64String(RandomNumberGenerator.GetBytes(96)).Replace('/', '-').Replace("=", "", StringComparison.Ordinal)}";

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
