using System.Globalization;
using System.Text;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Exports;

/// <summary>Writes rows as CSV that spreadsheets open as they are: UTF-8 with byte-order mark, RFC 4180, no cell becomes a formula.</summary>
internal static class CsvWriter
{
    public static async Task<long> Write(ExportTable table, Stream output, CancellationToken ct)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(true), 1 << 16, leaveOpen: true);
        var line = new StringBuilder();
        Line(line, table.Columns);
        await writer.WriteAsync(line, ct);
        long rows = 0;
        await foreach (var row in table.Rows.WithCancellation(ct))
        {
            line.Clear();
            Line(line, row);
            await writer.WriteAsync(line, ct);
            rows++;
        }

        return rows;
    }

    private static void Line(StringBuilder line, IReadOnlyList<object?> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                line.Append(',');
            }

            Cell(line, cells[i]);
        }

        line.Append("\r\n");
    }

    private static void Cell(StringBuilder line, object? cell)
    {
        switch (cell)
        {
            case null:
                return;
            case string text:
                Text(line, text);
                return;
            case DateTimeOffset instant:
                line.Append(instant.ToOffset(BusinessDay.Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
                return;
            case DateOnly day:
                line.Append(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                return;
            default:
                line.Append(CultureInfo.InvariantCulture, $"{cell}");
                return;
        }
    }

    private static void Text(StringBuilder line, string text)
    {
        var safe = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        if (safe.AsSpan().IndexOfAny(",\"\r\n") < 0)
        {
            line.Append(safe);
            return;
        }

        line.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
