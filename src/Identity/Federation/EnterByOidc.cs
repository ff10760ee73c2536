using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Identity.Federation;

/// <summary>Somebody whom the OpenID provider has signed in enters the account of that e-mail address. No account is made by it.</summary>
internal sealed class EnterByOidc(IdentityDb db, UserManager<Account> users, OidcSettings settings, BusinessDay businessDay)
{
    public const string Email = "email";
    public const string Verified = "email_verified";

    /// <summary>Enters.</summary>
    /// <exception cref="Refusal">
    /// <c>identity.oidc-unverified</c>, <c>identity.oidc-unknown</c>, <c>identity.oidc-unconfirmed</c>, <c>identity.console-only</c>
    /// (R7.1.6), <c>identity.disabled</c>; each is recorded.
    /// </exception>
    public async Task<Account> Run(ClaimsPrincipal person, CancellationToken ct = default)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        var email = Values(person, Email) is [var one] && Values(person, Verified) is [var verified]
            && verified.Equals("true", StringComparison.OrdinalIgnoreCase) ? one : null;
        var normal = users.NormalizeEmail(email);
        var account = email is null ? null : await db.Accounts.SingleOrDefaultAsync(a => a.NormalizedUserName == normal, ct);
        if (Refusal(email, account) is { } code)
        {
            db.Unit.Record(account?.PartnerId ?? Guid.Empty, $"identity.account/{account?.Id}",
                new { refused = code, subject = person.FindFirstValue("sub"), email = string.Join(", ", Values(person, Email)) });
            await db.Save(Actor.System, "identity.oidc-refused", ct);
            throw new Refusal(code);
        }

        account!.SignedInAt = businessDay.Now;
        await db.Save(account.ToActor(), "identity.sign-in-oidc", ct);
        return account;
    }

    private string? Refusal(string? email, Account? account) => account switch
    {
        null => email is null ? "identity.oidc-unverified" : "identity.oidc-unknown",
        { Kind: ActorKind.Console } => "identity.console-only",
        { DisabledAt: not null } => "identity.disabled",
        _ when !settings.Kinds.Contains(account.Kind) => "identity.oidc-unknown",
        // Whoever registers by itself may have given somebody else's address: it would have let that person into its own account.
        { Kind: not ActorKind.Vendor, EmailConfirmed: false } => "identity.oidc-unconfirmed",
        _ => null,
    };

    /// <summary>Different values of the id token and the user information are two, and so none.</summary>
    private static List<string> Values(ClaimsPrincipal person, string claim) =>
        [.. person.FindAll(claim).Select(c => c.Value.Trim()).Where(value => value.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
}
