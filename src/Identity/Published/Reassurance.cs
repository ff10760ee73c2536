using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Identity.Published;

/// <summary>Makes sure, before something sensitive, that whoever acts is still the person that signed in.</summary>
public sealed class Reassurance(IdentityDb db, UserManager<Account> users)
{
    /// <summary>Takes the actor's own password.</summary>
    /// <exception cref="Refusal"><c>identity.password-wrong</c>, at the field.</exception>
    public async Task Need(string? present, string field, Actor by, CancellationToken ct = default)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == by.Account, ct);
        if (account.PasswordHash is null || users.PasswordHasher.VerifyHashedPassword(account, account.PasswordHash, present ?? "") == PasswordVerificationResult.Failed)
        {
            throw new Refusal("identity.password-wrong") { Field = field };
        }
    }
}
