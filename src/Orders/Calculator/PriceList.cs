using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Orders.Calculator;

/// <summary>A list of the price calculator that somebody saved, with the prices of that day. By a link anybody reads it, until the link is revoked.</summary>
internal sealed class PriceList
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid AccountId { get; init; }

    public required string Name { get; init; }

    /// <summary>The lines as JSON, as they were priced.</summary>
    public required string Lines { get; init; }

    public decimal Total { get; init; }

    public DateTimeOffset SavedAt { get; init; }

    /// <summary>Of its link; only the hash is kept. Null while there is none.</summary>
    [Secret]
    public string? TokenHash { get; private set; }

    public DateTimeOffset? SharedAt { get; private set; }

    public IReadOnlyList<PricedLine> Priced() => JsonSerializer.Deserialize<List<PricedLine>>(Lines)!;

    public static string Write(IReadOnlyList<PricedLine> lines) => JsonSerializer.Serialize(lines);

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Makes a link in place of the one before.</summary>
    /// <returns>Its token, told this once.</returns>
    public string Share(DateTimeOffset now)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        (TokenHash, SharedAt) = (Hash(token), now);
        return token;
    }

    public void Revoke() => (TokenHash, SharedAt) = (null, null);
}
