using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Identity;

/// <summary>A link by mail with which somebody sets a password, once and in time.</summary>
internal sealed class PasswordLink
{
    [Secret]
    public required string TokenHash { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>The first instant at which it no longer works.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>Makes such links and takes them.</summary>
internal sealed class PasswordLinks(IdentityDb db, UserManager<Account> users, BusinessDay businessDay)
{
    /// <summary>A new link's token of 192 bits for an account; saved with the caller's unit of work. Older links of the account end.</summary>
    public async Task<string> Issue(Guid account, TimeSpan lifetime, CancellationToken ct = default)
    {
        foreach (var older in await db.PasswordLinks.Where(l => l.AccountId == account && l.UsedAt == null).ToListAsync(ct))
        {
            older.UsedAt = businessDay.Now;
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        db.PasswordLinks.Add(new() { TokenHash = Hash(token), AccountId = account, ExpiresAt = businessDay.Now + lifetime });
        return token;
    }

    /// <summary>The display name of the account behind a link that still works, or null.</summary>
    public async Task<string?> NameBehind(string token, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var (hash, now) = (Hash(token), businessDay.Now);
        return await db.PasswordLinks.Where(l => l.TokenHash == hash && l.UsedAt == null && l.ExpiresAt > now)
            .Join(db.Accounts, l => l.AccountId, a => a.Id, (_, a) => a.DisplayName).SingleOrDefaultAsync(ct);
    }

    /// <summary>Sets the password; all sessions of the account end.</summary>
    /// <exception cref="Refusal"><c>identity.link-over</c>, or <c>identity.password</c> at Password.</exception>
    public async Task Use(string token, string? password, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var (hash, now) = (Hash(token), businessDay.Now);
        var link = await db.PasswordLinks.SingleOrDefaultAsync(l => l.TokenHash == hash && l.UsedAt == null && l.ExpiresAt > now, ct)
            ?? throw new Refusal("identity.link-over");
        var account = await db.Accounts.SingleAsync(a => a.Id == link.AccountId, ct);
        await users.SetPassword(account, password);
        (account.EmailConfirmed, link.UsedAt) = (true, now);
        await db.Save(account.ToActor(), "identity.set-password", ct);
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>Setting a password, wherever it happens.</summary>
internal static class Passwords
{
    /// <summary>Checks and sets it; the new stamp ends all sessions, and a lockout ends with it.</summary>
    /// <exception cref="Refusal"><c>identity.password</c> at Password.</exception>
    public static async Task SetPassword(this UserManager<Account> users, Account account, string? password)
    {
        foreach (var rule in users.PasswordValidators)
        {
            if (!(await rule.ValidateAsync(users, account, password)).Succeeded)
            {
                throw users.TooWeak(account);
            }
        }

        account.PasswordHash = users.PasswordHasher.HashPassword(account, password!);
        account.SecurityStamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
        (account.AccessFailedCount, account.LockoutEnd) = (0, null);
    }

    /// <summary>What a weak password is told: how long it must be, and that it must not be a common one.</summary>
    public static Refusal TooWeak(this UserManager<Account> users, Account account) =>
        new("identity.password", users.PasswordValidators.OfType<PasswordRule>().Single().ShortestFor(account)) { Field = "Password" };
}
