using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Network;

/// <summary>Legal entities, joining the network, and what a partner has agreed to.</summary>
public sealed class NetworkModule : Module
{
    /// <summary>To join the network.</summary>
    public const string Join = "network.join";

    /// <summary>To see one's own company and agreements.</summary>
    public const string SeeCompany = "network.company";

    /// <summary>To see partners, for the vendor.</summary>
    public const string SeePartners = "network.partners";

    /// <summary>To give partners to ecosystem managers.</summary>
    public const string AssignManagers = "network.assign-managers";

    /// <inheritdoc/>
    public override string Name => "network";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(Join, new("申请入驻", "Join the network"), Role.Company),
        new(SeeCompany, new("查看公司信息", "See the company"), Role.Partner),
        new(SeePartners, new("查看伙伴", "See partners"), Role.Vendor),
        new(AssignManagers, new("分配生态经理", "Assign ecosystem managers"), Role.VendorAdministrator),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Home, 10, new("入驻申请", "Join the network"), "/join", Join),
        new(MenuSection.Home, 20, new("公司与协议", "Company and agreements"), "/portal/company", SeeCompany),
        new(MenuSection.Network, 110, new("伙伴", "Partners"), "/console/partners", SeePartners),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["network.no-manager"] = new("请选择一位生态经理。", "Choose an ecosystem manager."),
        ["network.no-real-name"] = new("请先完成企业实名认证。", "Complete the enterprise real-name authentication first."),
        ["network.consent-needed"] = new("请阅读并同意全部协议。", "Read and agree to all agreements."),
        ["network.joined-already"] = new("本账号已是合作伙伴。", "This account is a partner already."),
        ["network.in-review"] = new("入驻申请正在审核中。", "The application is being reviewed."),
    };

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddModuleDb<NetworkDb>().AddSingleton(Partner.MobileColumn)
        .AddScoped<JoinNetwork>().AddScoped<AssignManager>().AddScoped<IReachSource, ManagerReach>().AddScoped<PartnerLists>().AddScoped<Partners>()
        .HearNow<ReviewEnded, DecideJoining>()
        .AddRule<JoiningTerms>(JoiningTerms.Rule)
        .AddRule<ReviewDefinition>(JoiningTerms.Review);

    /// <inheritdoc/>
    public override void MapEndpoints(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder routes) => NetworkApi.Map(routes);
}
