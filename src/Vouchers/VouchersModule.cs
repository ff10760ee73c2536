using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Vouchers.CustomerVouchers;
using PartnerCenter.Vouchers.Persistence;
using PartnerCenter.Vouchers.Published;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.Vouchers;

/// <summary>What customers hold besides money, the quotas that partners issue it from, and vouchers that are set against partner bills.</summary>
public sealed class VouchersModule : Module
{
    /// <summary>To see a partner's vouchers.</summary>
    public const string See = "vouchers.see";

    /// <summary>To issue vouchers to one's customers, and take them back.</summary>
    public const string Give = "vouchers.give";

    /// <summary>To share quotas with one's resellers, for distributors.</summary>
    public const string Share = "vouchers.share";

    /// <summary>To issue vouchers and give quotas, for the vendor.</summary>
    public const string Issue = "vouchers.issue";

    /// <summary>To see one's own vouchers, as a customer.</summary>
    public const string Own = "vouchers.own";

    /// <inheritdoc/>
    public override string Name => "vouchers";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(See, new("查看代金券", "See vouchers"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(Give, new("下发与回收代金券", "Issue vouchers to customers"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(Share, new("向云经销商发放额度", "Share quotas with resellers"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(Issue, new("发放代金券", "Issue vouchers"), Role.EcosystemManager, Role.VendorAdministrator),
        new(Own, new("查看我的代金券", "See my vouchers"), Role.Customer),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Customers, 340, new("券管理", "Vouchers"), "/portal/vouchers", See),
        new(MenuSection.Network, 130, new("券与额度", "Vouchers"), "/console/vouchers", Issue),
        new(MenuSection.Home, 31, new("我的代金券", "My vouchers"), "/customer/vouchers", Own),
    ];

    /// <inheritdoc/>
    public override IEnumerable<ScheduledJob> Schedule => [new(AnnounceEndings.Type, "30 8 * * *", AnnounceEndings.Type)];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["voucher.no-partner"] = new("没有编号为“{0}”的伙伴。", "There is no partner {0}."),
        ["voucher.no-customer"] = new("该伙伴没有此客户。", "The partner has no such customer."),
        ["voucher.dates"] = new("失效日期不能早于生效日期和今天。", "It would end before it begins, or has ended already."),
        ["voucher.no-customer-number"] = new("没有编号为“{0}”的客户。", "There is no customer {0}."),
        ["voucher.no-quota"] = new("请选择贵公司的一个额度。", "Choose one of your quotas."),
        ["voucher.quota-partner"] = new("{0} 不是解决方案提供商或总经销商；云经销商的额度由其总经销商发放。",
            "{0} is neither solution provider nor distributor; resellers have their quotas from their distributor."),
        ["voucher.quota-sort"] = new("额度只能用于代金券或现金券。", "A quota is for vouchers or for cash coupons."),
        ["voucher.quota-customer"] = new("该额度只限客户“{0}”使用。", "The quota is for the customer {0} alone."),
        ["voucher.not-your-reseller"] = new("请选择贵公司的一个云经销商。", "Choose one of your resellers."),
        ["voucher-quota.wrong-state"] = new("该额度已被回收。", "The quota was taken back already."),
        ["voucher.products"] = new("最多限定 {0} 个产品编码，每个不超过 100 个字符。", "Name {0} products at most, by codes of no more than 100 characters."),
        ["voucher.acquisition-period"] = new("拉新券只适用于包年/包月产品。", "Acquisition vouchers are for period products only."),
        ["voucher.wider-than-quota"] = new("不能超出额度的使用限制。", "It can be no wider than its quota."),
        ["voucher.wrong-purchase"] = new("该券{0}可用。", "The voucher is for: {0}."),
        ["voucher.out-of-scope"] = new("该券不适用于产品“{0}”。", "The voucher does not cover the product {0}."),
        ["voucher.quota-over"] = new("额度 {0} 已回收或不在有效期内。", "The quota {0} was taken back, or this is not its time."),
        ["voucher.quota-too-small"] = new("额度不足，剩余 {0:#,##0.00} 元。", "The quota does not cover it: {0:#,##0.00} CNY are left."),
        ["voucher.beyond-quota"] = new("有效期须在额度的有效期 {0:yyyy-MM-dd} 至 {1:yyyy-MM-dd} 之内。", "It must lie within the quota's time, {0:yyyy-MM-dd} to {1:yyyy-MM-dd}."),
        ["voucher.none"] = new("客户没有这张券。", "The customer has no such voucher."),
        ["voucher.expired"] = new("券 {0} 的有效期为 {1:yyyy-MM-dd} 至 {2:yyyy-MM-dd}。", "The voucher {0} is for {1:yyyy-MM-dd} to {2:yyyy-MM-dd}."),
        ["voucher.used"] = new("券 {0} 已用完。", "Nothing is left of the voucher {0}."),
        ["voucher.more-than-left"] = new("该券最多可支付 {0:#,##0.00} 元。", "The voucher can pay {0:#,##0.00} CNY at most."),
        ["voucher.one-per-order"] = new("一个订单只能使用一张券。", "An order takes one voucher only."),
        ["voucher.no-payment"] = new("该订单没有使用券。", "No voucher was used for this order."),
        ["voucher.more-than-paid"] = new("退回金额超过该券支付的 {0:#,##0.00} 元。", "It is more than the {0:#,##0.00} CNY that the voucher paid."),
        ["voucher.not-restored"] = new("“{0}”不退还伙伴代金券；仅未生效退订、开通异常退订、续费周期未生效退订退还。",
            "{0} gives no partner voucher anything back: only what never took effect, failed to be provided, or renewed and had not begun."),
        ["voucher.used-already"] = new("券 {0} 已被使用，不能回收。", "The voucher {0} has been used and cannot be taken back."),
        ["customer-voucher.wrong-state"] = new("该券已被回收或退回。", "The voucher was taken back or returned already."),
    };

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddScoped<IssuePartnerVoucher>().AddScoped<PartnerVouchers>().AddScoped<VoucherLists>()
        .AddScoped<QuotaBook>().AddScoped<TrialQuota>().AddScoped<VoucherBook>().AddScoped<OrderVouchers>()
        .AddModuleDb<VouchersDb>().AddScoped<QuotaLists>().AddScoped<CustomerVoucherLists>()
        .AddScoped<GiveQuota>().AddScoped<ShareQuota>().AddScoped<ReclaimQuota>()
        .AddScoped<IssueVoucher>().AddScoped<IssueVendorVoucher>().AddScoped<ReclaimVoucher>()
        .AddScoped<IAssociationStake, VoucherStake>().HearNow<AssociationChanged, VoucherStake>().HearNow<CustomerCancelled, BlankNames>()
        .HearLater<VoucherNews, TellVoucher>().HearLater<QuotaNews, TellQuota>()
        .AddSingleton(new NotificationKind(TellVoucher.Notice, new("代金券、现金券与储值卡", "Vouchers, coupons and cards"), [ActorKind.Customer]))
        .AddSingleton(new NotificationKind(TellQuota.Notice, new("代金券额度", "Voucher quotas"), [ActorKind.Partner]))
        .AddJob<Occurrence, AnnounceEndings>(AnnounceEndings.Type)
        .AddRule<VoucherTerms>(VoucherTerms.Rule);

    /// <inheritdoc/>
    public override void MapEndpoints(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder routes)
    {
        VouchersApi.Map(routes);
        QuotasApi.Map(routes);
        CustomerVouchersApi.Map(routes);
    }
}
