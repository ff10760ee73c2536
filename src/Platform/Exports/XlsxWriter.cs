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
                var cells = new Dictionary<string, object?>(row.Length);
                for (var i = 0; i < row.Length; i++)
                {
                    cells.Add(table.Columns[i], Plain(row[i]));
                }

                yield return cells;
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
