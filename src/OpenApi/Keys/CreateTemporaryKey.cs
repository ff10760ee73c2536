using System.Security.Cryptography;
using PartnerCenter.OpenApi.Gateway;
using PartnerCenter.OpenApi.Persistence;
using PartnerCenter.OpenApi.Tokens;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.OpenApi.Keys;

/// <summary>A temporary access key with its security token.</summary>
internal sealed record TemporaryKey(string Access, string Secret, string SecurityToken, DateTimeOffset ExpiresAt);

/// <summary>A caller gets an access key for a while, for itself or for the customer that it acts for. It holds as a token does.</summary>
internal sealed class CreateTemporaryKey(OpenApiDb db, Vault vault, MachineClock machine)
{
    /// <summary>Makes one.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="customer">The customer that it acts for; null for itself.</param>
    /// <param name="seconds">How long it holds.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<TemporaryKey> Run(Caller caller, Guid? customer, int seconds, CancellationToken ct = default)
    {
        KeyOwner.Check(caller.Person);
        var (id, secret, token) = (Guid.CreateVersion7(), AccessKey.NewSecret(), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(64)));
        var key = new AccessKey
        {
            Id = id,
            Access = AccessKey.NewAccess(),
            AccountId = caller.Account.Id,
            Secret = vault.Seal(secret, AccessKey.SecretColumn.Place, id),
            Description = "",
            CreatedAt = machine.Now,
            ExpiresAt = machine.Now.AddSeconds(seconds),
            SecurityTokenHash = Token.Hash(token),
            AssumedCustomer = customer,
            SandboxId = caller.Actor.Sandbox,
            Mark = caller.Mark,
        };
        db.AccessKeys.Add(key);
        await db.Unit.Open(caller.Person.Reach, ct);
        db.Unit.Record(caller.Account.Partner ?? Guid.Empty, $"openapi.access_key/{key.Access}", new { temporary = true, customer, until = key.ExpiresAt });
        await db.Save(caller.Person, "openapi.create-temporary-key", ct);
        return new(key.Access, secret, token, key.ExpiresAt.Value);
    }
}
