using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Persistence;
using PartnerCenter.OpenApi.Sandboxes;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.OpenApi.Keys;

/// <summary>A new access key; its secret is shown this once.</summary>
/// <param name="Access">What calls name.</param>
/// <param name="Secret">What they are signed with.</param>
/// <param name="CreatedAt">When, UTC.</param>
internal sealed record NewKey(string Access, string Secret, DateTimeOffset CreatedAt);

/// <summary>An access key as its owner sees it.</summary>
internal sealed record KeyRow(
    string Access, string Description, bool Active, bool Sandbox, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? LockedUntil);

/// <summary>Somebody who may use the open API gets an access key for its programs.</summary>
internal sealed class CreateAccessKey(
    OpenApiDb db, Vault vault, Rulebook rulebook, BusinessDay businessDay, MachineClock machine, EndTokens tokens, SandboxLists sandboxes)
{
    private const int LongestDescription = 255;

    /// <summary>Makes one.</summary>
    /// <param name="description">What it is for.</param>
    /// <param name="sandbox">Whether it is for the partner's sandbox; what is made in the sandbox always is.</param>
    /// <param name="by">Whose.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>openapi.too-many-keys</c>, <c>openapi.no-sandbox</c>, <c>form.too-long</c>.</exception>
    public async Task<NewKey> Run(string? description, bool sandbox, Actor by, CancellationToken ct = default)
    {
        KeyOwner.Check(by);
        var tenant = by.Sandbox ?? (sandbox ? (await sandboxes.Of(by, ct) ?? throw new Refusal("openapi.no-sandbox")).Id : null as Guid?);
        var most = rulebook.On<ApiTerms>(ApiTerms.Rule, businessDay.Today).Terms.KeysPerUser;
        await db.Unit.InTurn($"access keys of {by.Account}", ct);
        if (await db.AccessKeys.CountAsync(key => key.AccountId == by.Account && key.ExpiresAt == null && key.SandboxId == tenant, ct) >= most)
        {
            throw new Refusal("openapi.too-many-keys", most);
        }

        var (id, secret) = (Guid.CreateVersion7(), AccessKey.NewSecret());
        var key = new AccessKey
        {
            Id = id,
            Access = AccessKey.NewAccess(),
            AccountId = by.Account,
            Secret = vault.Seal(secret, AccessKey.SecretColumn.Place, id),
            Description = KeyOwner.Description(description, LongestDescription),
            CreatedAt = machine.Now,
            SandboxId = tenant,
        };
        db.AccessKeys.Add(key);
        await tokens.Of(by.Account, tenant, ct);
        KeyOwner.Record(db, key, by, new { made = true, key.Description, key.SandboxId });
        await db.Save(by, "openapi.create-key", ct);
        return new(key.Access, secret, key.CreatedAt);
    }
}

/// <summary>The owner of an access key switches it off or on again, or says anew what it is for.</summary>
internal sealed class ChangeAccessKey(OpenApiDb db, EndTokens tokens)
{
    /// <summary>Changes it.</summary>
    /// <param name="access">The key.</param>
    /// <param name="active">Whether it holds; null to leave that.</param>
    /// <param name="description">What it is for; null to leave that.</param>
    /// <param name="by">The owner.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The key as it is now; null if the actor has no such key.</returns>
    public async Task<KeyRow?> Run(string access, bool? active, string? description, Actor by, CancellationToken ct = default)
    {
        KeyOwner.Check(by);
        if (await KeyOwner.Of(db, by).SingleOrDefaultAsync(k => k.Access == access, ct) is not { } key)
        {
            return null;
        }

        key.Active = active ?? key.Active;
        key.Description = description is null ? key.Description : KeyOwner.Description(description, 255);
        await tokens.Of(by.Account, key.SandboxId, ct);
        KeyOwner.Record(db, key, by, new { key.Active, key.Description });
        await db.Save(by, "openapi.change-key", ct);
        return KeyLists.Row(key);
    }
}

/// <summary>The owner of an access key deletes it: what is signed with it holds no more.</summary>
internal sealed class DeleteAccessKey(OpenApiDb db, EndTokens tokens)
{
    /// <summary>Deletes it.</summary>
    /// <returns>False if the actor has no such key.</returns>
    public async Task<bool> Run(string access, Actor by, CancellationToken ct = default)
    {
        KeyOwner.Check(by);
        if (await KeyOwner.Of(db, by).SingleOrDefaultAsync(k => k.Access == access, ct) is not { } key)
        {
            return false;
        }

        db.AccessKeys.Remove(key);
        await tokens.Of(by.Account, key.SandboxId, ct);
        KeyOwner.Record(db, key, by, new { deleted = true });
        await db.Save(by, "openapi.delete-key", ct);
        return true;
    }
}

/// <summary>The access keys of the actor.</summary>
internal sealed class KeyLists(OpenApiDb db)
{
    /// <summary>Its permanent ones, the oldest first.</summary>
    public async Task<List<KeyRow>> Of(Actor by, CancellationToken ct = default)
    {
        KeyOwner.Check(by);
        var keys = await KeyOwner.Of(db, by).AsNoTracking().OrderBy(key => key.CreatedAt).ToListAsync(ct);
        return keys.ConvertAll(Row);
    }

    public static KeyRow Row(AccessKey key) => new(key.Access, key.Description, key.Active, key.SandboxId is not null, key.CreatedAt, key.LastUsedAt, key.LockedUntil);
}

/// <summary>Ends the tokens and temporary keys of an account whose access keys change; saved with the caller's unit of work.</summary>
internal sealed class EndTokens(OpenApiDb db, MachineClock machine)
{
    /// <param name="account">The account.</param>
    /// <param name="sandbox">Those of this sandbox; null for those of the partner itself.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task Of(Guid account, Guid? sandbox, CancellationToken ct)
    {
        var tenant = sandbox ?? Guid.Empty;
        await using var end = db.Unit.Command(
            "update openapi.token set ended_at = $2 where account_id = $1 and coalesce(sandbox_id, $4) = $3 and ended_at is null", account, machine.Now, tenant, Guid.Empty);
        await end.ExecuteNonQueryAsync(ct);
        await using var keys = db.Unit.Command(
            "delete from openapi.access_key where account_id = $1 and coalesce(sandbox_id, $3) = $2 and expires_at is not null", account, tenant, Guid.Empty);
        await keys.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>Who may have access keys: a partner's people with the open API, and customers for themselves.</summary>
internal static class KeyOwner
{
    public static void Check(Actor by)
    {
        if (by.Kind != ActorKind.Customer)
        {
            by.Need(OpenApiModule.Use);
        }
    }

    /// <summary>The permanent ones of the actor; within a sandbox, only those for it.</summary>
    public static IQueryable<AccessKey> Of(OpenApiDb db, Actor by)
    {
        var (account, sandbox) = (by.Account, by.Sandbox);
        return db.AccessKeys.Where(key => key.AccountId == account && key.ExpiresAt == null && (sandbox == null || key.SandboxId == sandbox));
    }

    public static void Record(OpenApiDb db, AccessKey key, Actor by, object change) =>
        db.Unit.Record(by.Partner ?? Guid.Empty, $"openapi.access_key/{key.Access}", change);

    public static string Description(string? text, int most) =>
        string.IsNullOrWhiteSpace(text) ? "" : Platform.Web.Input.Text(text, "Description", most);
}
