using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Identity;

/// <summary>Signs somebody in by e-mail, password and, where it is on, a one-time password.</summary>
internal sealed class SignIn(
    IdentityDb db, UserManager<Account> users, SecondFactor secondFactor, KnownDevices devices, IMemoryCache strangers, Rulebook rulebook,
    BusinessDay businessDay)
{
    private static readonly Account Nobody = new() { DisplayName = "", Email = "", PasswordHash = null };

    private SignInTerms Terms => rulebook.On<SignInTerms>(SignInTerms.Rule, businessDay.Today).Terms;

    /// <summary>Checks the first factor; an unknown address takes as long as a wrong password and answers the same, lock and all.</summary>
    /// <param name="email">The account's address.</param>
    /// <param name="password">Its password.</param>
    /// <param name="from">What <see cref="KnownDevices"/> says of the browser: on a known one only its own failures count.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// <c>identity.sign-in-failed</c>, <c>identity.locked</c>; and only after a right password <c>identity.console-only</c> (R7.1.6) or
    /// <c>identity.disabled</c>.
    /// </exception>
    public async Task<Account> Password(string? email, string? password, (Guid Account, Guid Device)? from = null, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var normal = users.NormalizeEmail(email?.Trim()) ?? "";
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.NormalizedUserName == normal, ct);
        if (account is null)
        {
            throw Unknown(normal, password);
        }

        // Before anything is hashed: an attack must not cost us the time of a hash for each guess.
        var device = await devices.Find(from, account.Id, ct);
        NotLocked(device is null ? account.LockoutEnd : device.LockedUntil);
        if (!await users.CheckPasswordAsync(account, password ?? ""))
        {
            await CountFailure(account, device, ct);
            throw new Refusal("identity.sign-in-failed");
        }

        if (account.Kind == ActorKind.Console || account.DisabledAt is not null)
        {
            throw new Refusal(account.DisabledAt is null ? "identity.console-only" : "identity.disabled");
        }

        account.SignedInAt = businessDay.Now;
        if (device is null)
        {
            (account.AccessFailedCount, account.LockoutEnd) = (0, null);
        }
        else
        {
            (device.Failures, device.LockedUntil) = (0, null);
        }

        await db.Save(account.ToActor(), "identity.sign-in", ct);
        return account;
    }

    /// <summary>Checks the second factor of an account whose first one was right: a one-time password or a recovery code.</summary>
    /// <exception cref="Refusal"><c>identity.code-wrong</c>, at Code, or <c>identity.locked</c>.</exception>
    public async Task<Account> Code(Guid id, string? code, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var account = await db.Accounts.SingleAsync(a => a.Id == id, ct);
        NotLocked(account.LockoutEnd);
        if (!await secondFactor.Accept(account, code) && !await secondFactor.AcceptRecovery(account, code, ct))
        {
            await CountFailure(account, null, ct);
            throw new Refusal("identity.code-wrong") { Field = "Code" };
        }

        await db.Save(account.ToActor(), "identity.second-factor", ct);
        return account;
    }

    /// <summary>Whether an account must set up its second factor before anything else.</summary>
    public bool NeedsSecondFactor(Account account) => secondFactor.IsNeeded(account);

    private void NotLocked(DateTimeOffset? until)
    {
        if (until > businessDay.Now)
        {
            throw new Refusal("identity.locked", Math.Ceiling((until.Value - businessDay.Now).TotalMinutes));
        }
    }

    /// <summary>What an address without an account is told: the same, after as long, and locked after as many attempts.</summary>
    private Refusal Unknown(string name, string? password)
    {
        var (failures, until) = strangers.Get<(int, DateTimeOffset?)?>(("stranger", name)) ?? (0, null);
        NotLocked(until);
        users.PasswordHasher.HashPassword(Nobody, password ?? "");
        strangers.Set(("stranger", name), ((int, DateTimeOffset?)?)(failures + 1, LockAfter(failures + 1)), TimeSpan.FromHours(1));
        return new Refusal("identity.sign-in-failed");
    }

    private DateTimeOffset? LockAfter(int failures) => Terms.LockAfter(failures, businessDay.Now);

    private async Task CountFailure(Account account, Device? device, CancellationToken ct)
    {
        if (device is null)
        {
            account.AccessFailedCount++;
            account.LockoutEnd = LockAfter(account.AccessFailedCount) ?? account.LockoutEnd;
        }
        else
        {
            device.Failures++;
            device.LockedUntil = LockAfter(device.Failures) ?? device.LockedUntil;
        }

        await db.Save(Actor.System, "identity.sign-in-failed", ct);
    }
}
