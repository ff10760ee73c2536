using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Billing.Published;
using PartnerCenter.Incentives.Persistence;
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

namespace PartnerCenter.Incentives;

/// <summary>Incentive policies, bills, claims and payouts.</summary>
public sealed class IncentivesModule : Module
{
    /// <summary>To see incentives.</summary>
    public const string See = "incentives.see";

    /// <summary>To confirm and claim.</summary>
    public const string Claim = "incentives.claim";

    /// <summary>To pay, for vendor finance.</summary>
    public const string Pay = "incentives.pay";

    /// <inheritdoc/>
    public override string Name => "incentives";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(See, new("查看激励", "See incentives"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(Claim, new("确认与申付激励", "Confirm and claim incentives"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(Pay, new("发放激励", "Pay incentives"), Role.Finance),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Incentives, 605, new("产品激励策略", "Incentive policies"), "/portal/incentive-policies", See),
        new(MenuSection.Incentives, 630, new("激励对账", "Incentive bills"), "/portal/incentives", See),
        new(MenuSection.Incentives, 640, new("激励管理", "Payouts"), "/portal/payouts", See),
        new(MenuSection.Settlement, 540, new("激励发放", "Payouts"), "/console/payouts", Pay),
    ];

    /// <inheritdoc/>
    public override IEnumerable<ScheduledJob> Schedule => [new(ConfirmIncentive.Type, "10 0 * * *", ConfirmIncentive.Type)];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["payout.nothing-chosen"] = new("请至少选择一笔已确认的正向激励。", "Choose at least one confirmed positive incentive."),
        ["payout.negative"] = new("负向激励超过所选激励（合计 {0} 元），暂不能申付。", "Negative incentives exceed those chosen ({0} CNY together); nothing can be claimed."),
        ["payout.not-certified"] = new(
            "商业信息尚未认证，暂不能申付激励。请先在“商业信息”页面完成认证。",
            "Your business information is not certified, so nothing can be paid. Certify it on the page Business information first."),
        ["payout.paused"] = new("伙伴的商业信息尚未认证，暂停发放。", "The partner's business information is not certified; payment pauses until it is."),
        ["payout.not-found"] = new("没有找到该申付单。", "There is no such request."),
        ["payout.same-person"] = new("审批人不能发放同一申付单，请由另一位财务人员发放。", "Who approved a request cannot pay it; another person of finance must."),
    };

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddModuleDb<IncentivesDb>()
        .AddScoped<ISettlementPart, IncentivePart>().AddScoped<PastIndicators>().AddScoped<IIndependentCheck, IncentiveCheck>()
        .AddScoped<ConfirmIncentive>().AddScoped<RequestPayout>().AddScoped<PayIncentive>().AddScoped<IncentiveLists>().AddScoped<ProductIncentives>()
        .AddJob<Occurrence, ConfirmIncentive>(ConfirmIncentive.Type)
        .HearNow<ReviewEnded, DecidePayout>()
        .HearLater<IncentivePaid, TellPayment>()
        .AddSingleton(new NotificationKind(TellPayment.Kind, new("激励发放", "Payments of incentives"), [ActorKind.Partner]))
        .AddRule<IncentiveTerms>(IncentiveTerms.Rule).AddRule<SettlementTerms>(SettlementTerms.Rule)
        .AddRule<ReviewDefinition>(RequestPayout.Review);

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes) => IncentivesApi.Map(routes);
}
