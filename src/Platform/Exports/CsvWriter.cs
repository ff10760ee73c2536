using System.Buffers;
using System.Globalization;
using System.Text;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Exports;

/// <summary>Writes rows as CSV that spreadsheets open as they are: UTF-8 with byte-order mark, RFC 4180, no cell becomes a formula.</summary>
internal sealed class CsvWriter
{
    private const int Enough = 1 << 16;

    /// <summary>Longer than any number, instant or id.</summary>
    private const int LongestValue = 128;

    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    // Rows are written as bytes at once, each cell to its place: a text of each on the way, or a call for every comma, costs more than the rest.
    private byte[] bytes = new byte[2 * Enough];
    private int written;

    public static async Task<long> Write(ExportTable table, Stream output, CancellationToken ct)
    {
        var writer = new CsvWriter();
        writer.Put(Encoding.UTF8.Preamble);
        writer.Line(table.Columns);
        long rows = 0;
        await foreach (var row in table.Rows.WithCancellation(ct))
        {
            writer.Line(row);
            rows++;
            if (writer.written >= Enough)
            {
                await writer.Flush(output, ct);
            }
        }

        await writer.Flush(output, ct);
        return rows;
    }

    private async Task Flush(Stream output, CancellationToken ct)
    {
        await output.WriteAsync(bytes.AsMemory(0, written), ct);
        written = 0;
    }

    private void Line(IReadOnlyList<object?> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                Put((byte)',');
            }

            Cell(cells[i]);
        }

        Put("\r\n"u8);
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
            case decimal amount:
                Number(amount);
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
                Put(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{cell}")));
                return;
        }
    }

    /// <summary>Digits with a point among them: an amount of up to 19 digits is a whole number, which is written much faster.</summary>
    private void Number(decimal amount)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(amount, parts);
        var (low, middle, high, scale) = (unchecked((uint)parts[0]), unchecked((uint)parts[1]), parts[2], (parts[3] >> 16) & 0xFF);
        if (high != 0 || amount == 0)
        {
            Format(amount, default);
            return;
        }

        var place = Room(LongestValue);
        var at = 0;
        if (parts[3] < 0)
        {
            place[at++] = (byte)'-';
        }

        Span<byte> digits = stackalloc byte[20];
        (((ulong)middle << 32) | low).TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        var whole = count - scale;
        if (whole > 0)
        {
            digits[..whole].CopyTo(place[at..]);
            at += whole;
        }
        else
        {
            place[at++] = (byte)'0';
        }

        if (scale > 0)
        {
            place[at++] = (byte)'.';
            for (var zeros = whole; zeros < 0; zeros++)
            {
                place[at++] = (byte)'0';
            }

            var fraction = digits[Math.Max(0, whole)..count];
            fraction.CopyTo(place[at..]);
            at += fraction.Length;
        }

        written += at;
    }

    private void Format<T>(T value, ReadOnlySpan<char> format, int without = 0)
        where T : IUtf8SpanFormattable
    {
        if (!value.TryFormat(Room(LongestValue), out var length, format, CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException($"{value} is not a cell.");
        }

        written += length - without;
    }

    private void Text(string text)
    {
        var quoted = text.AsSpan().ContainsAny(Special);
        if (quoted)
        {
            Put((byte)'"');
        }

        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
        {
            Put((byte)'\'');
        }

        var plain = quoted ? text.Replace("\"", "\"\"", StringComparison.Ordinal) : text;
        written += Encoding.UTF8.GetBytes(plain, Room(Encoding.UTF8.GetMaxByteCount(plain.Length)));
        if (quoted)
        {
            Put((byte)'"');
        }
    }

    private void Put(byte one)
    {
        Room(1)[0] = one;
        written++;
    }

    private void Put(ReadOnlySpan<byte> several)
    {
        several.CopyTo(Room(several.Length));
        written += several.Length;
    }

    /// <summary>The place behind what is written, of that many bytes at least.</summary>
    private Span<byte> Room(int least)
    {
        if (bytes.Length - written < least)
        {
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, written + least));
        }

        return bytes.AsSpan(written);
    }
}
