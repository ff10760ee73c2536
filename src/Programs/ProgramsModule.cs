using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Programs.Persistence;
using PartnerCenter.Programs.Published;
using PartnerCenter.Programs.Special;
using PartnerCenter.Support.Published;

namespace PartnerCenter.Programs;

/// <summary>Programmes in which partners sell, their members and certificates.</summary>
public sealed class ProgramsModule : Module
{
    /// <summary>To see one's programmes.</summary>
    public const string See = "programs.see";

    /// <summary>To join a programme.</summary>
    public const string Join = "programs.join";

    /// <summary>To invite resellers and answer those that apply, for distributors.</summary>
    public const string ManageResellers = "programs.resellers";

    /// <summary>To admit partners, for the vendor.</summary>
    public const string Admit = "programs.admit";

    /// <inheritdoc/>
    public override string Name => "programs";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(See, new("查看伙伴计划", "See programmes"), Role.Partner),
        new(Join, new("加入伙伴计划", "Join programmes"), Role.PartnerAdministrator),
        new(ManageResellers, new("管理云经销商", "Manage resellers"), Role.PartnerAdministrator, Role.PartnerSales),
        new(Admit, new("准入伙伴计划", "Admit to programmes"), Role.VendorAdministrator, Role.EcosystemManager),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Programs, 110, new("伙伴计划", "Programmes"), "/portal/programs", See),
        new(MenuSection.Acquisition, 205, new("云经销商管理", "Resellers"), "/portal/resellers", ManageResellers),
    ];

    /// <inheritdoc/>
    public override IEnumerable<ScheduledJob> Schedule =>
    [
        new(RenewCertificates.Type, "5 0 * * *", RenewCertificates.Type), new(EndSpecialYears.Type, "10 0 * * *", EndSpecialYears.Type),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["programs.by-invitation"] = new("该计划需受邀加入，请联系您的生态经理。", "This programme is by invitation; ask your ecosystem manager."),
        ["programs.not-a-partner"] = new("请先入驻合作伙伴网络。", "Join the partner network first."),
        ["programs.joined-already"] = new("本账号已加入该计划。", "This account is in the programme already."),
        ["programs.not-with"] = new("本账号已加入“{0}”，不能同时加入该计划。请切换到公司的其他账号，或快捷注册新账号。",
            "This account is in {0} and cannot join as well. Use another account of the company, or register a new one."),
        ["programs.on-a-path"] = new("本账号已加入“{0}”发展路径，不能加入该计划。请切换到公司的其他账号，或快捷注册新账号。",
            "This account is on the development path {0} and cannot join. Use another account of the company, or register a new one."),
        ["programs.not-with-a-path"] = new("本账号已加入“{0}”，不能加入发展路径。请切换到公司的其他账号，或快捷注册新账号。",
            "This account is in {0} and cannot join a development path. Use another account of the company, or register a new one."),
        ["programs.one-per-company"] = new("同一公司只能有一个解决方案提供商账号。如需增加，请联系生态经理。",
            "A company has one solution provider account. For a further one ask your ecosystem manager."),
        ["programs.no-membership"] = new("该伙伴不在此计划中。", "The partner is not in this programme."),
        ["programs.not-assessed"] = new("云经销商没有年度考核。", "Resellers are not assessed."),
        ["programs.assessment-window"] = new("该年度的考核在 {0:yyyy-MM-dd} 至 {1:yyyy-MM-dd} 之间进行。", "That year is assessed from {0:yyyy-MM-dd} to {1:yyyy-MM-dd}."),
        ["programs.left-for-good"] = new("本账号已退出或被移出该计划，不能再次加入。请使用公司的其他账号，或快捷注册新账号。",
            "This account has left the programme and cannot join it again. Use another account of the company, or register a new one."),
        ["programs.delisted"] = new("公司已被摘牌，不能再加入解决方案提供商计划；可以用其他账号受邀成为云经销商。",
            "The company was delisted and cannot be solution provider again; with another account it may become a distributor's reseller."),
        ["programs.has-resellers"] = new("该总经销商还有 {0} 个云经销商，请先处理。", "This distributor still has {0} resellers."),
        ["programs.no-score-card"] = new("本账号没有积分卡：积分卡只显示在公司第一个账号上。", "This account has no score card: the company's first account shows it."),
        ["programs.top-level"] = new("已是最高级别。", "It is the highest level already."),
        ["programs.indicator-missed"] = new("“{0}”未达标：要求 {1}，当前 {2}，差 {3}。", "{0} is not reached: {1} are needed, there are {2}, {3} are missing."),
        ["programs.no-role-certification"] = new("公司没有账号获得发展路径的角色认证。请切换到公司的其他账号完成认证，或快捷注册新账号。",
            "No account of the company has reached role certification on a development path. Certify with another account, or register a new one."),
        ["programs.invitation-over"] = new("邀请链接已失效，请联系总经销商重新发送。", "This invitation no longer works; ask the distributor for a new one."),
        ["programs.applied-already"] = new("已有一份申请待处理。", "An application is waiting for its answer already."),
        ["programs.no-customer-identity"] = new("本账号已加入“{0}”，不再具备客户身份，不能购买云资源。请使用公司未加入该类计划的其他账号。",
            "This account is in {0} and is no customer any more: it cannot buy. Use another account of the company that is in no such programme."),
        ["programs.channel-account"] = new("公司已有另一个账号标记为仅拓渠。", "Another account of the company is marked as channel-only already."),
        ["programs.special-by-invitation"] = new("该计划需列入名单后加入，请联系您的生态经理。", "This programme is for partners on the vendor's list; ask your ecosystem manager."),
        ["programs.special-path"] = new("该计划面向“{0}”发展路径的伙伴。", "This programme is for partners on the development path {0}."),
        ["programs.special-stage"] = new("加入该计划需在“{0}”发展路径达到“{1}”阶段。", "On the development path {0} this programme asks for the stage {1} or beyond."),
        ["programs.special-agree"] = new("请阅读并同意协议。", "Read the agreement and agree to it."),
        ["programs.special-version"] = new("“{0}”已更新到版本 {1}，请重新阅读并同意。", "{0} has a newer version, {1}: read it and agree anew."),
        ["programs.special-open"] = new("该计划不设名单，符合条件的伙伴可自行加入。", "This programme has no list: who meets its conditions joins by itself."),
        ["programs.special-not-assessed"] = new("该计划没有年度考核。", "This programme is not assessed."),
        ["programs.distributor-needed"] = new("请选择一个总经销商。", "Name a distributor."),
    };

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddModuleDb<ProgramsDb>()
        .AddScoped<JoinProgram>().AddScoped<AssessMembership>().AddScoped<EndMembership>().AddScoped<MarkChannelOnly>().AddScoped<ScoreCard>().AddScoped<Resellers>().AddScoped<Memberships>().AddScoped<Certificates>().AddScoped<LevelNames>().AddScoped<CustomerIdentity>()
        .AddScoped<JoinSpecialProgram>().AddScoped<InviteToSpecialProgram>().AddScoped<EndSpecialMembership>().AddScoped<AssessSpecialMembership>()
        .AddScoped<SpecialProgramLists>().AddScoped<SpecialPrograms>().AddRule<SpecialProgramTerms>(SpecialProgramTerms.Rule)
        .AddJob<Occurrence, EndSpecialYears>(EndSpecialYears.Type)
        .AddSingleton(new NotificationKind(InviteToSpecialProgram.Notice, new("专项计划", "Special programmes"), [ActorKind.Partner]))
        .AddJob<Occurrence, RenewCertificates>(RenewCertificates.Type)
        .AddSingleton(new NotificationKind(RenewCertificates.Notice, new("证书续期与失效", "Certificates extended and lapsed"), [ActorKind.Partner]))
        .AddSingleton(new NotificationKind(Resellers.Notice, new("云经销商申请", "Reseller applications"), [ActorKind.Partner]))
        .AddScoped<IPathObstacle, PathExclusion>().AddScoped<ILeavingReason, PathExclusion>().AddScoped<IRoleCertifications, PathExclusion>()
        .AddScoped<IPermissionFilter, MenuFilter>().AddScoped<IProgramMarks, ProgramMarks>().AddScoped<ICancellationGuard, ProgramsCancellation>().AddScoped<IProgrammeSource, NewsReaders>()
        .AddRule<ProgramTerms>(ProgramTerms.Rule);

    /// <inheritdoc/>
    public override void MapEndpoints(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder routes)
    {
        CertificateEndpoints.Map(routes);
        ProgramsApi.Map(routes);
        SpecialProgramsApi.Map(routes);
    }
}
