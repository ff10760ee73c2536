using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Identity;

/// <summary>
/// A person proves its real name (实名认证). The identity number is asked about and forgotten: what stays is that it matched, and when.
/// </summary>
internal sealed class AuthenticateRealName(IdentityDb db, IRealNameRegistry registry, BusinessDay businessDay)
{
    /// <summary>Authenticates the actor's own account; the name becomes that of the account.</summary>
    /// <exception cref="Refusal">
    /// <c>identity.real-name-wrong</c> at Number; <c>identity.real-name-done</c>; <c>identity.registry-away</c>; field refusals.
    /// </exception>
    public async Task Run(string? name, string? number, Actor by, CancellationToken ct = default)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == by.Account, ct);
        if (account.RealNameAt is not null || account.Kind != ActorKind.Person)
        {
            throw new Refusal("identity.real-name-done");
        }

        var (real, digits) = (Input.Text(name, "RealName", 100), Input.Text(number, "Number", 18).ToUpperInvariant());
        if (!await registry.Match(real, digits, ct))
        {
            throw new Refusal("identity.real-name-wrong") { Field = "Number" };
        }

        (account.DisplayName, account.RealNameAt) = (real, businessDay.Now);
        db.Publish(new AccountNamed(account.Id, real));
        await db.Save(by, "identity.authenticate-real-name", ct);
    }
}
