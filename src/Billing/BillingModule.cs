using System.CommandLine;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Billing.Bills;
using PartnerCenter.Billing.Close;
using PartnerCenter.Billing.Published;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Billing.Verify;
using PartnerCenter.Kernel;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Billing;

/// <summary>Usage lines, rating, the month close, partner bills, and the second implementation that checks them.</summary>
public sealed class BillingModule : Module
{
    /// <summary>To see the partner bill.</summary>
    public const string SeeBill = "billing.bill";

    /// <summary>To see what a customer of the partner consumed; account managers too (R7.1.4a).</summary>
    public const string CustomerConsumption = "billing.customer-consumption";

    /// <summary>To import usage, for the vendor.</summary>
    public const string Import = "billing.import";

    /// <summary>To close months, for the vendor.</summary>
    public const string Close = "billing.close";

    /// <summary>To see one's own consumption, as a customer.</summary>
    public const string Own = "billing.own";

    /// <inheritdoc/>
    public override string Name => "billing";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(SeeBill, new("查看伙伴账单", "See the partner bill"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(CustomerConsumption, new("查看客户消费记录", "See customers' consumption"), Role.Partner),
        new(Import, new("导入用量", "Import usage"), Role.Operations, Role.VendorAdministrator),
        new(Close, new("月结", "Close months"), Role.Operations, Role.VendorAdministrator, Role.Finance),
        new(Own, new("查看我的消费", "See my consumption"), Role.Customer),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Billing, 410, new("伙伴账单", "Partner bill"), "/portal/bills", SeeBill),
        new(MenuSection.Settlement, 510, new("用量导入", "Usage"), "/console/usage", Import),
        new(MenuSection.Settlement, 520, new("月结", "Month close"), "/console/closes", Close),
        new(MenuSection.Home, 40, new("我的消费", "My consumption"), "/customer/consumption", Own),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["billing.no-voucher-line"] = new("{1} 的账单中没有由伙伴代金券抵扣的扣费“{0}”。", "No charge {0} was paid by partner vouchers in {1}."),
        ["billing.no-bill"] = new("{0} 没有账单。", "There is no bill for {0}."),
        ["close.future"] = new("{0} 尚未结束，不能月结。", "{0} is not over and cannot be closed."),
        ["close.closed-already"] = new("{0} 已完成月结，未做任何更改。", "{0} is closed already; nothing was changed."),
        ["close.earlier-open"] = new("请先月结 {1}，再月结 {0}。", "Close {1} before {0}."),
        ["close.later-closed"] = new("{1} 已月结，不能再月结更早的 {0}。", "{1} is closed; the earlier {0} can no longer be."),
        ["close.not-closed"] = new("{0} 尚未月结。", "{0} is not closed."),
        ["usage.columns"] = new("文件缺少列：{0}。", "The file lacks the columns {0}."),
        ["usage.format"] = new("不支持格式“{0}”，请使用 native 或 focus。", "There is no format {0}; use native or focus."),
        ["usage.no-file"] = new("没有文件 {0}。", "There is no file {0}."),
        ["usage.mapping"] = new("映射文件第 {0} 行应为“子账号,客户编号”，且子账号不能重复。", "Line {0} of the mapping must be sub-account,customer, each sub-account once."),
        ["usage.mode"] = new("没有关联模式“{0}”，请使用 resale 或 referral。", "There is no mode {0}; use resale or referral."),
        ["usage.no-partner"] = new("没有编号为“{0}”的伙伴。", "There is no partner {0}."),
        ["usage.partner-needed"] = new("使用 --create-customers 时请用 --partner 指定伙伴。", "--create-customers needs --partner."),
        ["usage.not-csv"] = new("文件不是有效的 CSV：{0}", "The file is not CSV: {0}"),
        ["usage.not-parquet"] = new("文件不是有效的 Parquet：{0}", "The file is not Parquet: {0}"),
    };

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<SegmentStore>().AddScoped<Manifest>().AddScoped<SegmentDoor>().AddScoped<ImportUsage>()
        .AddScoped<UploadUsage>().AddScoped<UsageFiles>().AddJob<UsageFileOrder, ImportUsageFile>(ImportUsageFile.Type)
        .AddScoped<RestoreVouchers>().AddScoped<CloseMonth>().AddScoped<VerifyMonth>().AddScoped<BillLists>().AddScoped<IBillLines>(scope => scope.GetRequiredService<BillLists>()).AddScoped<CloseLists>().AddScoped<IOwnBillLines, OwnBillLines>()
        .AddScoped<IIndependentCheck, BillCheck>().AddScoped<ISettledLines, SettledLines>().AddScoped<ResellerLines>().AddScoped<VoucherUses>()
        .AddScoped<ExportSource, BillPdf>().AddScoped<ExportSource, BillLinesExport>()
        .AddJob<BucketOrder, CloseBucket>(CloseBucket.Type).AddJob<MonthOrder, FinishClose>(FinishClose.Type)
        .HearLater<MonthClosed, TellBills>()
        .AddSingleton(new NotificationKind(TellBills.Kind, new("账单生成", "Bills"), [ActorKind.Partner]))
        .AddRule<ExchangeRates>(ExchangeRates.Rule).AddRule<ProductTerms>(ProductTerms.Rule);

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes) => BillingApi.Map(routes);

    /// <inheritdoc/>
    public override IEnumerable<Command> Commands(Func<IServiceProvider> services) => BillingCommands.All(services);
}
