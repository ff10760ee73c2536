using System.Runtime.CompilerServices;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Funds;

/// <summary>The statement as CSV or XLSX, filtered as the page is (R12.1.3.3).</summary>
internal sealed class StatementExport(FundsLists lists, BusinessDay businessDay) : ExportSource
{
    public override string Kind => "funds.statement";

    public override string Permission => FundsModule.See;

    public override LocalText Title(IReadOnlyDictionary<string, string> arguments) =>
        new($"收支明细-{businessDay.Today:yyyyMMdd}", $"statement-{businessDay.Today:yyyyMMdd}");

    public override Task<ExportTable> Table(IReadOnlyDictionary<string, string> arguments, Actor by, CancellationToken ct) =>
        Task.FromResult(new ExportTable(
            [
                PageBase.T("交易时间", "Time"), PageBase.T("类型", "Kind"), PageBase.T("说明", "Memo"),
                PageBase.T("金额(CNY)", "Amount (CNY)"), PageBase.T("余额(CNY)", "Balance (CNY)"), PageBase.T("操作人", "By"),
            ],
            Rows(Enum.TryParse<TransferKind>(arguments.GetValueOrDefault("kind"), out var kind) ? kind : null, by, ct)));

    private async IAsyncEnumerable<object?[]> Rows(TransferKind? kind, Actor by, [EnumeratorCancellation] CancellationToken ct)
    {
        (DateTimeOffset, Guid)? before = null;
        for (; ; )
        {
            var lines = await lists.Statement(by, kind, before, 1000, ct: ct);
            foreach (var line in lines)
            {
                yield return [line.At, Words.Of(line.Kind).ToString(), line.Memo, line.Amount, line.BalanceAfter, line.By];
            }

            if (lines.Count < 1000)
            {
                yield break;
            }

            before = (lines[^1].At, lines[^1].Id);
        }
    }
}
