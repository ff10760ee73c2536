using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Organization;

/// <summary>
/// The administrator makes members, gives and takes their roles, and sets who supervises whom (R7.1.3). Nobody else can: the permission
/// belongs to that role alone and cannot be granted.
/// </summary>
public sealed class Members(
    OrganizationDb db, PartnerAccounts accounts, Notifier notifier, Rulebook rulebook, PermissionCatalogue catalogue, BusinessDay businessDay)
{
    /// <summary>The roles that a member can be given, besides the partner's own.</summary>
    public static readonly string[] Givable = [Role.PartnerFinance, Role.PartnerSales, Role.AccountManager, Role.AccountSupervisor];

    private MemberTerms Terms => rulebook.On<MemberTerms>(MemberTerms.Rule, businessDay.Today).Terms;

    /// <summary>Adds a member and sends it a link, good for seven days, with which it sets its password.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="email">Its address, which no console user of the partner may have (R7.1.5).</param>
    /// <param name="mobile">Its mobile, likewise.</param>
    /// <param name="role">Its first role: one of <see cref="Givable"/> or the code of an own role.</param>
    /// <param name="site">The address of this site, for the link.</param>
    /// <param name="by">The administrator.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<Guid> Add(
        string? name, string? email, string? mobile, string? role, string site, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.Manage);
        string[] roles = string.IsNullOrEmpty(role) ? [] : [await Known(role, by, ct)];
        // The link belongs to the new account alone.
        await using var wide = await db.Unit.AcrossWalls(ct);
        var (account, token) = await accounts.AddMember(by.PartnerId, name, email, mobile, roles, ct);
        db.Members.Add(new() { AccountId = account, PartnerId = by.PartnerId });
        await Mail(email!, name!, token, site, by, ct);
        await Save(by, "organization.add-member", ct);
        return account;
    }

    /// <summary>Gives a member one more role: three at most (R12.1.9.3).</summary>
    /// <returns>Whether this lets an account manager see all customers instead of its own (R7.1.4b).</returns>
    /// <exception cref="Refusal"><c>organization.no-role</c>, <c>organization.too-many-roles</c>, both at Role.</exception>
    public async Task<bool> GiveRole(Guid account, string role, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.Manage);
        var member = await Member(account, by, ct);
        await Known(role, by, ct);
        await accounts.ChangeRoles(by.PartnerId, account, roles => Limited([.. roles.Union([role])]), ct);
        await Save(by, "organization.give-role", ct);
        return Widens(member.Roles, role);
    }

    /// <summary>Takes a role away.</summary>
    public async Task TakeRole(Guid account, string role, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.Manage);
        await Member(account, by, ct);
        await accounts.ChangeRoles(by.PartnerId, account, roles => [.. roles.Except([role])], ct);
        await Save(by, "organization.take-role", ct);
    }

    /// <summary>Whether one more role would let a member that sees its own customers see all of them.</summary>
    public static bool Widens(IReadOnlyCollection<string> roles, string role)
    {
        return Mixed([.. roles, role]) && !Mixed(roles);

        static bool Mixed(IReadOnlyCollection<string> some) => some.Any(Role.Narrow.Contains) && some.Any(r => !Role.Narrow.Contains(r));
    }

    /// <summary>Sets, or clears, the supervisor of an account manager.</summary>
    /// <exception cref="Refusal"><c>organization.no-supervisor</c>, at Supervisor.</exception>
    public async Task Supervise(Guid account, Guid? supervisor, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.Manage);
        await Member(account, by, ct);
        if (supervisor is { } above && (await accounts.Find(by.PartnerId, above, ct))?.Roles.Contains(Role.AccountSupervisor) != true)
        {
            throw new Refusal("organization.no-supervisor") { Field = "Supervisor" };
        }

        var row = await db.Members.SingleOrDefaultAsync(m => m.AccountId == account, ct);
        if (row is null)
        {
            db.Members.Add(row = new() { AccountId = account, PartnerId = by.PartnerId });
        }

        row.SupervisorId = supervisor;
        await Save(by, "organization.supervise", ct);
    }

    /// <summary>Lets a member sign in no more, or again. Its sessions end within seconds.</summary>
    public async Task Disable(Guid account, bool disabled, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.Manage);
        await Member(account, by, ct);
        await accounts.Disable(by.PartnerId, account, disabled, ct);
        await Save(by, disabled ? "organization.disable-member" : "organization.enable-member", ct);
    }

    /// <summary>Sends a member a new link to set its password (R7.1.7).</summary>
    public async Task SendLink(Guid account, string site, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.Manage);
        var member = await Member(account, by, ct);
        await using var wide = await db.Unit.AcrossWalls(ct);
        await Mail(member.Email, member.Name, await accounts.NewLink(account, ct), site, by, ct);
        await Save(by, "organization.send-link", ct);
    }

    /// <summary>Adds a console (IAM) user of the partner: it cannot enter here, and nothing here can be given to it (R7.1.6).</summary>
    public async Task AddConsoleUser(string? name, string? email, string? mobile, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.Manage);
        await accounts.AddConsoleUser(by.PartnerId, name, email, mobile, ct);
        await Save(by, "organization.add-console-user", ct);
    }

    /// <summary>Makes a role of the partner's own.</summary>
    /// <exception cref="Refusal"><c>organization.role-name</c>, at Name; <c>organization.not-grantable</c>, at Permissions.</exception>
    public async Task<string> AddRole(string? name, IReadOnlyCollection<string> permissions, Actor by, CancellationToken ct = default)
    {
        by.Need(OrganizationModule.Manage);
        var words = Platform.Web.Input.Text(name, "Name", 50);
        if (await db.OwnRoles.AnyAsync(r => r.PartnerId == by.PartnerId && r.Name == words, ct))
        {
            throw new Refusal("organization.role-name", words) { Field = "Name" };
        }

        if (permissions.Count == 0 || permissions.Except(Grantable().Select(p => p.Code)).Any())
        {
            throw new Refusal("organization.not-grantable") { Field = "Permissions" };
        }

        var role = new OwnRole { PartnerId = by.PartnerId, Name = words, Permissions = [.. permissions.Order()] };
        db.OwnRoles.Add(role);
        await Save(by, "organization.add-role", ct);
        return role.Code;
    }

    /// <summary>What a role of a partner's own can consist of.</summary>
    public IEnumerable<Permission> Grantable() => catalogue.All
        .Where(p => p.Roles.Intersect(Role.Partner).Any() && !Terms.NotGrantable.Contains(p.Code) && !Terms.Defaults.Contains(p.Code));

    /// <summary>The members of the actor's partner; the main account is one of them.</summary>
    internal async Task<List<(PartnerAccount Account, Guid? Supervisor)>> List(Actor by, CancellationToken ct = default)
    {
        var supervisors = await db.Members.AsNoTracking().Where(m => m.PartnerId == by.PartnerId).ToDictionaryAsync(m => m.AccountId, m => m.SupervisorId, ct);
        return [.. (await accounts.Members(by.PartnerId, ct)).Select(account => (account, supervisors.GetValueOrDefault(account.Id)))];
    }

    internal Task<List<PartnerAccount>> ConsoleUsers(Actor by, CancellationToken ct = default) => accounts.ConsoleUsers(by.PartnerId, ct);

    internal Task<List<OwnRole>> OwnRoles(Actor by, CancellationToken ct = default) =>
        db.OwnRoles.AsNoTracking().Where(r => r.PartnerId == by.PartnerId).OrderBy(r => r.Name).ToListAsync(ct);

    private List<string> Limited(List<string> roles) =>
        roles.Count <= Terms.MostRoles ? roles : throw new Refusal("organization.too-many-roles", Terms.MostRoles) { Field = "Role" };

    /// <summary>A member of the actor's partner; the administrator itself is nobody's to change.</summary>
    private async Task<PartnerAccount> Member(Guid account, Actor by, CancellationToken ct)
    {
        var member = await accounts.Find(by.PartnerId, account, ct) ?? throw new Refusal("organization.no-member");
        return member.Roles.Contains(Role.PartnerAdministrator) ? throw new Refusal("organization.main-account") : member;
    }

    /// <summary>The role, if it is one that can be given.</summary>
    private async Task<string> Known(string role, Actor by, CancellationToken ct) =>
        Givable.Contains(role) || (await OwnRoles(by, ct)).Exists(own => own.Code == role)
            ? role
            : throw new Refusal("organization.no-role") { Field = "Role" };

    private Task Mail(string email, string name, string token, string site, Actor by, CancellationToken ct) =>
        notifier.Mail(email, "设置您的密码 / Set your password", $"""
            {name}：{by.Name} 邀请您进入合作伙伴中心。请在 7 天内打开下面的链接设置密码。
            {name}: {by.Name} invites you to the Partner Center. Open this link within 7 days and set your password.

            {site}/set-password/{token}
            """, ct);

    private Task Save(Actor by, string action, CancellationToken ct) => db.Save(by, action, ct);
}
