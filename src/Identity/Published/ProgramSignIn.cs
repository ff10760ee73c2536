using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Identity.Published;

/// <summary>An account that a program acts for.</summary>
/// <param name="Id">The account.</param>
/// <param name="Login">What it signs in with.</param>
/// <param name="Kind">On whose side it stands.</param>
/// <param name="Partner">The partner that it belongs to.</param>
/// <param name="Customer">The customer that it is.</param>
/// <param name="Roles">Its built-in roles.</param>
/// <param name="Mark">Other after a new password: what was given out before then holds no more. Tells nothing of the password.</param>
public sealed record ProgramAccount(
    Guid Id, string Login, ActorKind Kind, Guid? Partner, Guid? Customer, IReadOnlyList<string> Roles, string Mark);

/// <summary>
/// Programs sign in with the login and password of an account, and no session begins. One whose second factor is on cannot: a password
/// alone must not get past it. The caller has crossed the walls.
/// </summary>
public sealed class ProgramSignIn
{
    private readonly IdentityDb db;
    private readonly SignIn signIn;

    internal ProgramSignIn(IdentityDb db, SignIn signIn) => (this.db, this.signIn) = (db, signIn);

    /// <summary>Checks a password as the sign-in page does, waits after wrong ones included.</summary>
    /// <exception cref="Refusal">Those of signing in; <c>identity.code-needed</c> where the second factor is on.</exception>
    public async Task<ProgramAccount> Password(string? login, string? password, CancellationToken ct = default)
    {
        var account = await signIn.Password(login, password, ct: ct);
        return account.TwoFactorEnabled ? throw new Refusal("identity.code-needed") : Of(account);
    }

    /// <summary>An account that is not disabled, or null.</summary>
    public async Task<ProgramAccount?> Find(Guid id, CancellationToken ct = default) =>
        await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.DisabledAt == null && a.Kind != ActorKind.Console, ct) is { } account
            ? Of(account)
            : null;

    private static ProgramAccount Of(Account account) => new(
        account.Id, account.UserName!, account.Kind, account.PartnerId, account.CustomerId, account.Roles,
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"program/{account.SecurityStamp}"))));
}
