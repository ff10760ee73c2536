using MiniExcelLibs;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Exports;

/// <summary>Writes rows as a workbook, streaming: memory does not grow with the rows.</summary>
internal static class XlsxWriter
{
    public static async Task<long> Write(ExportTable table, Stream output, CancellationToken ct)
    {
        long rows = 0;
        await output.SaveAsAsync(Rows(), cancellationToken: ct);
        return rows;

        IEnumerable<Dictionary<string, object?>> Rows()
        {
            foreach (var row in table.Rows.ToBlockingEnumerable(ct))
            {
                rows++;
                yield return table.Columns.Zip(row, (title, cell) => (title, Cell: Plain(cell))).ToDictionary(p => p.title, p => p.Cell);
            }
        }
    }

    private static object? Plain(object? cell) => cell switch
    {
        DateTimeOffset instant => instant.ToOffset(BusinessDay.Offset).DateTime,
        DateOnly day => day.ToDateTime(TimeOnly.MinValue),
        Money money => money.Amount,
        _ => cell,
    };
}
