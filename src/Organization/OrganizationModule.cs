using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Organization.Published;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Organization;

/// <summary>A partner's people: members, their roles, who looks after whom.</summary>
public sealed class OrganizationModule : Module
{
    /// <summary>To make members and give roles: the administrator alone, and not to be granted.</summary>
    public const string Manage = "organization.members";

    /// <inheritdoc/>
    public override string Name => "organization";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions => [new(Manage, new("管理组织成员", "Manage members"), Role.PartnerAdministrator)];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Organization, 60, new("组织成员", "Members"), "/portal/members", Manage),
        new(MenuSection.Organization, 61, new("角色", "Roles"), "/portal/roles", Manage),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["organization.no-member"] = new("贵公司没有该成员。", "Your company has no such member."),
        ["organization.main-account"] = new("主账号的角色不能更改。", "The main account is not to be changed."),
        ["organization.no-role"] = new("请选择一个可分配的角色。", "Choose a role that can be given."),
        ["organization.too-many-roles"] = new("一个成员最多可有 {0} 个角色，请先收回一个。", "A member holds {0} roles at most; take one away first."),
        ["organization.no-supervisor"] = new("请选择一位客户经理主管。", "Choose an account manager supervisor."),
        ["organization.role-name"] = new("已有名为“{0}”的角色。", "There is a role {0} already."),
        ["organization.not-grantable"] = new("请选择角色可以拥有的权限。", "Choose permissions that a role can have."),
    };

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddModuleDb<OrganizationDb>()
        .AddScoped<Members>().AddScoped<Confirmations>()
        .AddScoped<IPermissionSource, MemberPermissions>().AddScoped<ITeamSource, Teams>()
        .AddRule<MemberTerms>(MemberTerms.Rule);
}
