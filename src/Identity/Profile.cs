using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Identity;

/// <summary>What somebody sees of the own account.</summary>
public sealed record ProfileView(string Name, string Email, string? Mobile, IReadOnlyList<string> Roles, bool SecondFactor, bool MayRename, bool HasPassword,
    DateTimeOffset? SignedInAt, bool HasRealName);

/// <summary>The own account: name once, mobile and password after the password, all sessions ended by a new one.</summary>
internal sealed class Profile(IdentityDb db, UserManager<Account> users, BusinessDay businessDay, Vault vault, Reassurance reassurance)
{
    /// <summary>The own account.</summary>
    public async Task<ProfileView> View(Actor by, CancellationToken ct = default)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == by.Account, ct);
        return new(account.DisplayName, account.Email!, account.MobileOf(vault) is { } mobile ? Masked.Mobile(mobile) : null, account.Roles, account.TwoFactorEnabled,
            account.RenamedAt is null, account.PasswordHash is not null, account.SignedInAt, account.RealNameAt is not null);
    }

    /// <summary>Changes the account's name: once, ever (R6.1.7).</summary>
    /// <exception cref="Refusal"><c>identity.renamed-already</c>, at Name.</exception>
    public async Task Rename(string? name, Actor by, CancellationToken ct = default)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == by.Account, ct);
        if (account.RenamedAt is not null)
        {
            throw new Refusal("identity.renamed-already") { Field = "Name" };
        }

        (account.DisplayName, account.RenamedAt) = (Input.Text(name, "Name", 100), businessDay.Now);
        account.ConcurrencyStamp = Guid.NewGuid().ToString();
        db.Publish(new AccountNamed(account.Id, account.DisplayName));
        await db.Save(by, "identity.rename", ct);
    }

    /// <summary>Changes the mobile number, after the present password.</summary>
    /// <exception cref="Refusal"><c>identity.password-wrong</c>, at PresentForMobile; <c>identity.locked</c>; field refusals.</exception>
    public async Task ChangeMobile(string? mobile, string? present, Actor by, CancellationToken ct = default)
    {
        await reassurance.Need(present, "PresentForMobile", by, ct);
        var account = await db.Accounts.SingleAsync(a => a.Id == by.Account, ct);
        account.SetMobile(Input.Mobile(mobile, "Mobile"), vault);
        await db.Save(by, "identity.change-mobile", ct);
    }

    /// <summary>Changes the password, after the present one. All sessions end, this one too.</summary>
    /// <exception cref="Refusal"><c>identity.password-wrong</c>, at Present; <c>identity.locked</c>; <c>identity.password</c>, at Password.</exception>
    public async Task ChangePassword(string? present, string? password, Actor by, CancellationToken ct = default)
    {
        await reassurance.Need(present, "Present", by, ct);
        var account = await db.Accounts.SingleAsync(a => a.Id == by.Account, ct);
        await users.SetPassword(account, password);
        await db.Save(by, "identity.change-password", ct);
    }
}
