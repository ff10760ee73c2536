using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Organization.Persistence;
using PartnerCenter.Organization.Published;
using PartnerCenter.Organization.Specialists;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Organization;

/// <summary>A partner's people: members with their roles, and personal accounts with their certificates.</summary>
public sealed class OrganizationModule : Module
{
    /// <summary>To make members and give roles: the administrator alone, and not to be granted.</summary>
    public const string Manage = "organization.members";

    /// <summary>To invite, bind, release and appoint people: the administrator alone, and not to be granted (R7.2.1).</summary>
    public const string ManageStaff = "organization.specialists";

    /// <summary>To see and keep one's own qualifications, as a person.</summary>
    public const string OwnQualifications = "organization.qualifications";

    /// <summary>To enter awards where no learning platform is configured, for the vendor.</summary>
    public const string LearningRecords = "organization.learning-records";

    /// <summary>To see the people of partners, for the vendor.</summary>
    public const string SeeStaff = "organization.see-staff";

    /// <summary>To let somebody be bound whose mobile number is of another region, for the vendor (R4.2.10).</summary>
    public const string AllowStaff = "organization.allow-staff";

    /// <inheritdoc/>
    public override string Name => "organization";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(Manage, new("管理组织成员", "Manage members"), Role.PartnerAdministrator),
        new(ManageStaff, new("管理项目专员", "Manage staff and specialists"), Role.PartnerAdministrator),
        new(OwnQualifications, new("个人资质", "My qualifications"), Role.Person),
        new(SeeStaff, new("查看伙伴人员", "See partners' people"), Role.EcosystemManager, Role.Reviewer, Role.Operations, Role.VendorAdministrator),
        new(AllowStaff, new("放行人员绑定例外", "Allow exceptions for staff"), Role.Operations, Role.VendorAdministrator),
        new(LearningRecords, new("登记学习认证", "Enter learning awards"), Role.Reviewer, Role.VendorAdministrator),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Organization, 60, new("组织成员", "Members"), "/portal/members", Manage),
        new(MenuSection.Organization, 61, new("角色", "Roles"), "/portal/roles", Manage),
        new(MenuSection.Organization, 62, new("项目专员", "Specialists"), "/portal/specialists", ManageStaff),
        new(MenuSection.Home, 10, new("个人资质", "My qualifications"), "/person/certificates", OwnQualifications),
        new(MenuSection.Network, 130, new("学习认证", "Learning awards"), "/console/learning-records", LearningRecords),
        new(MenuSection.Network, 129, new("伙伴人员", "Partners' people"), "/console/specialists", SeeStaff),
        new(MenuSection.Network, 131, new("人员绑定例外", "Exceptions for staff"), "/console/staff-exceptions", AllowStaff),
    ];

    /// <inheritdoc/>
    public override IEnumerable<ScheduledJob> Schedule =>
        [new(SynchroniseCertificates.Type, "30 2 * * *", SynchroniseCertificates.Type)];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals => OrganizationRefusals.All;

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<OrganizationDb>()
            .AddScoped<Members>().AddScoped<Confirmations>().AddScoped<Qualifications>()
            .AddScoped<IPermissionSource, MemberPermissions>().AddScoped<ITeamSource, Teams>()
            .AddRule<MemberTerms>(MemberTerms.Rule);
        services.AddScoped<StaffDirectory>().HearNow<AccountNamed, FollowNames>().AddScoped<StaffConditions>().AddScoped<AllowStaff>().AddScoped<InviteStaff>().AddScoped<AnswerInvitation>().AddScoped<UnbindStaff>().AddScoped<StaffLists>()
            .AddJob<Occurrence, SynchroniseCertificates>(SynchroniseCertificates.Type)
            .HearNow<ReviewEnded, UploadCertificate>().HearNow<ReviewEnded, AppointSpecialist>()
            .AddRule<SpecialistTerms>(SpecialistTerms.Rule)
            .AddRule<ReviewDefinition>(UploadCertificate.Review)
            .AddRule<ReviewDefinition>(AppointSpecialist.Review)
            .AddRule<ReviewDefinition>(AppointSpecialist.CancellationReview)
            .AddSingleton(new NotificationKind(AnswerInvitation.Notice, new("成员邀请的答复", "Answers to invitations"), [ActorKind.Partner]));
        var learning = configuration.GetSection("Learning:Http");
        services.AddHttpClient("learning").ConfigureHttpClient(http => http.Timeout = TimeSpan.FromSeconds(30));
        services.AddScoped<LearningRegister>().TryAddScoped<ILearningPlatform>(provider => learning.Exists()
            ? new HttpLearningPlatform(provider.GetRequiredService<IHttpClientFactory>().CreateClient("learning"), learning)
            : provider.GetRequiredService<LearningRegister>());
    }

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes) => OrganizationApi.Map(routes);
}
