using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Identity;

/// <summary>Signs somebody in by e-mail, password and, where it is on, a one-time password.</summary>
internal sealed class SignIn(IdentityDb db, UserManager<Account> users, SecondFactor secondFactor, BusinessDay businessDay)
{
    private const int FreeAttempts = 5;
    private static readonly Account Nobody = new() { DisplayName = "", Email = "", PasswordHash = null };

    /// <summary>Checks the first factor; an unknown address takes as long as a wrong password and answers the same.</summary>
    /// <exception cref="Refusal">
    /// <c>identity.sign-in-failed</c>, <c>identity.locked</c>; and only after a right password <c>identity.console-only</c> (R7.1.6) or
    /// <c>identity.disabled</c>.
    /// </exception>
    public async Task<Account> Password(string? email, string? password, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var normal = users.NormalizeEmail(email?.Trim());
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.NormalizedUserName == normal, ct);
        if (account?.LockoutEnd > businessDay.Now)
        {
            throw new Refusal("identity.locked", Math.Ceiling((account.LockoutEnd.Value - businessDay.Now).TotalMinutes));
        }

        if (account is null)
        {
            users.PasswordHasher.HashPassword(Nobody, password ?? "");
            throw new Refusal("identity.sign-in-failed");
        }

        if (!await users.CheckPasswordAsync(account, password ?? ""))
        {
            await CountFailure(account, ct);
            throw new Refusal("identity.sign-in-failed");
        }

        if (account.Kind == ActorKind.Console || account.DisabledAt is not null)
        {
            throw new Refusal(account.DisabledAt is null ? "identity.console-only" : "identity.disabled");
        }

        (account.AccessFailedCount, account.LockoutEnd, account.SignedInAt) = (0, null, businessDay.Now);
        await db.Save(account.ToActor(), "identity.sign-in", ct);
        return account;
    }

    /// <summary>Checks the second factor of an account whose first one was right.</summary>
    /// <exception cref="Refusal"><c>identity.code-wrong</c>, at Code, or <c>identity.locked</c>.</exception>
    public async Task<Account> Code(Guid id, string? code, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var account = await db.Accounts.SingleAsync(a => a.Id == id, ct);
        if (account.LockoutEnd > businessDay.Now)
        {
            throw new Refusal("identity.locked", Math.Ceiling((account.LockoutEnd.Value - businessDay.Now).TotalMinutes));
        }

        if (!await secondFactor.Accept(account, code))
        {
            await CountFailure(account, ct);
            throw new Refusal("identity.code-wrong") { Field = "Code" };
        }

        await db.Save(account.ToActor(), "identity.second-factor", ct);
        return account;
    }

    /// <summary>After five failures the account waits a minute, then two, four … fifteen: never for good.</summary>
    private async Task CountFailure(Account account, CancellationToken ct)
    {
        account.AccessFailedCount++;
        if (account.AccessFailedCount >= FreeAttempts)
        {
            var minutes = Math.Min(15, 1 << Math.Min(account.AccessFailedCount - FreeAttempts, 10));
            account.LockoutEnd = businessDay.Now.AddMinutes(minutes);
        }

        await db.Save(Actor.System, "identity.sign-in-failed", ct);
    }
}
