using PartnerCenter.Billing.Published;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;
using static PartnerCenter.Platform.Ui.PageBase;

namespace PartnerCenter.Performance;

/// <summary>The performance of a distributor's resellers' customers in a month as CSV or XLSX, filtered as the page is (R12.2.1).</summary>
internal sealed class ResellerPerformanceExport(PerformanceLists lists) : ExportSource
{
    public override string Kind => "performance.resellers";

    public override string Permission => PerformanceModule.SeeResellers;

    public override LocalText Title(IReadOnlyDictionary<string, string> arguments) =>
        new($"云经销商业绩明细-{arguments["month"]}", $"reseller-performance-{arguments["month"]}");

    public override Task<ExportTable> Table(IReadOnlyDictionary<string, string> arguments, Actor by, CancellationToken ct) =>
        Task.FromResult(new ExportTable(
            [
                T("云经销商", "Reseller"), T("客户", "Customer"), T("产品类型", "Product type"), T("订单类型", "Order type"),
                T("计费模式", "Billing mode"), T("关联类型", "Mode"), T("业绩金额(CNY)", "Performance (CNY)"), T("明细行", "Lines"),
            ],
            Rows(Month.Parse(arguments["month"]), Guid.TryParse(arguments.GetValueOrDefault("reseller"), out var reseller) ? reseller : null, by, ct)));

    private async IAsyncEnumerable<object?[]> Rows(
        Month month, Guid? reseller, Actor by, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var item in await lists.ResellerItems(by, month, reseller, ct))
        {
            yield return
            [
                item.Reseller, item.Customer, item.ProductType, Words.Of(Enum.Parse<OrderType>(item.OrderType)).ToString(),
                Words.Of(Enum.Parse<BillingMode>(item.BillingMode)).ToString(), Words.Of(Enum.Parse<AssociationMode>(item.Mode)).ToString(),
                item.Amount, item.Lines,
            ];
        }
    }
}
