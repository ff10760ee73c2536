using System.Runtime.CompilerServices;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Platform.Audit;

/// <summary>The audit trail as CSV or XLSX, with the filters of its page.</summary>
internal sealed class AuditExport(AuditLists lists, BusinessDay businessDay) : ExportSource
{
    private const int Batch = 1000;

    public override string Kind => "platform.audit";

    public override string Permission => PlatformPermissions.Audit;

    public override LocalText Title(IReadOnlyDictionary<string, string> arguments) =>
        new($"审计日志-{businessDay.Today:yyyyMMdd}", $"audit-{businessDay.Today:yyyyMMdd}");

    public override Task<ExportTable> Table(IReadOnlyDictionary<string, string> arguments, Actor by, CancellationToken ct) =>
        Task.FromResult(new ExportTable(
            [
                PageBase.T("租户", "Tenant"), PageBase.T("序号", "Number"), PageBase.T("时间", "Time"), PageBase.T("人员", "Who"),
                PageBase.T("操作", "What"), PageBase.T("变更", "Changes"), PageBase.T("哈希", "Hash"),
            ],
            Rows(AuditFilter.Of(arguments.GetValueOrDefault("search"), arguments.GetValueOrDefault("from"), arguments.GetValueOrDefault("to")), ct)));

    private async IAsyncEnumerable<object?[]> Rows(AuditFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var skip = 0; ; skip += Batch)
        {
            var records = await lists.Find(filter, skip, Batch, ct);
            foreach (var record in records)
            {
                yield return [record.Tenant.ToString(), record.Sequence, record.At, record.Actor, record.Action, record.Changes, record.Hash];
            }

            if (records.Count < Batch)
            {
                yield break;
            }
        }
    }
}
