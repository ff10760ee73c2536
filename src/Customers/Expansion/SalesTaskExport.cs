using System.Runtime.CompilerServices;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Customers.Expansion;

/// <summary>The vendor's list of sales expansion tasks as CSV or XLSX, filtered as on its page.</summary>
internal sealed class SalesTaskExport(SalesTaskLists lists, BusinessDay businessDay) : ExportSource
{
    private const int AtOnce = 1000;

    public override string Kind => "customers.sales-tasks";

    public override string Permission => CustomersModule.GiveTasks;

    public override LocalText Title(IReadOnlyDictionary<string, string> arguments) =>
        new($"销售拓展任务-{businessDay.Today:yyyyMMdd}", $"sales-tasks-{businessDay.Today:yyyyMMdd}");

    public override Task<ExportTable> Table(IReadOnlyDictionary<string, string> arguments, Actor by, CancellationToken ct) =>
        Task.FromResult(new ExportTable(
            [
                PageBase.T("编号", "Number"), PageBase.T("类型", "Kind"), PageBase.T("标题", "Title"), PageBase.T("客户编号", "Customer number"), PageBase.T("客户", "Customer"),
                PageBase.T("处理伙伴", "Partner"), PageBase.T("云经销商", "Reseller"), PageBase.T("客户经理", "Account manager"), PageBase.T("截止日期", "Due on"),
                PageBase.T("状态", "State"), PageBase.T("结果", "Result"), PageBase.T("再次跟进", "Again on"), PageBase.T("下发时间", "Given"), PageBase.T("结束时间", "Ended"),
            ],
            Rows(Filter(arguments.GetValueOrDefault), by, ct)));

    /// <summary>A filter as an address or an export writes it.</summary>
    public static SalesTaskFilter Filter(Func<string, string?> value) => new(
        Enum.TryParse<SalesTaskState>(value("state"), out var state) ? state : null,
        string.IsNullOrEmpty(value("kind")) ? null : value("kind"),
        DateOnly.TryParse(value("due"), System.Globalization.CultureInfo.InvariantCulture, out var due) ? due : null,
        value("overdue") == "true",
        value("search"));

    private async IAsyncEnumerable<object?[]> Rows(SalesTaskFilter filter, Actor by, [EnumeratorCancellation] CancellationToken ct)
    {
        var terms = lists.Terms;
        for (string? below = null; ;)
        {
            var rows = await lists.After(by, filter, below, AtOnce, ct);
            foreach (var row in rows)
            {
                yield return
                [
                    row.Number, terms.NameOf(row.Kind), row.Title, row.CustomerNumber, row.CustomerName, row.Partner, row.Reseller, row.Handler, row.DueOn,
                    Words.Of(row.State).ToString(), row.Result is { } result ? Words.Of(result).ToString() : null, row.LaterOn, row.GivenAt, row.EndedAt,
                ];
            }

            if (rows.Count < AtOnce)
            {
                yield break;
            }

            below = rows[^1].Number;
        }
    }
}
