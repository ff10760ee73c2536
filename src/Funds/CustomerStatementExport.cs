using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Funds;

/// <summary>A customer's statement as CSV or XLSX: what the page shows, and no more (R12.1.9.21).</summary>
internal sealed class CustomerStatementExport(CustomerStatements statements, BusinessDay businessDay) : ExportSource
{
    private const int AtOnce = 1000;

    public override string Kind => "funds.customer-statement";

    public override string Permission => FundsModule.See;

    public override LocalText Title(IReadOnlyDictionary<string, string> arguments) =>
        new($"客户收支明细-{businessDay.Today:yyyyMMdd}", $"customer-statement-{businessDay.Today:yyyyMMdd}");

    public override Task<ExportTable> Table(IReadOnlyDictionary<string, string> arguments, Actor by, CancellationToken ct) =>
        Task.FromResult(new ExportTable(
            [
                PageBase.T("交易时间", "Time"), PageBase.T("类型", "Kind"), PageBase.T("说明", "Memo"),
                PageBase.T("金额(CNY)", "Amount (CNY)"), PageBase.T("余额(CNY)", "Balance (CNY)"), PageBase.T("操作人", "By"),
            ],
            Rows(Guid.TryParse(arguments.GetValueOrDefault("customer"), out var customer) ? customer : Guid.Empty, by, ct)));

    private async IAsyncEnumerable<object?[]> Rows(Guid customer, Actor by, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        for (var skip = 0; ; skip += AtOnce)
        {
            var lines = await statements.Of(customer, by, skip, AtOnce, ct);
            foreach (var line in lines)
            {
                yield return [line.At, Words.Of(line.Kind).ToString(), line.Memo, line.Amount, line.BalanceAfter, line.By];
            }

            if (lines.Count < AtOnce)
            {
                yield break;
            }
        }
    }
}
