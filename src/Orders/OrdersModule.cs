using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Calculator;
using PartnerCenter.Orders.Catalogue;
using PartnerCenter.Orders.Discounts;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Orders.Refunds;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Orders;

/// <summary>Orders of customers: catalogue, payment by whom and from what, resources, refunds, authorised discounts.</summary>
public sealed class OrdersModule : Module
{
    /// <summary>To see catalogue, orders, resources and refunds of one's own, as a customer.</summary>
    public const string Own = "orders.own";

    /// <summary>To order, pay, change and give up, as a customer.</summary>
    public const string Buy = "orders.buy";

    /// <summary>To see one's customers' orders and refunds, as a partner.</summary>
    public const string See = "orders.see";

    /// <summary>To pay for customers, as a partner.</summary>
    public const string PayFor = "orders.pay-for";

    /// <summary>To see the orders and refunds of all customers, for the vendor.</summary>
    public const string Oversee = "orders.oversee";

    /// <summary>To grant discounts, for the vendor.</summary>
    public const string Grant = "orders.grant-discounts";

    /// <inheritdoc/>
    public override string Name => "orders";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(Own, new("查看我的订单", "See my orders"), Role.Customer),
        new(Buy, new("订购与支付", "Order and pay"), Role.Customer),
        new(See, new("查看客户订单", "See customers' orders"), Role.PartnerAdministrator, Role.PartnerSales, Role.PartnerFinance),
        new(PayFor, new("代客户支付", "Pay for customers"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(Oversee, new("查看全部客户订单", "See the orders of all customers"), Role.Finance, Role.Operations, Role.VendorAdministrator),
        new(Grant, new("授权商务折扣", "Grant discounts"), Role.Operations, Role.VendorAdministrator),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Home, 31, new("产品目录", "Catalogue"), "/customer/catalogue", Own),
        new(MenuSection.Home, 32, new("我的订单", "My orders"), "/customer/orders", Own),
        new(MenuSection.Home, 33, new("我的资源", "My resources"), "/customer/resources", Own),
        new(MenuSection.Home, 34, new("我的退款", "My refunds"), "/customer/refunds", Own),
        new(MenuSection.Home, 39, new("价格计算器", "Price calculator"), "/price-calculator", PlatformPermissions.Signed),
        new(MenuSection.Customers, 320, new("客户订单", "Customers' orders"), "/portal/orders", See),
        new(MenuSection.Customers, 321, new("客户退款", "Customers' refunds"), "/portal/refunds", See),
        new(MenuSection.Customers, 322, new("伙伴代付", "Payment requests"), "/portal/payment-requests", PayFor),
        new(MenuSection.Settlement, 533, new("客户订单", "Customers' orders"), "/console/orders", Oversee),
        new(MenuSection.Settlement, 534, new("客户退款", "Customers' refunds"), "/console/refunds", Oversee),
        new(MenuSection.Settlement, 535, new("商务折扣", "Discounts"), "/console/discounts", Grant),
    ];

    /// <inheritdoc/>
    public override IEnumerable<ScheduledJob> Schedule =>
    [
        new(ExpireOrders.Type, "*/5 * * * *", ExpireOrders.Type),
        new(PayRefunds.Type, "*/5 * * * *", PayRefunds.Type),
        new(PayAutomatically.Type, "20 0 * * *", PayAutomatically.Type),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals => OrdersRefusals.All;

    /// <summary>Two of a customer's commands wait for each other: each finds what the one before it left.</summary>
    internal static string Turn(Guid customer) => $"orders of {customer}";

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddModuleDb<OrdersDb>()
        .AddScoped<PriceCalculator>().AddScoped<PriceLists>().AddScoped<SavePriceList>().AddScoped<SharePriceList>()
        .AddScoped<NewOrders>().AddScoped<PlaceOrders>().AddScoped<CancelOrders>().AddScoped<ChangeResources>()
        .AddScoped<Provision>().AddScoped<OrderPayment>().AddScoped<PayOrders>().AddScoped<AskPartner>().AddScoped<AnswerRequest>().AddScoped<ChargeUse>()
        .AddScoped<GiveUp>().AddScoped<Unsubscribe>()
        .AddScoped<AuthorisedDiscounts>().AddScoped<GrantDiscount>().AddScoped<SetSubAccountPolicy>().AddScoped<DiscountLists>()
        .AddScoped<OrderLists>().AddScoped<ResourceLists>().AddScoped<Quotes>().AddScoped<RefundLists>().AddScoped<RequestLists>().AddScoped<CatalogueLists>()
        .AddScoped<ICustomerCancellationGuard, OrderStake>().HearNow<CustomerCancelled, BlankNames>().AddScoped<IAssociationStake, OrderStake>().HearNow<AssociationChanged, OrderStake>()
        .AddJob<Occurrence, ExpireOrders>(ExpireOrders.Type).AddJob<Occurrence, PayRefunds>(PayRefunds.Type)
        .AddJob<Occurrence, PayAutomatically>(PayAutomatically.Type)
        .AddSingleton(new NotificationKind(ExpireOrders.Notice, new("订单超时", "Orders not paid in time"), [ActorKind.Customer]))
        .AddSingleton(new NotificationKind(PayRefunds.Notice, new("退款到账", "Refunds"), [ActorKind.Partner, ActorKind.Customer]))
        .AddSingleton(new NotificationKind(PayAutomatically.Notice, new("自动扣费未成功", "Balance too low for a payment"), [ActorKind.Customer]))
        .AddSingleton(new NotificationKind(AskPartner.Notice, new("伙伴代付", "Payment by the partner"), [ActorKind.Partner, ActorKind.Customer]))
        .AddSingleton(new NotificationKind(GrantDiscount.Notice, new("商务折扣", "Discounts"), [ActorKind.Customer]))
        .AddRule<CatalogueTerms>(CatalogueTerms.Rule).AddRule<OrderTerms>(OrderTerms.Rule);

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes)
    {
        OrdersApi.Map(routes);
        CalculatorApi.Map(routes);
        PartnerOrdersApi.Map(routes);
    }
}
