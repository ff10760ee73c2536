using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Identity.Published;

/// <summary>A member's account as the organisation sees it.</summary>
public sealed record PartnerAccount(
    Guid Id, string Name, string Email, string? Mobile, IReadOnlyList<string> Roles, bool SecondFactor, bool Entered, bool Disabled, DateTimeOffset? SignedInAt);

/// <summary>The accounts of a partner's people, for the module that organises them; changes are saved with the caller's unit of work.</summary>
public sealed class PartnerAccounts(IdentityDb db, UserManager<Account> users, BusinessDay businessDay, Vault vault)
{
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(7);

    /// <summary>The members of a partner, by name; without console users.</summary>
    public Task<List<PartnerAccount>> Members(Guid partner, CancellationToken ct = default) => Of(partner, ActorKind.Partner, ct);

    /// <summary>Its console (IAM) users.</summary>
    public Task<List<PartnerAccount>> ConsoleUsers(Guid partner, CancellationToken ct = default) => Of(partner, ActorKind.Console, ct);

    /// <summary>One member, or null.</summary>
    public async Task<PartnerAccount?> Find(Guid partner, Guid account, CancellationToken ct = default) =>
        (await Members(partner, ct)).SingleOrDefault(a => a.Id == account);

    /// <summary>Adds a member without a password, and the token of the link with which it sets one: seven days, once.</summary>
    /// <exception cref="Refusal">
    /// <c>identity.iam-email</c> or <c>identity.iam-mobile</c>: a console user of this partner has it (R7.1.5); <c>identity.email-taken</c>.
    /// </exception>
    public async Task<(Guid Account, string Token)> AddMember(
        Guid partner, string? name, string? email, string? mobile, IEnumerable<string> roles, CancellationToken ct = default)
    {
        var account = await New(partner, ActorKind.Partner, name, email, mobile, ct);
        account.Roles = [.. roles];
        return (account.Id, await Links.Issue(account.Id, LinkLifetime, ct));
    }

    /// <summary>The vendor's people, by name.</summary>
    internal Task<List<PartnerAccount>> Vendor(CancellationToken ct = default) => Of(null, ActorKind.Vendor, ct);

    /// <summary>Adds one of the vendor's people, likewise.</summary>
    internal async Task<(Guid Account, string Token)> AddVendorPerson(
        string? name, string? email, string? mobile, IEnumerable<string> roles, CancellationToken ct = default)
    {
        var account = await New(null, ActorKind.Vendor, name, email, mobile, ct);
        account.Roles = [.. roles];
        return (account.Id, await Links.Issue(account.Id, LinkLifetime, ct));
    }

    /// <summary>A new link for somebody who lost the first one or the password: what an administrator can do for a member (R7.1.7).</summary>
    public Task<string> NewLink(Guid account, CancellationToken ct = default) => Links.Issue(account, LinkLifetime, ct);

    /// <summary>Adds a console (IAM) user: it exists, holds its address, and can never enter here (R7.1.6).</summary>
    public async Task<Guid> AddConsoleUser(Guid partner, string? name, string? email, string? mobile, CancellationToken ct = default) =>
        (await New(partner, ActorKind.Console, name, email, mobile, ct)).Id;

    /// <summary>
    /// Gives or takes roles. Two who do so at once: the second finds that it was changed meanwhile, so that no limit on roles is passed.
    /// </summary>
    public async Task ChangeRoles(Guid partner, Guid account, Func<IReadOnlyList<string>, IReadOnlyList<string>> change, CancellationToken ct = default)
    {
        var row = await Row(partner, account, ct);
        row.Roles = [.. change(row.Roles)];
        row.ConcurrencyStamp = Guid.NewGuid().ToString();
    }

    /// <summary>Lets a member sign in no more, or again; its sessions end at once.</summary>
    public async Task Disable(Guid partner, Guid account, bool disabled, CancellationToken ct = default)
    {
        var row = await Row(partner, account, ct);
        row.DisabledAt = disabled ? businessDay.Now : null;
        row.SecurityStamp = Guid.NewGuid().ToString("n");
    }

    private PasswordLinks Links => new(db, users, businessDay);

    private async Task<Account> Row(Guid partner, Guid account, CancellationToken ct) =>
        await db.Accounts.SingleAsync(a => a.Id == account && a.PartnerId == partner && a.Kind == ActorKind.Partner, ct);

    /// <summary>Their mobiles masked: whoever manages people does not need them whole.</summary>
    private async Task<List<PartnerAccount>> Of(Guid? partner, ActorKind kind, CancellationToken ct)
    {
        var rows = await db.Accounts.AsNoTracking().Where(a => a.PartnerId == partner && a.Kind == kind).OrderBy(a => a.DisplayName).ToListAsync(ct);
        return rows.ConvertAll(a => new PartnerAccount(
            a.Id, a.DisplayName, a.Email!, a.MobileOf(vault) is { } mobile ? Masked.Mobile(mobile) : null, a.Roles, a.TwoFactorEnabled,
            a.PasswordHash is not null, a.DisabledAt is not null, a.SignedInAt));
    }

    private async Task<Account> New(Guid? partner, ActorKind kind, string? name, string? email, string? mobile, CancellationToken ct)
    {
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            DisplayName = Input.Text(name, "Name", 100),
            Email = Input.Email(email, "Email"),
            PartnerId = partner,
            CreatedAt = businessDay.Now,
            SecurityStamp = Guid.NewGuid().ToString("n"),
            LockoutEnabled = true,
        };
        account.UserName = account.Email;
        account.NormalizedEmail = account.NormalizedUserName = users.NormalizeEmail(account.Email);
        var number = Input.Mobile(mobile, "Mobile");
        account.SetMobile(number, vault);
        await using var wide = await db.Unit.AcrossWalls(ct);
        var holder = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == account.NormalizedUserName, ct);
        // Sealed numbers are not found by a query; a partner has few console users.
        holder ??= (await db.Accounts.AsNoTracking().Where(a => a.PartnerId == partner && a.Kind == ActorKind.Console).ToListAsync(ct))
            .Find(a => partner is not null && a.MobileOf(vault) == number);
        if (holder is not null)
        {
            var sameEmail = holder.NormalizedUserName == account.NormalizedUserName;
            throw holder.Kind == ActorKind.Console && holder.PartnerId == partner
                ? new Refusal(sameEmail ? "identity.iam-email" : "identity.iam-mobile", sameEmail ? account.Email : number)
                {
                    Field = sameEmail ? "Email" : "Mobile",
                }
                : new Refusal("identity.email-taken") { Field = "Email" };
        }

        db.Accounts.Add(account);
        return account;
    }
}
