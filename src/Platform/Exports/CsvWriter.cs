using System.Buffers;
using System.Globalization;
using System.Text;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Exports;

/// <summary>Writes rows as CSV that spreadsheets open as they are: UTF-8 with byte-order mark, RFC 4180, no cell becomes a formula.</summary>
internal sealed class CsvWriter
{
    private const int Enough = 1 << 16;
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    // Rows are written as bytes at once: a text of each on the way costs more than the rest.
    private readonly ArrayBufferWriter<byte> bytes = new(2 * Enough);

    public static async Task<long> Write(ExportTable table, Stream output, CancellationToken ct)
    {
        var writer = new CsvWriter();
        writer.bytes.Write(Encoding.UTF8.Preamble);
        writer.Line(table.Columns);
        long rows = 0;
        await foreach (var row in table.Rows.WithCancellation(ct))
        {
            writer.Line(row);
            rows++;
            if (writer.bytes.WrittenCount >= Enough)
            {
                await writer.Flush(output, ct);
            }
        }

        await writer.Flush(output, ct);
        return rows;
    }

    private async Task Flush(Stream output, CancellationToken ct)
    {
        await output.WriteAsync(bytes.WrittenMemory, ct);
        bytes.ResetWrittenCount();
    }

    private void Line(IReadOnlyList<object?> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                bytes.Write(","u8);
            }

            Cell(cells[i]);
        }

        bytes.Write("\r\n"u8);
    }

    private void Cell(object? cell)
    {
        switch (cell)
        {
            case null:
                return;
            case string text:
                Text(text);
                return;
            case DateTimeOffset instant:
                // 2024-09-01 12:00:00Z, whose end does not hold here.
                Format(instant.ToOffset(BusinessDay.Offset).DateTime, "u", without: 1);
                return;
            case DateOnly day:
                Format(day, "o");
                return;
            case IUtf8SpanFormattable number:
                Format(number, default);
                return;
            default:
                bytes.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{cell}")));
                return;
        }
    }

    private void Format<T>(T value, ReadOnlySpan<char> format, int without = 0)
        where T : IUtf8SpanFormattable
    {
        // Longer than any number, instant or id.
        var place = bytes.GetSpan(128);
        if (!value.TryFormat(place, out var written, format, CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException($"{value} is not a cell.");
        }

        bytes.Advance(written - without);
    }

    private void Text(string text)
    {
        var quoted = text.AsSpan().ContainsAny(Special);
        if (quoted)
        {
            bytes.Write("\""u8);
        }

        if (text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal))
        {
            bytes.Write("'"u8);
        }

        Encoding.UTF8.GetBytes(quoted ? text.Replace("\"", "\"\"", StringComparison.Ordinal) : text, bytes);
        if (quoted)
        {
            bytes.Write("\""u8);
        }
    }
}
