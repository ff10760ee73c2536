using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Identity;

/// <summary>
/// The vendor's own people: an administrator adds them, gives each the roles that it needs and no more, and ends their access. Nobody
/// changes the own rights, and one administrator always remains.
/// </summary>
internal sealed class VendorStaff(IdentityDb db, PartnerAccounts accounts, Notifier notifier, BusinessDay businessDay)
{
    /// <summary>All of them, by name.</summary>
    public Task<List<PartnerAccount>> List(Actor by, CancellationToken ct = default)
    {
        by.Need(IdentityModule.ManageStaff);
        return accounts.Vendor(ct);
    }

    /// <summary>Adds somebody and sends a link to set the password: seven days, once.</summary>
    /// <exception cref="Refusal"><c>identity.no-vendor-role</c> at Roles, <c>identity.email-taken</c> at Email, field refusals.</exception>
    public async Task<Guid> Add(
        string? name, string? email, string? mobile, IReadOnlyCollection<string> roles, string site, Actor by, CancellationToken ct = default)
    {
        by.Need(IdentityModule.ManageStaff);
        Known(roles);
        var (account, token) = await accounts.AddVendorPerson(name, email, mobile, roles, ct);
        await notifier.Mail(email!, "设置您的密码 / Set your password", $"""
            {name}：{by.Name} 为您开通了厂商控制台。请在 7 天内打开下面的链接设置密码。
            {name}: {by.Name} has opened the vendor console to you. Open this link within 7 days and set your password.

            {site}/set-password/{token}
            """, ct);
        await db.Save(by, "identity.add-vendor-person", ct);
        return account;
    }

    /// <summary>Sets somebody's roles; seen within seconds.</summary>
    /// <exception cref="Refusal">
    /// <c>identity.no-vendor-role</c> at Roles, <c>identity.own-rights</c>, <c>identity.last-administrator</c>, <c>identity.no-account</c>.
    /// </exception>
    public async Task SetRoles(Guid account, IReadOnlyCollection<string> roles, Actor by, CancellationToken ct = default)
    {
        Known(roles);
        var row = await Other(account, by, ct);
        await NotTheLast(row, remains: roles.Contains(Role.VendorAdministrator), ct);
        row.Roles = [.. roles.Distinct().Order()];
        row.ConcurrencyStamp = Guid.NewGuid().ToString();
        await db.Save(by, "identity.set-vendor-roles", ct);
    }

    /// <summary>Lets somebody sign in no more, or again; sessions end within seconds.</summary>
    public async Task Disable(Guid account, bool disabled, Actor by, CancellationToken ct = default)
    {
        var row = await Other(account, by, ct);
        await NotTheLast(row, remains: !disabled, ct);
        row.DisabledAt = disabled ? businessDay.Now : null;
        row.SecurityStamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
        await db.Save(by, disabled ? "identity.disable-vendor-person" : "identity.enable-vendor-person", ct);
    }

    private static void Known(IReadOnlyCollection<string> roles)
    {
        if (roles.Count == 0 || roles.Except(Role.Vendor).Any())
        {
            throw new Refusal("identity.no-vendor-role") { Field = "Roles" };
        }
    }

    private async Task<Account> Other(Guid account, Actor by, CancellationToken ct)
    {
        by.Need(IdentityModule.ManageStaff);
        if (account == by.Account)
        {
            throw new Refusal("identity.own-rights");
        }

        return await db.Accounts.SingleOrDefaultAsync(a => a.Id == account && a.Kind == ActorKind.Vendor, ct) ?? throw new Refusal("identity.no-account");
    }

    private async Task NotTheLast(Account account, bool remains, CancellationToken ct)
    {
        if (!remains && account.Roles.Contains(Role.VendorAdministrator) && !await db.Accounts.AnyAsync(
            a => a.Id != account.Id && a.Kind == ActorKind.Vendor && a.DisabledAt == null && a.Roles.Contains(Role.VendorAdministrator), ct))
        {
            throw new Refusal("identity.last-administrator");
        }
    }
}
