using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace PartnerCenter.Platform.Exports;

/// <summary>The one shipped typeface: an OpenType font with CID-keyed CFF outlines, read once and never changed.</summary>
internal sealed class PdfTypeface
{
    /// <summary>The logical name of the embedded resource.</summary>
    public const string Resource = "PartnerCenterSansSC.otf";

    private const int Fallback = 0x25A1;
    private static readonly Lazy<PdfTypeface> Shared = new(Load);
    private readonly byte[] _font;
    private readonly (int First, int Last, int Glyph)[] _map;
    private readonly int _metrics;
    private readonly int _metricsCount;
    private readonly int _cff;
    private readonly (int Offset, int Length)[] _privates;
    private readonly int _fdSelect;
    private readonly int _outlines;
    private readonly int _fallbackGlyph;

    private PdfTypeface(byte[] font)
    {
        _font = font;
        var hhea = TableAt("hhea");
        Ascent = Int16(hhea + 4);
        Descent = Int16(hhea + 6);
        var head = TableAt("head");
        Box = [Int16(head + 36), Int16(head + 38), Int16(head + 40), Int16(head + 42)];
        _metricsCount = UInt16(hhea + 34);
        _metrics = TableAt("hmtx");
        _map = ReadMap(TableAt("cmap"));
        _cff = TableAt("CFF ");
        var top = ReadDict(Item(IndexEnd(_cff + _font[_cff + 2]), 0));
        _outlines = _cff + top[17][0];
        _fdSelect = _cff + top[0x0C25][0];
        var array = _cff + top[0x0C24][0];
        _privates = [.. Enumerable.Range(0, UInt16(array)).Select(i => ReadDict(Item(array, i))[18]).Select(p => (_cff + p[1], p[0]))];
        if (UInt16(IndexEnd(IndexEnd(IndexEnd(_cff + _font[_cff + 2])))) != 0)
        {
            throw new InvalidDataException("The font has subroutines; build it with make-font.py.");
        }

        _fallbackGlyph = Find(Fallback);
    }

    /// <summary>The typeface, loaded on first use.</summary>
    public static PdfTypeface Instance => Shared.Value;

    /// <summary>Height above the base line, in thousandths of the size.</summary>
    public int Ascent { get; }

    /// <summary>Depth below the base line (negative), in thousandths of the size.</summary>
    public int Descent { get; }

    /// <summary>The box around all glyphs: left, bottom, right and top.</summary>
    public IReadOnlyList<int> Box { get; }

    /// <summary>The glyph for a character; a visible box when the font lacks it.</summary>
    public int Glyph(Rune rune)
    {
        var glyph = Find(rune.Value);
        return glyph == 0 ? _fallbackGlyph : glyph;
    }

    /// <summary>The advance width of a glyph in thousandths of the size.</summary>
    public int Advance(int glyph) => UInt16(_metrics + (4 * Math.Min(glyph, _metricsCount - 1)));

    /// <summary>The outline program of a glyph.</summary>
    public ReadOnlySpan<byte> Outline(int glyph)
    {
        var (offset, length) = Item(_outlines, glyph);
        return _font.AsSpan(offset, length);
    }

    /// <summary>The bytes of a private dictionary.</summary>
    public ReadOnlySpan<byte> Private(int index) => _font.AsSpan(_privates[index].Offset, _privates[index].Length);

    /// <summary>Which private dictionary the outline of a glyph needs.</summary>
    public int PrivateOf(int glyph)
    {
        if (_font[_fdSelect] == 0)
        {
            return _font[_fdSelect + 1 + glyph];
        }

        int low = 0, high = UInt16(_fdSelect + 1) - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = UInt16(_fdSelect + 3 + (3 * middle)) <= glyph ? (middle, high) : (low, middle - 1);
        }

        return _font[_fdSelect + 5 + (3 * low)];
    }

    private static PdfTypeface Load()
    {
        using var stream = typeof(PdfTypeface).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The embedded font {Resource} is missing.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new PdfTypeface(bytes);
    }

    private int Find(int code)
    {
        int low = 0, high = _map.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (first, last, glyph) = _map[middle];
            if (code >= first && code <= last)
            {
                return glyph + code - first;
            }

            (low, high) = code < first ? (low, middle - 1) : (middle + 1, high);
        }

        return 0;
    }

    private (int First, int Last, int Glyph)[] ReadMap(int cmap)
    {
        var table = cmap + Int32(cmap + 8);
        if (UInt16(table) != 12)
        {
            throw new InvalidDataException("The font needs a character map of format 12; build it with make-font.py.");
        }

        var map = new (int, int, int)[Int32(table + 12)];
        for (var i = 0; i < map.Length; i++)
        {
            var group = table + 16 + (12 * i);
            map[i] = (Int32(group), Int32(group + 4), Int32(group + 8));
        }

        return map;
    }

    private int TableAt(string tag)
    {
        for (var i = 0; i < UInt16(4); i++)
        {
            if (Encoding.ASCII.GetString(_font, 12 + (16 * i), 4) == tag)
            {
                return Int32(12 + (16 * i) + 8);
            }
        }

        throw new InvalidDataException($"The font has no table {tag}.");
    }

    private Dictionary<int, List<int>> ReadDict((int Offset, int Length) range)
    {
        var dict = new Dictionary<int, List<int>>();
        var values = new List<int>();
        for (var i = range.Offset; i < range.Offset + range.Length;)
        {
            int b = _font[i++];
            switch (b)
            {
                case <= 21:
                    dict[b == 12 ? 0x0C00 + _font[i++] : b] = values;
                    values = [];
                    break;
                case 28:
                    values.Add(Int16(i));
                    i += 2;
                    break;
                case 29:
                    values.Add(Int32(i));
                    i += 4;
                    break;
                case 30:
                    while ((_font[i] & 0x0F) != 0x0F && _font[i] >> 4 != 0x0F)
                    {
                        i++;
                    }

                    values.Add(0);
                    i++;
                    break;
                case <= 246:
                    values.Add(b - 139);
                    break;
                case <= 250:
                    values.Add(((b - 247) * 256) + _font[i++] + 108);
                    break;
                default:
                    values.Add((-(b - 251) * 256) - _font[i++] - 108);
                    break;
            }
        }

        return dict;
    }

    private (int Offset, int Length) Item(int index, int item)
    {
        var data = index + 2 + (_font[index + 2] * (UInt16(index) + 1));
        var start = ItemOffset(index, item);
        return (data + start, ItemOffset(index, item + 1) - start);
    }

    private int IndexEnd(int index)
    {
        var count = UInt16(index);
        return count == 0 ? index + 2 : index + 2 + (_font[index + 2] * (count + 1)) + ItemOffset(index, count);
    }

    private int ItemOffset(int index, int item)
    {
        int size = _font[index + 2], value = 0;
        for (var i = 0; i < size; i++)
        {
            value = (value << 8) | _font[index + 3 + (size * item) + i];
        }

        return value;
    }

    private int UInt16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_font.AsSpan(at));

    private int Int16(int at) => BinaryPrimitives.ReadInt16BigEndian(_font.AsSpan(at));

    private int Int32(int at) => BinaryPrimitives.ReadInt32BigEndian(_font.AsSpan(at));
}

/// <summary>The part of the typeface that one document uses; every distinct character gets its own number.</summary>
internal sealed class PdfFontSubset
{
    /// <summary>The ideographs for U+2F00 to U+2FD5, in order; by table, since normalising needs ICU.</summary>
    private const string Radicals =
        "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日"
        + "曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行"
        + "衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

    private readonly PdfTypeface _face = PdfTypeface.Instance;
    private readonly Dictionary<Rune, int> _numbers = [];
    private readonly List<(Rune Rune, int Glyph)> _used = [];

    /// <summary>Text made safe to draw: composed, no controls and variation selectors, ideographs for Kangxi radicals.</summary>
    public static string Clean(string? text)
    {
        var result = new StringBuilder();
        foreach (var rune in (text ?? string.Empty).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (rune.Value is '\t' or '\n' or '\r'
                || (category is UnicodeCategory.SpaceSeparator && rune.Value != 0x3000))
            {
                result.Append(' ');
            }
            else if (category is not (UnicodeCategory.Control or UnicodeCategory.Format
                         or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                     && rune.Value is not ((>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF)))
            {
                result.Append(rune.Value is >= 0x2F00 and <= 0x2FD5 ? Radicals[rune.Value - 0x2F00].ToString() : rune.ToString());
            }
        }

        return result.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The width of one character at a size.</summary>
    public float Width(Rune rune, float size) => _face.Advance(_face.Glyph(rune)) * size / 1000;

    /// <summary>The width of cleaned text at a size.</summary>
    public float Width(string text, float size)
    {
        var sum = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            sum += _face.Advance(_face.Glyph(rune));
        }

        return sum * size / 1000;
    }

    /// <summary>The text as a string of character numbers for a content stream.</summary>
    public string Encode(string text)
    {
        var result = new StringBuilder("<", (text.Length * 4) + 2);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!_numbers.TryGetValue(rune, out var number))
            {
                _used.Add((rune, _face.Glyph(rune)));
                number = _used.Count;
                _numbers.Add(rune, number);
            }

            result.Append(number.ToString("X4", CultureInfo.InvariantCulture));
        }

        return result.Append('>').ToString();
    }

    /// <summary>Writes the font and all that belongs to it; the font itself becomes the object <paramref name="font"/>.</summary>
    public void Write(PdfFile file, int font)
    {
        Encode(" ");
        int child = file.Reserve(), descriptor = file.Reserve(), data = file.Reserve(), unicode = file.Reserve();
        var program = BuildProgram();
        var tag = string.Concat(SHA256.HashData(program).Take(6).Select(b => (char)('A' + (b % 26))));
        var name = $"/{tag}+PartnerCenterSansSC";
        file.Object(
            font,
            $"<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H/DescendantFonts[{child} 0 R]/ToUnicode {unicode} 0 R>>");
        var widths = string.Join(' ', _used.Select(u => _face.Advance(u.Glyph)));
        file.Object(
            child,
            $"<</Type/Font/Subtype/CIDFontType0/BaseFont{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            + $"/FontDescriptor {descriptor} 0 R/DW 1000/W[1[{widths}]]>>");
        file.Object(
            descriptor,
            $"<</Type/FontDescriptor/FontName{name}/Flags 4/FontBBox[{string.Join(' ', _face.Box)}]/ItalicAngle 0"
            + $"/Ascent {_face.Ascent}/Descent {_face.Descent}/CapHeight 733/StemV 80/FontFile3 {data} 0 R>>");
        file.Stream(data, "/Subtype/CIDFontType0C", program);
        file.Stream(unicode, string.Empty, Encoding.ASCII.GetBytes(BuildUnicodeMap()));
    }

    private static byte[] Index(params IReadOnlyList<byte[]> items)
    {
        var result = new List<byte> { Byte(items.Count >> 8), Byte(items.Count) };
        if (items.Count == 0)
        {
            return [.. result];
        }

        result.Add(4);
        var offset = 1;
        result.AddRange(BigEndian(offset));
        foreach (var item in items)
        {
            offset += item.Length;
            result.AddRange(BigEndian(offset));
        }

        return [.. result, .. items.SelectMany(i => i)];
    }

    private static byte[] BigEndian(int value) => [Byte(value >> 24), Byte(value >> 16), Byte(value >> 8), Byte(value)];

    private static byte Byte(int value) => (byte)(value & 0xFF);

    private static byte[] Number(int value) => [29, .. BigEndian(value)];

    /// <summary>A CID-keyed CFF font (Adobe technical note 5176) that holds only the used glyphs, numbered from 1.</summary>
    private byte[] BuildProgram()
    {
        int[] glyphs = [0, .. _used.Select(u => u.Glyph)];
        int[] groups = [.. glyphs.Select(_face.PrivateOf).Distinct().Order()];
        byte[][] outlines = [.. glyphs.Select(g => _face.Outline(g).ToArray())];
        byte[][] privates = [.. groups.Select(g => _face.Private(g).ToArray())];
        byte[] select = [0, .. glyphs.Select(g => (byte)Array.IndexOf(groups, _face.PrivateOf(g)))];
        byte[] charset = [2, 0, 1, Byte((glyphs.Length - 2) >> 8), Byte(glyphs.Length - 2)];
        byte[] start = [1, 0, 4, 4, .. Index("PartnerCenterSansSC"u8.ToArray())];
        byte[] strings = [.. Index("Adobe"u8.ToArray(), "Identity"u8.ToArray()), .. Index()];
        var programs = Index(outlines);

        var charsetAt = start.Length + TopDict(0, 0, 0, 0, 0).Length + strings.Length;
        var selectAt = charsetAt + charset.Length;
        var programsAt = selectAt + select.Length;
        var privateAt = programsAt + programs.Length;
        var fonts = new List<byte[]>();
        foreach (var bytes in privates)
        {
            fonts.Add([.. Number(bytes.Length), .. Number(privateAt), 18]);
            privateAt += bytes.Length;
        }

        return
        [
            .. start, .. TopDict(glyphs.Length, charsetAt, selectAt, programsAt, privateAt), .. strings,
            .. charset, .. select, .. programs, .. privates.SelectMany(p => p), .. Index(fonts),
        ];
    }

    private byte[] TopDict(int count, int charset, int select, int programs, int fonts) => Index(
        [
            .. Number(391), .. Number(392), .. Number(0), 12, 30,
            .. _face.Box.SelectMany(Number), 5,
            .. Number(count), 12, 34, .. Number(charset), 15, .. Number(select), 12, 37,
            .. Number(programs), 17, .. Number(fonts), 12, 36,
        ]);

    private string BuildUnicodeMap()
    {
        var map = new StringBuilder("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)"
            + "/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
            + "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
        for (var first = 0; first < _used.Count; first += 100)
        {
            var count = Math.Min(100, _used.Count - first);
            map.Append(CultureInfo.InvariantCulture, $"{count} beginbfchar\n");
            for (var i = first; i < first + count; i++)
            {
                var text = Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(_used[i].Rune.ToString()));
                map.Append(CultureInfo.InvariantCulture, $"<{i + 1:X4}><{text}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend").ToString();
    }
}

/// <summary>Numbered objects, the cross-reference table and the trailer of a PDF file; the stream need not be seekable.</summary>
internal sealed class PdfFile : IDisposable
{
    private readonly Stream _output;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<long> _offsets = [];
    private long _position;

    /// <summary>Begins a file.</summary>
    public PdfFile(Stream output)
    {
        _output = output;
        Write([.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
    }

    /// <summary>Text as a PDF string.</summary>
    public static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    /// <summary>The number of an object that will be written later.</summary>
    public int Reserve()
    {
        _offsets.Add(0);
        return _offsets.Count;
    }

    /// <summary>Writes an object.</summary>
    public void Object(int number, string body)
    {
        Begin(number);
        Write(Encoding.ASCII.GetBytes($"{body}\nendobj\n"));
    }

    /// <summary>Writes a compressed stream.</summary>
    public void Stream(int number, string entries, byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var deflate = new ZLibStream(buffer, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(content);
        }

        Begin(number);
        Write(Encoding.ASCII.GetBytes($"<<{entries}/Filter/FlateDecode/Length {buffer.Length}>>stream\n"));
        Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        Write("\nendstream\nendobj\n"u8);
    }

    /// <summary>Writes the cross-reference table and the trailer.</summary>
    public void Finish(int catalog, int info)
    {
        var start = _position;
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"xref\n0 {_offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in _offsets)
        {
            table.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        }

        var id = Convert.ToHexString(_hash.GetHashAndReset().AsSpan(0, 16));
        table.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {_offsets.Count + 1}/Root {catalog} 0 R/Info {info} 0 R");
        table.Append(CultureInfo.InvariantCulture, $"/ID[<{id}><{id}>]>>\nstartxref\n{start}\n%%EOF\n");
        Write(Encoding.ASCII.GetBytes(table.ToString()));
        _output.Flush();
    }

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();

    private void Begin(int number)
    {
        _offsets[number - 1] = _position;
        Write(Encoding.ASCII.GetBytes($"{number} 0 obj\n"));
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _hash.AppendData(bytes);
        _position += bytes.Length;
    }
}
