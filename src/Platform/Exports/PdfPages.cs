using System.Globalization;
using System.Text;

namespace PartnerCenter.Platform.Exports;

/// <summary>A column of a table in a PDF document.</summary>
/// <param name="Title">The text in the header row.</param>
/// <param name="Weight">The width in proportion to the other columns.</param>
/// <param name="RightAligned">For figures: aligned right, and made smaller rather than cut when too long.</param>
public sealed record PdfColumn(string Title, float Weight, bool RightAligned = false);

/// <summary>Writes an A4 document in Chinese and English from top to bottom. Dispose finishes it; the stream stays open.</summary>
/// <remarks>Equal input gives equal bytes. Not for use by several threads at once; separate documents are independent.</remarks>
public sealed class PdfPages : IDisposable
{
    private const float Margin = 48;
    private const float FooterHeight = 30;
    private const float Body = 9.5f;
    private const float Cell = 8.5f;
    private const float Padding = 4;
    private const string Ink = "0.13 0.15 0.19";
    private const string Muted = "0.4 0.43 0.49";
    private const string Accent = "0.06 0.32 0.58";
    private const string Line = "0.8 0.83 0.87";
    private const string Tint = "0.92 0.95 0.98";
    private readonly PdfFile _file;
    private readonly PdfFontSubset _font = new();
    private readonly StringBuilder _content = new();
    private readonly List<int> _pages = [];
    private readonly string _title;
    private readonly DateTimeOffset? _created;
    private readonly float _width;
    private readonly float _height;
    private readonly int _catalog;
    private readonly int _tree;
    private readonly int _fontObject;
    private float _y = Margin;
    private bool _failed;
    private bool _closed;

    /// <summary>Begins a document.</summary>
    /// <param name="output">Receives the file; need not be seekable, is not closed.</param>
    /// <param name="title">Shown in the footer and as the title of the document.</param>
    /// <param name="landscape">Whether the pages are wider than high.</param>
    /// <param name="created">Creation time for the document's properties; without it none is written.</param>
    public PdfPages(Stream output, string title, bool landscape = false, DateTimeOffset? created = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(title);
        (_width, _height) = landscape ? (841.89f, 595.28f) : (595.28f, 841.89f);
        _title = PdfFontSubset.Clean(title);
        _created = created;
        _file = new PdfFile(output);
        (_catalog, _tree, _fontObject) = (_file.Reserve(), _file.Reserve(), _file.Reserve());
    }

    /// <summary>The page number in the footer; {0} is the number.</summary>
    public string PageLabel { get; init; } = "第 {0} 页 / Page {0}";

    private float ContentWidth => _width - (2 * Margin);

    private float Bottom => _height - Margin - FooterHeight;

    private bool AtTop => _y <= Margin;

    /// <summary>A heading that stays with what follows it.</summary>
    /// <param name="text">The heading.</param>
    /// <param name="keep">How much room must remain below it on the same page, in points.</param>
    public void Heading(string text, float keep = 60)
    {
        const float size = 13;
        var lines = Wrap(text, ContentWidth, size, int.MaxValue);
        Need((lines.Count * size * 1.5f) + 13 + keep);
        _y += AtTop ? 0 : 10;
        foreach (var line in lines)
        {
            Draw(Margin, _y + size, line, size, Accent, bold: true);
            _y += size * 1.5f;
        }

        _y += 3;
    }

    /// <summary>Running text; line breaks in it begin a new line.</summary>
    public void Paragraph(string text)
    {
        foreach (var line in WrapAll(text, ContentWidth, Body))
        {
            Need(Body * 1.6f);
            Draw(Margin, _y + Body + 1, line, Body, Ink);
            _y += Body * 1.6f;
        }

        _y += 4;
    }

    /// <summary>Labels on the left, their values on the right.</summary>
    public void Facts(IEnumerable<(string Label, string Value)> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var labelWidth = ContentWidth * 0.24f;
        foreach (var (label, value) in facts)
        {
            var labels = Wrap(label, labelWidth - 8, Body, int.MaxValue);
            var values = WrapAll(value, ContentWidth - labelWidth, Body);
            for (var i = 0; i < Math.Max(labels.Count, values.Count); i++)
            {
                Need(Body * 1.6f);
                Draw(Margin, _y + Body + 1, i < labels.Count ? labels[i] : string.Empty, Body, Muted);
                Draw(Margin + labelWidth, _y + Body + 1, i < values.Count ? values[i] : string.Empty, Body, Ink);
                _y += Body * 1.6f;
            }

            _y += 2;
        }

        _y += 4;
    }

    /// <summary>A table whose header is repeated on each page. Text takes at most two lines; the rest is cut with an ellipsis.</summary>
    public void Table(IReadOnlyList<PdfColumn> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count);
        var total = columns.Sum(c => c.Weight);
        float[] widths = [.. columns.Select(c => ContentWidth * c.Weight / total)];
        try
        {
            Row(columns, widths, [.. columns.Select(c => c.Title)], header: true);
            foreach (var row in rows)
            {
                if (row.Count != columns.Count)
                {
                    throw new ArgumentException($"A row has {row.Count} cells for {columns.Count} columns.", nameof(rows));
                }

                Row(columns, widths, row, header: false);
            }
        }
        catch
        {
            _failed = true;
            throw;
        }

        _y += 10;
    }

    /// <summary>Leaves room.</summary>
    public void Space(float points) => _y += points;

    /// <summary>Begins a new page, unless nothing stands on this one yet.</summary>
    public void NewPage()
    {
        if (_content.Length > 0)
        {
            EndPage();
        }
    }

    /// <summary>A line across the page.</summary>
    public void Rule()
    {
        Need(10);
        Stroke(Margin, _y + 5, _width - Margin, _y + 5, Line, 0.75f);
        _y += 10;
    }

    /// <summary>A double border around the current page, for certificates.</summary>
    public void Border()
    {
        foreach (var (inset, line) in ((float, float)[])[(22, 1.8f), (28, 0.6f)])
        {
            Append($"{Accent} RG {line:0.##} w {inset:0.##} {inset:0.##} {_width - (2 * inset):0.##} {_height - (2 * inset):0.##} re S\n");
        }
    }

    /// <summary>A QR code in the middle with a caption below.</summary>
    /// <param name="modules">Dark modules by row and column, without the quiet zone.</param>
    /// <param name="size">Width in points with the quiet zone of four modules on each side.</param>
    /// <param name="caption">The text below; may be empty.</param>
    public void QrCode(bool[,] modules, float size, string caption)
    {
        ArgumentNullException.ThrowIfNull(modules);
        int rows = modules.GetLength(0), columns = modules.GetLength(1);
        var captions = WrapAll(caption, ContentWidth, Cell);
        Need(size + (captions.Count * Cell * 1.5f));
        var module = size / (columns + 8);
        var left = ((_width - size) / 2) + (4 * module);
        Append($"q 0 g {module:0.####} 0 0 {-module:0.####} {left:0.##} {_height - _y - (4 * module):0.##} cm\n");
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var first = column;
                while (column < columns && modules[row, column])
                {
                    column++;
                }

                if (column > first)
                {
                    Append($"{first} {row} {column - first} 1 re\n");
                }
            }
        }

        _content.Append("f Q\n");
        _y += size;
        DrawCentered(captions, Cell, Muted, bold: false);
        _y += 4;
    }

    /// <summary>Text in the middle, for titles and certificates; the accent is a colour and a heavier stroke.</summary>
    public void Centered(string text, float size, bool accent = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        DrawCentered(WrapAll(text, ContentWidth, size), size, accent ? Accent : Ink, accent);
    }

    /// <summary>Finishes the document. After a failure in a table it stays unfinished, so that nobody takes it for complete.</summary>
    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        using (_file)
        {
            if (!_failed)
            {
                Finish();
            }

            _closed = true;
        }
    }

    private void Finish()
    {
        if (_content.Length > 0 || _pages.Count == 0)
        {
            EndPage();
        }

        _font.Write(_file, _fontObject);
        var info = _file.Reserve();
        var created = _created is { } time
            ? $"/CreationDate(D:{time.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}Z)"
            : string.Empty;
        _file.Object(info, $"<</Title{PdfFile.Text(_title)}{created}>>");
        var kids = string.Join(' ', _pages.Select(p => $"{p} 0 R"));
        var box = string.Create(CultureInfo.InvariantCulture, $"/MediaBox[0 0 {_width:0.##} {_height:0.##}]");
        _file.Object(_tree, $"<</Type/Pages/Count {_pages.Count}/Kids[{kids}]{box}/Resources<</Font<</F {_fontObject} 0 R>>>>>>");
        _file.Object(_catalog, $"<</Type/Catalog/Pages {_tree} 0 R/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>>>");
        _file.Finish(_catalog, info);
    }

    private void EndPage()
    {
        var baseline = _height - Margin + 4;
        var label = PdfFontSubset.Clean(string.Format(CultureInfo.InvariantCulture, PageLabel, _pages.Count + 1));
        var labelWidth = _font.Width(label, 8);
        Stroke(Margin, baseline - 14, _width - Margin, baseline - 14, Line, 0.5f);
        Draw(Margin, baseline, Cut(_title, ContentWidth - labelWidth - 20, 8), 8, Muted);
        Draw(_width - Margin - labelWidth, baseline, label, 8, Muted);
        int page = _file.Reserve(), content = _file.Reserve();
        _file.Object(page, $"<</Type/Page/Parent {_tree} 0 R/Contents {content} 0 R>>");
        _file.Stream(content, string.Empty, Encoding.ASCII.GetBytes(_content.ToString()));
        _pages.Add(page);
        _content.Clear();
        _y = Margin;
    }

    private void Row(IReadOnlyList<PdfColumn> columns, float[] widths, IReadOnlyList<string> cells, bool header)
    {
        const float lineHeight = Cell * 1.45f;
        var lines = new IReadOnlyList<string>[cells.Count];
        for (var i = 0; i < cells.Count; i++)
        {
            var figure = columns[i].RightAligned && !header;
            lines[i] = figure ? [PdfFontSubset.Clean(cells[i])] : Wrap(cells[i], widths[i] - (2 * Padding), Cell, 2);
        }

        var height = (lines.Max(l => l.Count) * lineHeight) + 6;
        if (_y + height + (header ? lineHeight + 6 : 0) > Bottom && !AtTop)
        {
            EndPage();
            if (!header)
            {
                Row(columns, widths, [.. columns.Select(c => c.Title)], header: true);
            }
        }

        if (header)
        {
            Append($"{Tint} rg {Margin:0.##} {_height - _y - height:0.##} {ContentWidth:0.##} {height:0.##} re f\n");
        }

        var left = Margin;
        for (var i = 0; i < cells.Count; i++)
        {
            DrawCell(left, widths[i], lines[i], columns[i].RightAligned, header);
            left += widths[i];
        }

        _y += height;
        Stroke(Margin, _y, _width - Margin, _y, header ? Accent : Line, header ? 0.8f : 0.4f);
    }

    private void DrawCell(float left, float width, IReadOnlyList<string> lines, bool right, bool header)
    {
        var room = width - (2 * Padding);
        for (var i = 0; i < lines.Count; i++)
        {
            var size = Cell;
            if (right && !header)
            {
                size = Math.Clamp(Cell * room / Math.Max(1, _font.Width(lines[i], Cell)), 3.5f, Cell);
            }

            var line = right ? Cut(lines[i], room + 0.1f, size) : lines[i];
            var x = right ? left + width - Padding - _font.Width(line, size) : left + Padding;
            Draw(x, _y + 3 + (Cell * 1.08f) + (i * Cell * 1.45f), line, size, header ? Accent : Ink, header);
        }
    }

    private void DrawCentered(List<string> lines, float size, string color, bool bold)
    {
        foreach (var line in lines)
        {
            Need(size * 1.5f);
            Draw((_width - _font.Width(line, size)) / 2, _y + (size * 1.1f), line, size, color, bold);
            _y += size * 1.5f;
        }
    }

    private void Draw(float x, float y, string line, float size, string color, bool bold = false)
    {
        var text = line.TrimEnd(' ');
        if (text.Length == 0)
        {
            return;
        }

        var weight = bold ? string.Create(CultureInfo.InvariantCulture, $"{color} RG {size * 0.03f:0.##} w 2 Tr ") : "0 Tr ";
        Append($"BT {color} rg {weight}/F {size:0.##} Tf {x:0.##} {_height - y:0.##} Td {_font.Encode(text)} Tj ET\n");
    }

    private void Stroke(float x1, float y1, float x2, float y2, string color, float width) =>
        Append($"{color} RG {width:0.##} w {x1:0.##} {_height - y1:0.##} m {x2:0.##} {_height - y2:0.##} l S\n");

    private void Append(FormattableString text)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _content.Append(text.ToString(CultureInfo.InvariantCulture));
    }

    private void Need(float height)
    {
        if (_y + height > Bottom && !AtTop)
        {
            EndPage();
        }
    }

    private List<string> WrapAll(string? text, float width, float size) =>
        [.. (text ?? string.Empty).ReplaceLineEndings("\n").Split('\n').SelectMany(t => Wrap(t, width, size, int.MaxValue))];

    private List<string> Wrap(string? text, float width, float size, int limit)
    {
        Rune[] runes = [.. PdfFontSubset.Clean(text).EnumerateRunes()];
        var lines = new List<string>();
        var start = 0;
        do
        {
            var end = lines.Count + 1 == limit ? runes.Length : LineEnd(runes, start, width, size);
            var line = string.Concat(runes[start..end].Select(r => r.ToString()));
            lines.Add((lines.Count + 1 == limit ? Cut(line, width, size) : line).TrimEnd(' '));
            start = end;
        }
        while (start < runes.Length);
        return lines;
    }

    private int LineEnd(Rune[] runes, int start, float width, float size)
    {
        var (used, good) = (0f, start);
        for (var i = start; i < runes.Length; i++)
        {
            if (i > start && PdfLineBreaks.Allowed(runes[i - 1], runes[i]))
            {
                good = i;
            }

            used += _font.Width(runes[i], size);
            if (used > width && runes[i].Value != ' ')
            {
                return good > start ? good : Math.Max(i, start + 1);
            }
        }

        return runes.Length;
    }

    private string Cut(string line, float width, float size)
    {
        if (_font.Width(line.TrimEnd(' '), size) <= width)
        {
            return line;
        }

        var result = new StringBuilder();
        var room = width - _font.Width("…", size);
        foreach (var rune in line.EnumerateRunes())
        {
            room -= _font.Width(rune, size);
            if (room < 0)
            {
                break;
            }

            result.Append(rune.ToString());
        }

        return result.ToString().TrimEnd(' ') + "…";
    }
}

/// <summary>Where a line of Chinese or English may end.</summary>
internal static class PdfLineBreaks
{
    private const string NotFirst = "，。、；：？！）》〉」』】〕］｝”’…—～％‰℃·,.;:?!)]}%";
    private const string NotLast = "（《〈「『【〔［｛“‘￥＄￡([{¥$€£";

    /// <summary>Whether a line may end between two characters.</summary>
    public static bool Allowed(Rune left, Rune right)
    {
        if (left.Value == ' ' || right.Value == ' ')
        {
            return right.Value != ' ';
        }

        if (left.Value >= 0x2E80 || right.Value >= 0x2E80)
        {
            return !Contains(NotFirst, right) && !Contains(NotLast, left);
        }

        return left.Value is '-' or '/' && !Rune.IsDigit(right);
    }

    private static bool Contains(string set, Rune rune) => rune.IsBmp && set.Contains((char)rune.Value, StringComparison.Ordinal);
}
