using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Funds;

/// <summary>The double-entry ledger: top-up, allocation, reclaim, statements.</summary>
public sealed class FundsModule : Module
{
    /// <summary>To see balance and statement.</summary>
    public const string See = "funds.see";

    /// <summary>To allocate and reclaim.</summary>
    public const string Allocate = "funds.allocate";

    /// <summary>To enter top-ups, for the vendor.</summary>
    public const string TopUp = "funds.top-up";

    /// <summary>To see one's own balance, as a customer.</summary>
    public const string Own = "funds.own";

    /// <inheritdoc/>
    public override string Name => "funds";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(See, new("查看资金", "See funds"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(Allocate, new("拨款与回收", "Allocate and reclaim"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(TopUp, new("登记充值", "Enter top-ups"), Role.Finance, Role.VendorAdministrator),
        new(Own, new("查看我的余额", "See my balance"), Role.Customer),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Billing, 420, new("资金管理", "Funds"), "/portal/funds", See),
        new(MenuSection.Settlement, 530, new("登记充值", "Top-ups"), "/console/top-ups", TopUp),
        new(MenuSection.Home, 30, new("我的资金", "My balance"), "/customer/funds", Own),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["funds.balance-too-low"] = new("余额不足，无法转出 {0} 元。", "The balance does not cover {0} CNY."),
        ["funds.not-resale"] = new("{0} 不是代售客户，不能拨款。", "{0} is not a resale customer: money can be allocated to those only."),
        ["funds.no-customer"] = new("没有编号为“{0}”的客户。", "There is no customer {0}."),
        ["funds.list-length"] = new("一次可拨款 1 至 {0} 行。", "A list has 1 to {0} lines."),
        ["funds.no-partner"] = new("没有编号为“{0}”的伙伴。", "There is no partner {0}."),
    };

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddScoped<Ledger>().AddScoped<FundsLists>()
        .AddScoped<AllocateFunds>().AddScoped<AllocateFundsToMany>().AddScoped<ReclaimFunds>().AddScoped<RecordTopUp>()
        .AddScoped<IAssociationStake, BalanceStake>().HearNow<AssociationChanged, BalanceStake>()
        .AddScoped<ExportSource, StatementExport>();

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes) => FundsApi.Map(routes);
}
