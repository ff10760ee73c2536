using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Solutions.Certificates;
using PartnerCenter.Solutions.Persistence;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Solutions;

/// <summary>Solutions that partners build on the cloud, and their certification.</summary>
public sealed class SolutionsModule : Module
{
    /// <summary>To see one's solutions and download their certificates.</summary>
    public const string See = "solutions.see";

    /// <summary>To describe solutions and have them certified.</summary>
    public const string Manage = "solutions.manage";

    /// <summary>To see all solutions, record what they have reached and withdraw certifications, for the vendor.</summary>
    public const string Keep = "solutions.keep";

    /// <inheritdoc/>
    public override string Name => "solutions";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(See, new("查看方案", "See solutions"), Role.Partner),
        new(Manage, new("管理方案与认证", "Manage solutions and their certification"), Role.PartnerAdministrator),
        new(Keep, new("管理伙伴的方案", "Keep partners' solutions"), Role.VendorAdministrator, Role.EcosystemManager),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Programs, 107, new("方案", "Solutions"), "/portal/solutions", See),
        new(MenuSection.Network, 134, new("伙伴方案", "Solutions"), "/console/solutions", Keep),
    ];

    /// <inheritdoc/>
    public override IEnumerable<ScheduledJob> Schedule => [new(LapseCertifications.Type, "1 0 * * *", LapseCertifications.Type)];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals => SolutionsRefusals.All;

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddModuleDb<SolutionsDb>()
        .AddScoped<CertifiedSolutions>().AddScoped<SolutionDrafts>().AddScoped<DescribeSolution>().AddScoped<AttachMaterial>()
        .AddScoped<CertificationCheck>().AddScoped<ApplyForCertification>().AddScoped<RecordProgress>().AddScoped<WithdrawCertification>()
        .AddScoped<SolutionCertificates>().AddScoped<SolutionLists>()
        .HearNow<ReviewEnded, DecideCertification>().HearLater<CertificationNews, TellCertification>()
        .AddJob<Occurrence, LapseCertifications>(LapseCertifications.Type)
        .AddSingleton(new NotificationKind(TellCertification.Notice, new("方案认证的到期与撤销", "Ends of solutions' certifications"), [ActorKind.Partner]))
        .AddRule<SolutionTerms>(SolutionTerms.Rule)
        .AddRule<ReviewDefinition>("solutions.cloud-software-review").AddRule<ReviewDefinition>("solutions.advanced-review")
        .AddRule<ReviewDefinition>("solutions.test-report-review").AddRule<ReviewDefinition>("solutions.record-review");

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes)
    {
        SolutionsApi.Map(routes);
        SolutionsConsoleApi.Map(routes);
    }
}
