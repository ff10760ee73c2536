using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Benefits.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Benefits;

/// <summary>What a partner's stage entitles it to: test vouchers.</summary>
public sealed class BenefitsModule : Module
{
    /// <summary>To see one's entitlement and vouchers.</summary>
    public const string See = "benefits.see";

    /// <summary>To apply for vouchers.</summary>
    public const string Apply = "benefits.apply";

    /// <summary>To issue approved vouchers, for the vendor.</summary>
    public const string Grant = "benefits.grant";

    /// <inheritdoc/>
    public override string Name => "benefits";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(See, new("查看伙伴权益", "See benefits"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(Apply, new("申请伙伴权益", "Apply for benefits"), Role.PartnerAdministrator),
        new(Grant, new("发放伙伴权益", "Grant benefits"), Role.VendorAdministrator, Role.Operations),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Programs, 115, new("伙伴权益", "Benefits"), "/portal/benefits", See),
        new(MenuSection.Network, 135, new("测试券", "Test vouchers"), "/console/test-vouchers", Grant),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["benefits.not-entitled"] = new("当前路径阶段不享有测试券权益。", "Your stage on the path does not entitle to test vouchers."),
        ["benefits.no-solution"] = new("请选择本公司的一个方案。", "Choose one of your solutions."),
        ["benefits.amount"] = new("请填写大于 0、最多两位小数的金额。", "Give an amount above 0 with two decimals at most."),
        ["benefits.over-cap"] = new("公司本年度上限 {0:#,##0.00} 元，剩余 {1:#,##0.00} 元。",
            "Your company's cap of this year is {0:#,##0.00} CNY; {1:#,##0.00} CNY are left."),
        ["benefits.over-cap-now"] = new("公司上限 {0:#,##0.00} 元，已批准 {1:#,##0.00} 元，不能再批准该申请。",
            "The company's cap is {0:#,##0.00} CNY and {1:#,##0.00} CNY are approved already; this application would exceed it."),
        ["benefits.dates"] = new("使用时间须从今天或之后开始，且结束不早于开始。",
            "The use begins today or later, and does not end before it begins."),
        ["benefits.configuration"] = new("请粘贴价格计算器清单的分享链接（https://…）。",
            "Paste the link of a shared list of the price calculator (https://…)."),
        ["benefits.confirm"] = new("请确认两项须知。", "Confirm both statements."),
        ["benefits.too-many-files"] = new("最多上传 {0} 个文件。", "Attach {0} files at most."),
        ["test-voucher.wrong-state"] = new("该测试券不在可进行此操作的状态。", "The test voucher's state does not allow this."),
    };

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddModuleDb<BenefitsDb>()
        .AddScoped<TestVoucherBudget>().AddScoped<ApplyForTestVoucher>().AddScoped<GrantTestVoucher>().AddScoped<TestVoucherLists>()
        .AddScoped<ILeavingReason, TestVoucherReason>()
        .HearNow<ReviewEnded, DecideTestVoucher>().HearNow<PathStageChanged, EndEntitlement>().HearLater<TestVoucherNews, TellTestVoucher>()
        .AddSingleton(new NotificationKind(TellTestVoucher.Notice, new("测试券的发放与失效", "Test vouchers granted and lapsed"), [ActorKind.Partner]))
        .AddRule<TestVoucherTerms>(TestVoucherTerms.Rule).AddRule<ReviewDefinition>(ApplyForTestVoucher.Review);

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes) => BenefitsApi.Map(routes);
}
