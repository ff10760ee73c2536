using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Platform;

/// <summary>The shared mechanisms, put together.</summary>
public static class PlatformServices
{
    /// <summary>Adds the mechanisms and every module.</summary>
    /// <param name="services">The container.</param>
    /// <param name="modules">The modules, ground floor first.</param>
    /// <param name="databases">The ways into the database.</param>
    /// <param name="clock">The clock of this process.</param>
    /// <param name="configuration">Settings.</param>
    public static IServiceCollection AddPartnerCenter(
        this IServiceCollection services, IReadOnlyList<Module> modules, Databases databases, TimeProvider clock,
        IConfiguration configuration)
    {
        services.AddSingleton(modules).AddSingleton(databases).AddSingleton(clock).AddSingleton(configuration);
        services.AddSingleton<BusinessDay>().AddSingleton<RefusalTexts>().AddSingleton(new PermissionCatalogue(modules));
        services.AddSingleton<RuleFiles>().AddSingleton<Rulebook.Rulebook>().AddSingleton<WorkCalendar>();
        services.AddSingleton<Vault>().AddSingleton<ChangeKeys>();
        services.AddSingleton<Migrator>().AddSingleton<ThisSite>().AddSingleton<AuditTrail>().AddSingleton<JobWorker>().AddSingleton<JobSchedule>();
        services.AddSingleton<MachineClock>().AddSingleton<ClockHands>().AddScoped<MoveClock>().AddJob<ClockMove, MoveClockOn>(MoveClockOn.Type);
        services.AddScoped<EventDispatcher>().AddScoped<UnitOfWork>().AddScoped<Numbers>().AddModuleDb<PlatformDb>();
        services.AddScoped<JobQueue>().AddScoped<ReviewDesk>().AddScoped<ReviewLists>();
        services.AddScoped<DocumentStore>().AddScoped<Notifier>().AddScoped<Inbox>().AddScoped<ExportDesk>().AddScoped<AuditLists>();
        services.AddJob<Delivery, DeliverEvent>(DeliverEvent.Type).AddJob<ExportOrder, MakeExport>(MakeExport.Type);
        services.AddJob<SealedMessage, SendMail>(SendMail.Type).AddJob<SealedMessage, SendSms>(SendSms.Type);
        services.AddJob<Occurrence, ExpireReviews>(ExpireReviews.Type).AddJob<Occurrence, AuditAnchors>(AuditAnchors.Type);
        services.AddScoped<ExportSource, AuditExport>();
        services.AddRule<UploadTerms>(UploadTerms.Rule);
        services.AddRule<ReviewDefinition>(ProposePolicy.Review).HearNow<ReviewEnded, ProposePolicy>().HearLater<PolicyPublished, ProposePolicy>();
        services.HearLater<ReviewWaits, TellDeciders>().HearLater<ReviewReturned, TellApplicant>().HearLater<ReviewEnded, TellApplicant>();
        AddReviewNotices(services);
        AddOutside(services, configuration);
        foreach (var module in modules)
        {
            module.AddServices(services, configuration);
        }

        return services;
    }

    /// <summary>Adds what only a web process needs: sign-in, permissions, error answers, workers.</summary>
    public static IServiceCollection AddPartnerCenterWeb(this IServiceCollection services, IConfiguration configuration, bool workers)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<IAuthorizationPolicyProvider, PermissionPolicies>().AddScoped<IAuthorizationHandler, PermissionHandler>();
        services.AddAuthorization();
        services.AddAntiforgery(options => options.Cookie.SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Strict);
        services.AddProblemDetails().AddExceptionHandler<ApiProblems>();
        services.AddDbContext<KeysDb>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<Databases>().Walled).UseSnakeCaseNamingConvention());
        services.AddDataProtection().SetApplicationName("partner-center").PersistKeysToDbContext<KeysDb>();
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.Converters.Add(
            new JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)));
        if (workers)
        {
            services.AddHostedService<JobService>();
        }

        return services;
    }

    /// <summary>Finds out who makes each request. Stands after authentication and before authorization.</summary>
    public static IApplicationBuilder UseActors(this IApplicationBuilder app) => app.Use(next => http => ActorAccess.Resolve(http, next));

    private static void AddReviewNotices(IServiceCollection services) => services
        .AddSingleton(new NotificationKind(
            ReviewNotices.Waits, new("待办审核", "Applications to decide"), [ActorKind.Vendor]))
        .AddSingleton(new NotificationKind(
            ReviewNotices.Outcome, new("申请结果", "Outcome of my applications"), [ActorKind.Partner, ActorKind.Company, ActorKind.Customer, ActorKind.Person],
            SmsByDefault: true));

    /// <summary>Systems that we do not own: a real adapter when it is configured, an embedded default when it is not.</summary>
    private static void AddOutside(IServiceCollection services, IConfiguration configuration)
    {
        var bucket = configuration.GetSection("Storage:Bucket");
        services.TryAddSingleton<IFileStorage>(_ => bucket.Exists()
            ? BucketStorage.Of(bucket)
            : new DiskStorage(Path.Combine(configuration["Data"] ?? ".data", "files")));
        EnteredAddresses.Add(services);
        services.AddSingleton<MessageViewer>();
        var smtp = configuration.GetSection("Mail:Smtp");
        services.TryAddSingleton<IMailSender>(provider =>
            smtp.Exists() ? new SmtpSender(smtp) : provider.GetRequiredService<MessageViewer>());
        var sms = configuration.GetSection("Sms:Http");
        services.AddHttpClient("sms").ConfigureHttpClient(http => http.Timeout = TimeSpan.FromSeconds(sms.GetValue("TimeoutSeconds", 15)));
        services.TryAddSingleton<ISmsSender>(provider => sms.Exists()
            ? new HttpSmsSender(provider.GetRequiredService<IHttpClientFactory>().CreateClient("sms"), sms)
            : provider.GetRequiredService<MessageViewer>());
    }
}
