using System.Security.Cryptography;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.OpenApi.Keys;

/// <summary>A pair of access key and secret (AK/SK) that a program signs its calls with, for one account. What is done with it is recorded for the account's partner.</summary>
[Untracked]
internal sealed class AccessKey
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const string SecretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Where secrets are sealed.</summary>
    public static readonly SealedColumn SecretColumn = new("openapi.access_key", "secret");

    public Guid Id { get; init; }

    /// <summary>What calls name: 20 upper-case letters and digits.</summary>
    public required string Access { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>Sealed: a signature is checked with the secret itself, so that a hash of it would not do.</summary>
    public required string Secret { get; init; }

    public required string Description { get; set; }

    public bool Active { get; set; } = true;

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The first instant at which a temporary one no longer holds; null for a permanent one.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public string? SecurityTokenHash { get; init; }

    /// <summary>The customer that a temporary one acts for.</summary>
    public Guid? AssumedCustomer { get; init; }

    /// <summary>The sandbox that it is for; null for the partner itself.</summary>
    public Guid? SandboxId { get; init; }

    /// <summary>The mark of the account when a temporary one was given out.</summary>
    public string? Mark { get; init; }

    /// <summary>To the minute; written beside the unit of work.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public int Failures { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }

    public static string NewAccess() => RandomNumberGenerator.GetString(Letters, 20);

    public static string NewSecret() => RandomNumberGenerator.GetString(SecretLetters, 40);
}
