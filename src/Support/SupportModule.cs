using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Support.News;
using PartnerCenter.Support.Persistence;
using PartnerCenter.Support.Tickets;

namespace PartnerCenter.Support;

/// <summary>Help by people: tickets with their service level, support plans, and the vendor's news.</summary>
public sealed class SupportModule : Module
{
    /// <summary>To raise tickets and see those of one's side; a default of every member with a role (R7.1.1).</summary>
    public const string Tickets = "support.tickets";

    /// <summary>To read news; likewise.</summary>
    public const string News = "support.news";

    /// <summary>To answer tickets, for the vendor.</summary>
    public const string Desk = "support.desk";

    /// <summary>To see how support does.</summary>
    public const string Statistics = "support.statistics";

    /// <summary>To give partners their support plans.</summary>
    public const string Plans = "support.plans";

    /// <summary>To write, publish and withdraw news.</summary>
    public const string WriteNews = "support.write-news";

    /// <inheritdoc/>
    public override string Name => "support";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(Tickets, new("工单", "Tickets"), [.. Role.Partner, Role.Customer]),
        new(News, new("新闻动态", "News"), [.. Role.Partner, Role.Customer]),
        new(Desk, new("处理工单", "Answer tickets"), Role.Support, Role.VendorAdministrator),
        new(Statistics, new("查看工单统计", "See ticket statistics"), Role.Support, Role.VendorAdministrator, Role.Operations),
        new(Plans, new("设置支持计划", "Set support plans"), Role.Support, Role.VendorAdministrator),
        new(WriteNews, new("发布新闻动态", "Write news"), Role.VendorAdministrator, Role.Operations),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Support, 710, new("工单", "Tickets"), "/portal/tickets", Tickets) { For = ActorKind.Partner },
        new(MenuSection.Support, 720, new("新闻动态", "News"), "/portal/news", News) { For = ActorKind.Partner },
        new(MenuSection.Support, 710, new("工单", "Tickets"), "/customer/tickets", Tickets) { For = ActorKind.Customer },
        new(MenuSection.Support, 720, new("新闻动态", "News"), "/customer/news", News) { For = ActorKind.Customer },
        new(MenuSection.Support, 710, new("工单", "Tickets"), "/console/tickets", Desk),
        new(MenuSection.Support, 720, new("工单统计", "Ticket statistics"), "/console/ticket-statistics", Statistics),
        new(MenuSection.Support, 730, new("支持计划", "Support plans"), "/console/support-plans", Plans),
        new(MenuSection.Support, 740, new("新闻动态", "News"), "/console/news", WriteNews),
    ];

    /// <inheritdoc/>
    public override IEnumerable<ScheduledJob> Schedule =>
    [
        new(WatchDeadlines.Type, "*/10 * * * *", WatchDeadlines.Type),
        new(CloseSolved.Type, "10 1 * * *", CloseSolved.Type),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals => SupportRefusals.All;

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<SupportDb>().AddRule<TicketTerms>(TicketTerms.Rule)
            .AddScoped<TicketFiles>().AddScoped<RaiseTicket>().AddScoped<WriteMessage>().AddScoped<AnswerTicket>().AddScoped<WriteNote>()
            .AddScoped<AssignTicket>().AddScoped<ConfirmSolution>().AddScoped<SetSupportPlan>().AddScoped<OpenAttachment>()
            .AddScoped<ITicketSource, TicketSource>().AddScoped<TicketLists>().AddScoped<TicketDesk>().AddScoped<TicketStatistics>()
            .AddJob<Occurrence, WatchDeadlines>(WatchDeadlines.Type).AddJob<Occurrence, CloseSolved>(CloseSolved.Type);
        services.AddScoped<WriteNews>().AddScoped<PublishNews>().AddScoped<WithdrawNews>().AddScoped<NewsLists>().AddScoped<ReadNews>();
        services.HearLater<StaffWrote, TellAsker>().HearLater<AskerWrote, TellDesk>().HearLater<TicketAssigned, TellDesk>()
            .HearLater<TicketDueSoon, TellDeadlines>().HearLater<TicketLate, TellDeadlines>()
            .AddSingleton(new NotificationKind(TellAsker.Kind, new("工单回复", "Answers to my tickets"), [ActorKind.Partner, ActorKind.Customer]))
            .AddSingleton(new NotificationKind(TellDesk.Kind, new("工单消息", "Tickets and their messages"), [ActorKind.Vendor]))
            .AddSingleton(new NotificationKind(TellDeadlines.Kind, new("工单时限", "Deadlines of tickets"), [ActorKind.Vendor]));
    }

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes)
    {
        TicketsApi.Map(routes);
        DeskApi.Map(routes);
        NewsApi.Map(routes);
    }
}
