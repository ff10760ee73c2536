using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;
using PartnerCenter.Support.Published;

namespace PartnerCenter.Programs;

/// <summary>Programmes in which partners sell, their members and certificates.</summary>
public sealed class ProgramsModule : Module
{
    /// <summary>To see one's programmes.</summary>
    public const string See = "programs.see";

    /// <summary>To join a programme.</summary>
    public const string Join = "programs.join";

    /// <summary>To admit partners, for the vendor.</summary>
    public const string Admit = "programs.admit";

    /// <inheritdoc/>
    public override string Name => "programs";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(See, new("查看伙伴计划", "See programmes"), Role.Partner),
        new(Join, new("加入伙伴计划", "Join programmes"), Role.PartnerAdministrator),
        new(Admit, new("准入伙伴计划", "Admit to programmes"), Role.VendorAdministrator, Role.EcosystemManager),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Programs, 110, new("伙伴计划", "Programmes"), "/portal/programs", See),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["programs.by-invitation"] = new("该计划需受邀加入，请联系您的生态经理。", "This programme is by invitation; ask your ecosystem manager."),
        ["programs.not-a-partner"] = new("请先入驻合作伙伴网络。", "Join the partner network first."),
        ["programs.joined-already"] = new("本账号已加入该计划。", "This account is in the programme already."),
        ["programs.not-with"] = new("本账号已加入“{0}”，不能同时加入该计划。请切换到公司的其他账号，或快捷注册新账号。",
            "This account is in {0} and cannot join as well. Use another account of the company, or register a new one."),
        ["programs.one-per-company"] = new("同一公司只能有一个解决方案提供商账号。如需增加，请联系生态经理。",
            "A company has one solution provider account. For a further one ask your ecosystem manager."),
        ["programs.no-membership"] = new("该伙伴不在此计划中。", "The partner is not in this programme."),
        ["programs.too-early"] = new("证书有效期至 {0}，尚不能续期。", "The certificate runs until {0}; it cannot be extended yet."),
        ["programs.distributor-needed"] = new("请选择一个总经销商。", "Name a distributor."),
    };

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddModuleDb<ProgramsDb>()
        .AddScoped<JoinProgram>().AddScoped<RenewMembership>().AddScoped<Memberships>().AddScoped<Certificates>()
        .AddScoped<IPermissionFilter, MenuFilter>().AddScoped<IProgrammeSource, NewsReaders>()
        .AddRule<ProgramTerms>(ProgramTerms.Rule);

    /// <inheritdoc/>
    public override void MapEndpoints(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder routes)
    {
        CertificateEndpoints.Map(routes);
        ProgramsApi.Map(routes);
    }
}
