using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Vouchers;

/// <summary>Vouchers that are set against partner bills.</summary>
public sealed class VouchersModule : Module
{
    /// <summary>To see a partner's vouchers.</summary>
    public const string See = "vouchers.see";

    /// <summary>To issue vouchers, for the vendor.</summary>
    public const string Issue = "vouchers.issue";

    /// <inheritdoc/>
    public override string Name => "vouchers";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(See, new("查看代金券", "See vouchers"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(Issue, new("发放代金券", "Issue vouchers"), Role.EcosystemManager, Role.VendorAdministrator),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Customers, 340, new("券管理", "Vouchers"), "/portal/vouchers", See),
        new(MenuSection.Network, 130, new("发放代金券", "Issue vouchers"), "/console/vouchers", Issue),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["voucher.no-partner"] = new("没有编号为“{0}”的伙伴。", "There is no partner {0}."),
        ["voucher.no-customer"] = new("该伙伴没有此客户。", "The partner has no such customer."),
        ["voucher.dates"] = new("失效日期早于生效日期。", "It would end before it begins."),
    };

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddScoped<IssuePartnerVoucher>().AddScoped<PartnerVouchers>().AddScoped<VoucherLists>();

    /// <inheritdoc/>
    public override void MapEndpoints(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder routes) => VouchersApi.Map(routes);
}
