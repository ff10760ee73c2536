using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Applications;
using PartnerCenter.Paths.Certificates;
using PartnerCenter.Paths.Finder;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Plans;
using PartnerCenter.Paths.Published;
using PartnerCenter.Paths.Register;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Paths;

/// <summary>Development paths: who is on which, how far, and what is missing.</summary>
public sealed class PathsModule : Module
{
    /// <summary>To see paths and one's own checklist.</summary>
    public const string See = "paths.see";

    /// <summary>To join, apply, submit and leave: the administrator alone, and not to be granted.</summary>
    public const string Manage = "paths.manage";

    /// <summary>To keep the register, invite, schedule meetings and revoke, for the vendor.</summary>
    public const string Keep = "paths.keep";

    /// <summary>To agree plans and customer lists with partners and to hold their quarterly reviews: the ecosystem manager alone.</summary>
    public const string Agree = "paths.agree";

    /// <inheritdoc/>
    public override string Name => "paths";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(See, new("查看发展路径", "See development paths"), Role.Partner),
        new(Manage, new("管理发展路径", "Manage the development path"), Role.PartnerAdministrator),
        new(Keep, new("管理伙伴的发展路径", "Keep partners' development paths"), Role.VendorAdministrator, Role.EcosystemManager),
        new(Agree, new("与伙伴互锁商业计划和客户清单", "Agree plans and customer lists with partners"), Role.EcosystemManager),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Programs, 105, new("发展路径", "Development paths"), "/portal/paths", See),
        new(MenuSection.Programs, 106, new("伙伴查询展示", "Partner finder"), "/portal/finder", See),
        new(MenuSection.Network, 132, new("发展路径", "Development paths"), "/console/paths", Keep),
        new(MenuSection.Programs, 107, new("计划与季度回顾", "Plans and quarterly reviews"), "/portal/plans", Manage),
        new(MenuSection.Network, 134, new("计划与季度回顾", "Plans and quarterly reviews"), "/console/plans", Agree),
        new(MenuSection.Network, 133, new("路径依据登记", "Register of evidence"), "/console/path-evidence", Keep),
    ];

    /// <inheritdoc/>
    public override IEnumerable<ScheduledJob> Schedule =>
    [
        new(FollowStages.Type, "2 0 * * *", FollowStages.Type),
        new(LapseCertificates.Type, "3 0 * * *", LapseCertificates.Type),
        new(OpenRereviews.Type, "4 0 * * *", OpenRereviews.Type),
        new(OpenQuarterReviews.Type, "5 0 * * *", OpenQuarterReviews.Type),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals => PathsRefusals.All;

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<PathsDb>()
            .AddScoped<PathStages>().AddScoped<Checklists>().AddScoped<PathLists>().AddScoped<JoinPath>().AddScoped<LeavePath>().AddScoped<Network.Published.ICancellationGuard, PathCancellation>().AddScoped<InviteToPath>()
            .AddScoped<IPathEvidence, RegisterSource>().AddScoped<EnterEvidence>().AddScoped<ImportEvidence>().AddScoped<EvidenceLists>()
            .AddScoped<IPathEvidence, SolutionEvidence>().AddScoped<ISolutionGate, SolutionGate>().HearNow<SolutionCertificationsChanged, SolutionEvidence>()
            .AddScoped<ApplyForStage>().AddScoped<HandInPlan>().AddScoped<ScheduleMeeting>()
            .AddScoped<IPathEvidence, LockEvidence>().AddScoped<BeginLock>().AddScoped<WritePlan>().AddScoped<WriteCustomerList>().AddScoped<SendLock>()
            .AddScoped<CounterSign>().AddScoped<Unlock>().AddScoped<LockLists>()
            .AddScoped<ReportQuarter>().AddScoped<ScheduleQuarterMeeting>().AddScoped<CloseQuarterReview>().AddScoped<QuarterLists>().AddScoped<QuarterResults>()
            .HearLater<LockMoved, TellLock>().HearLater<QuarterMoved, TellQuarter>().AddJob<Occurrence, OpenQuarterReviews>(OpenQuarterReviews.Type)
            .AddScoped<ChooseListing>().AddScoped<PartnerFinder>()
            .AddScoped<PathCertificates>().AddScoped<EndCertificates>().AddScoped<RevokeCertification>()
            .HearNow<PathEvidenceChanged, FollowStages>().HearNow<ReviewEnded, DecideStage>().HearNow<ReviewEnded, SubmitRereview>()
            .HearLater<PathStageChanged, TellStage>().HearLater<PlanMeetingScheduled, TellMeeting>().HearLater<RereviewOpened, TellRereview>()
            .AddJob<Occurrence, FollowStages>(FollowStages.Type)
            .AddJob<Occurrence, LapseCertificates>(LapseCertificates.Type)
            .AddJob<Occurrence, OpenRereviews>(OpenRereviews.Type)
            .AddSingleton(new NotificationKind(TellStage.Notice, new("发展路径阶段变化", "Stages on the development path"), [ActorKind.Partner]))
            .AddSingleton(new NotificationKind(TellMeeting.Notice, new("BP 评审会", "Business plan reviews"), [ActorKind.Partner]))
            .AddSingleton(new NotificationKind(TellRereview.Notice, new("年度复核", "Annual re-reviews"), [ActorKind.Partner]))
            .AddSingleton(new NotificationKind(TellLock.Notice, new("商业计划与客户清单", "Business plans and customer lists"), [ActorKind.Partner, ActorKind.Vendor]))
            .AddSingleton(new NotificationKind(TellQuarter.Notice, new("季度业务回顾", "Quarterly business reviews"), [ActorKind.Partner, ActorKind.Vendor]))
            .AddRule<PathTerms>(PathTerms.Rule).AddRule<FinderTerms>(FinderTerms.Rule).AddRule<PlanTerms>(PlanTerms.Rule)
            .AddRule<ReviewDefinition>("paths.stage-review").AddRule<ReviewDefinition>("paths.plan-review").AddRule<ReviewDefinition>(SubmitRereview.Review);
        Stage(PathStage.RoleCertification, LeavingReason.RoleCertification);
        Stage(PathStage.Differentiation, LeavingReason.Differentiation);
        Record(EvidenceKind.CloudSoftware, LeavingReason.CloudSoftware);
        Record(EvidenceKind.AdvancedCloudSoftware, LeavingReason.AdvancedCloudSoftware);
        Solution(SolutionLevel.CloudSoftware, LeavingReason.CloudSoftware);
        Solution(SolutionLevel.AdvancedCloudSoftware, LeavingReason.AdvancedCloudSoftware);
        Record(EvidenceKind.TestVoucher, LeavingReason.TestVoucher);
        Record(EvidenceKind.ExamVoucher, LeavingReason.ExamVoucher);
        Record(EvidenceKind.MarketFund, LeavingReason.MarketFund);
        Record(EvidenceKind.FundingHead, LeavingReason.FundingHead);
        Record(EvidenceKind.DeliverySupport, LeavingReason.DeliverySupport);

        void Stage(PathStage stage, LeavingReason reason) =>
            services.AddScoped<ILeavingReason>(scope => new StageReason(scope.GetRequiredService<PathsDb>(), stage, reason));

        void Record(EvidenceKind kind, LeavingReason reason) =>
            services.AddScoped<ILeavingReason>(scope => new RecordReason(scope.GetRequiredService<PathsDb>(), kind, reason));

        void Solution(SolutionLevel level, LeavingReason reason) =>
            services.AddScoped<ILeavingReason>(scope => new SolutionReason(scope.GetRequiredService<CertifiedSolutions>(), level, reason));
    }

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes)
    {
        PathsApi.Map(routes);
        PathsConsoleApi.Map(routes);
        FinderApi.Map(routes);
        PlansApi.Map(routes);
    }
}
