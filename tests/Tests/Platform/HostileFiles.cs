using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace PartnerCenter.Tests.Platform;

/// <summary>Files that somebody makes to hurt, each with the refusal that it must meet, and honest ones of every kind.</summary>
internal static class HostileFiles
{
    public const string Text = "wordprocessingml.document.main+xml";
    public const string Workbook = "spreadsheetml.sheet.main+xml";
    private const string Rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>Halved, so that this source is not a find itself.</summary>
    private static readonly byte[] Eicar = Bytes(@"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-" + "TEST-FILE!$H+H*");

    /// <summary>Honest files.</summary>
    public static readonly Dictionary<string, Func<byte[]>> Honest = new()
    {
        ["certificate.pdf"] = () => Pdf(),
        ["SCAN.PDF"] = () => [.. Pdf(), .. "\r\n"u8],
        ["seal.png"] = () => Png(600, 600),
        ["photo.jpg"] = () => Jpeg(4000, 3000),
        ["camera.jpeg"] = () => [.. Jpeg(4000, 3000), .. new byte[3000]],
        ["letter.docx"] = () => Office(Text, "word/document.xml", "<w/>"),
        ["letter with a link.docx"] = () => Office(Text, "word/document.xml", "<w/>", ("word/_rels/document.xml.rels", Relationship("hyperlink", "https://example.com/", external: true))),
        ["letter with page numbers.docx"] = () => Office(Text, "word/document.xml", "<w><instrText> PAGE \\* MERGEFORMAT </instrText></w>"),
        ["letter with a hidden word.docx"] = () => Office(Text, "word/document.xml", "<w><instrText>HYPERLINK \"https://x.example/hidden\" \\l added </instrText></w>"),
        ["letter from a template.docx"] = () => Office(Text, "word/document.xml", "<w/>", ("word/_rels/settings.xml.rels", Relationship("attachedTemplate", @"file:///C:\Users\li\Letter.dotx", external: true))),
        ["letter with a picture.docx"] = () => Office(Text, "word/document.xml", "<w/>", ("word/media/image1.png", Png(60, 60))),
        ["list.xlsx"] = () => Office(Workbook, "xl/workbook.xml", "<w/>", ("xl/worksheets/sheet1.xml", Bytes("<s><f>IF('in|out'!A1=\"a|b\",1,2)</f></s>"))),
        ["long list.xlsx"] = () => Office(Workbook, "xl/workbook.xml", "<w/>", ("xl/worksheets/sheet1.xml", Rows(200_000))),
        ["printed.xlsx"] = () => Office(Workbook, "xl/workbook.xml", "<w/>", ("xl/printerSettings/printerSettings1.bin", new byte[500])),
    };

    /// <summary>Hostile files that are refused: name, code, content.</summary>
    public static readonly List<(string Name, string Code, Func<byte[]> Make)> Refused =
    [
        // Not what the name says, or of no kind that is taken.
        ("page.html", "document.kind", () => Bytes("<!doctype html><script>alert(1)</script>")),
        ("page.htm", "document.kind", () => Bytes("<html>")),
        ("drawing.svg", "document.kind", () => Bytes("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")),
        ("script.js", "document.kind", () => Bytes("alert(1)")),
        ("program.exe", "document.kind", () => Bytes("MZ\u0090")),
        ("archive.zip", "document.kind", () => Zip(("a.txt", Bytes("a")))),
        ("macros.xlsm", "document.kind", () => Office(Workbook, "xl/workbook.xml", "<w/>")),
        ("macros.docm", "document.kind", () => Office(Text, "word/document.xml", "<w/>")),
        ("old.doc", "document.kind", () => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        ("nothing", "document.kind", () => Pdf()),
        ("double.pdf.exe", "document.kind", () => Pdf()),
        ("empty.pdf", "document.empty", () => []),
        ("page.pdf", "document.content", () => Bytes("<!doctype html><script>alert(1)</script>")),
        ("drawing.png", "document.content", () => Bytes("<svg onload='alert(1)'/>")),
        ("program.pdf", "document.content", () => Bytes("MZ\u0090")),
        ("pdf.png", "document.content", () => Pdf()),
        ("png.jpg", "document.content", () => Png(9, 9)),
        ("zip.pdf", "document.content", () => Zip(("a.txt", Bytes("a")))),
        ("late header.pdf", "document.content", () => [.. " "u8, .. Pdf()]),
        ("old.docx", "document.content", () => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        ("large.pdf", "document.too-large", () => [.. Pdf(), .. new byte[20 * 1024 * 1024], .. "%%EOF"u8]),
        ("swapped.docx", "document.damaged", () => Office(Workbook, "xl/workbook.xml", "<w/>")),
        ("bare archive.docx", "document.damaged", () => Zip(("a.xml", Bytes("<a/>")))),
        ("cut off.pdf", "document.damaged", () => Bytes("%PDF-1.7 and no end")),
        ("cut off.png", "document.damaged", () => Png(600, 600)[..40]),
        ("cut off.jpg", "document.damaged", () => Jpeg(40, 30)[..20]),
        ("cut off.docx", "document.damaged", () => Office(Text, "word/document.xml", "<w/>")[..200]),

        // Two kinds in one.
        ("pdf and zip.pdf", "document.stowaway", () => [.. Pdf(), .. Zip(("a.txt", Bytes("a"))), .. "%%EOF"u8]),
        ("pdf and page.pdf", "document.stowaway", () => [.. "%PDF-1.7\n<html><body>"u8, .. Pdf()]),
        ("pdf and script.pdf", "document.stowaway", () => [.. "%PDF-1.7\n<ScRiPt >alert(1)</sCript>"u8, .. Pdf()]),
        ("png and zip.png", "document.stowaway", () => [.. Png(9, 9), .. Zip(("a.txt", Bytes("a")))]),
        ("png and page.png", "document.stowaway", () => Png(9, 9, ("tEXt", Bytes("Comment\0<html><script>alert(1)</script>")))),
        ("png and pdf.png", "document.stowaway", () => Png(9, 9, ("tEXt", Pdf()))),
        ("png and more.png", "document.stowaway", () => [.. Png(9, 9), .. "more"u8]),
        ("jpeg and zip.jpg", "document.stowaway", () => [.. Jpeg(9, 9), .. Zip(("a.txt", Bytes("a")))]),
        ("jpeg and page.jpg", "document.stowaway", () => Jpeg(9, 9, Bytes("<iframe src=x>"))),
        ("jpeg and svg.jpg", "document.stowaway", () => Jpeg(9, 9, Bytes("<svg onload=alert(1)>"))),
        ("jpeg and rar.jpg", "document.stowaway", () => [.. Jpeg(9, 9), .. "Rar!\u001a\u0007\0"u8]),
        ("jpeg and 7z.jpg", "document.stowaway", () => [.. Jpeg(9, 9), 0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
        ("docx and page.docx", "document.stowaway", () => [.. Office(Text, "word/document.xml", "<w/>"), .. "<html>"u8]),
        ("docx and pdf.docx", "document.stowaway", () => Zip(("a.xml", Pdf()))),
        ("docx and more.docx", "document.stowaway", () => [.. Office(Text, "word/document.xml", "<w/>"), 1, 2, 3]),
        ("docx with comment.docx", "document.stowaway", () => WithComment(Office(Text, "word/document.xml", "<w/>"), "php: system()")),

        // The test virus.
        ("virus.pdf", "document.virus", () => [.. "%PDF-1.7 "u8, .. Eicar, .. "%%EOF"u8]),
        ("virus.png", "document.virus", () => Png(9, 9, ("tEXt", Eicar))),
        ("virus alone.pdf", "document.content", () => Eicar),
        ("virus inside.docx", "document.virus", () => Office(Text, "word/document.xml", "<w/>", ("word/media/image1.png", Eicar))),

        // What fills disk and memory.
        ("bomb.docx", "document.bomb", () => Office(Text, "word/document.xml", "<w/>", ("word/media/image1.png", new byte[50_000_000]))),
        ("many small bombs.xlsx", "document.bomb", () => Office(Workbook, "xl/workbook.xml", "<w/>", [.. Enumerable.Range(0, 100).Select(n => ($"xl/media/image{n}.png", new byte[2_000_000]))])),
        ("bomb that lies.docx", "document.bomb", () => Lying(Office(Text, "word/document.xml", "<w/>", ("word/media/image1.png", new byte[30_000_000])), 1000)),
        ("bomb behind its length.docx", "document.bomb", () => Lying(Office(Text, "word/document.xml", "<w/>", ("word/media/image1.png", new byte[30_000_000])), 200_000)),
        ("parts over each other.docx", "document.damaged", Overlapping),
        ("part twice.docx", "document.damaged", Doubled),
        ("many parts.docx", "document.bomb", () => Office(Text, "word/document.xml", "<w/>", [.. Enumerable.Range(0, 4100).Select(n => ($"w/{n}.xml", Bytes("<a/>")))])),
        ("large directory.docx", "document.damaged", () => Office(Text, "word/document.xml", "<w/>", [.. Enumerable.Range(0, 9000).Select(n => ($"w/{n}-{new string('x', 200)}.xml", Bytes("<a/>")))])),
        ("long attribute.docx", "document.damaged", () => Office(Text, "word/document.xml", $"<w a='{Noise(6_000_000)}'/>")),
        ("deep.docx", "document.damaged", () => Office(Text, "word/document.xml", string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000)))),
        ("flood.png", "document.pixels", () => Png(50_000, 50_000)),
        ("wide.png", "document.pixels", () => Png(2_000_000_000, 1)),
        ("flood.jpg", "document.pixels", () => Jpeg(65_000, 65_000)),
        ("no size.png", "document.damaged", () => Png(0, 9)),
        ("no size.jpg", "document.damaged", () => Jpeg(9, 0)),

        // Names that leave the folder, twins, and parts that nobody could check.
        ("slip.docx", "document.damaged", () => Office(Text, "word/document.xml", "<w/>", ("../../evil.xml", Bytes("<a/>")))),
        ("slip by backslash.docx", "document.damaged", () => Office(Text, "word/document.xml", "<w/>", (@"..\evil.xml", Bytes("<a/>")))),
        ("slip to the root.docx", "document.damaged", () => Office(Text, "word/document.xml", "<w/>", ("/etc/evil.xml", Bytes("<a/>")))),
        ("slip to a drive.docx", "document.damaged", () => Office(Text, "word/document.xml", "<w/>", ("C:/evil.xml", Bytes("<a/>")))),
        ("twins.docx", "document.damaged", () => Office(Text, "word/document.xml", "<w/>", ("word/DOCUMENT.xml", Bytes("<a/>")))),
        ("two names.docx", "document.damaged", () => Renamed(Office(Text, "word/document.xml", "<w/>"))),
        ("more parts than named.docx", "document.damaged", () => Fewer(Office(Text, "word/document.xml", "<w/>"))),
        ("locked.docx", "document.encrypted", () => Locked(Office(Text, "word/document.xml", "<w/>"))),

        // XML that fetches or unfolds.
        ("entity.xlsx", "document.damaged", () => Office(Workbook, "xl/workbook.xml", "<!DOCTYPE w [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><w>&x;</w>")),
        ("entity of types.docx", "document.damaged", () => Zip(("[Content_Types].xml", Bytes("<!DOCTYPE t SYSTEM 'http://127.0.0.1/x'><t/>")))),
        ("laughs.docx", "document.damaged", () => Office(Text, "word/document.xml", "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><l>&b;</l>")),
        ("entity in utf-16.docx", "document.damaged", () => Office(Text, "word/other.xml", "<w/>", ("word/document.xml", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<!DOCTYPE w [<!ENTITY x 'y'>]><w>&x;</w>")]))),
        ("not xml.docx", "document.damaged", () => Office(Text, "word/document.xml", "<w>")),
        ("link to a workbook.xlsx", "document.links", () => Office(Workbook, "xl/workbook.xml", "<w/>", ("xl/externalLinks/_rels/externalLink1.xml.rels", Relationship("externalLinkPath", "file:///c:/a.xlsx", external: true)))),
        ("template elsewhere.docx", "document.links", () => Office(Text, "word/document.xml", "<w/>", ("word/_rels/settings.xml.rels", Relationship("attachedTemplate", "http://127.0.0.1/t.dotm", external: true)))),
        ("template on a share.docx", "document.links", () => Office(Text, "word/document.xml", "<w/>", ("word/_rels/settings.xml.rels", Relationship("attachedTemplate", "file://host/share/t.dotm", external: true)))),
        ("field behind another.docx", "document.links", () => Office(Text, "word/document.xml", "<w><instrText>PAGE</instrText><fldChar/><instrText>DDE cmd</instrText></w>")),
        ("picture elsewhere.docx", "document.links", () => Office(Text, "word/document.xml", "<w/>", ("word/_rels/document.xml.rels", Relationship("image", @"\\host\share\a.png", external: true)))),
        ("link to a share.docx", "document.links", () => Office(Text, "word/document.xml", "<w/>", ("word/_rels/document.xml.rels", Relationship("hyperlink", "file://host/share", external: true)))),
        ("link with script.docx", "document.links", () => Office(Text, "word/document.xml", "<w/>", ("word/_rels/document.xml.rels", Relationship("hyperlink", "javascript:alert(1)", external: true)))),
        ("address said to be inside.docx", "document.links", () => Office(Text, "word/document.xml", "<w/>", ("word/_rels/document.xml.rels", Relationship("image", "http://127.0.0.1/a.png", external: false)))),
        ("field that starts.docx", "document.links", () => Office(Text, "word/document.xml", "<w><instrText>DD</instrText><instrText>EAUTO c:\\cmd.exe</instrText></w>")),
        ("field that fetches.docx", "document.links", () => Office(Text, "word/document.xml", "<x:w xmlns:x='w'><x:fldSimple x:instr=' INCLUDEPICTURE http://127.0.0.1/a.png '/></x:w>")),
        ("formula that starts.xlsx", "document.links", () => Office(Workbook, "xl/workbook.xml", "<w/>", ("xl/worksheets/sheet1.xml", Bytes("<s><f>cmd|' /C calc'!A0</f></s>")))),
        ("formula that fetches.xlsx", "document.links", () => Office(Workbook, "xl/workbook.xml", "<w/>", ("xl/worksheets/sheet1.xml", Bytes("<s><f>_xlfn.WEBSERVICE(\"http://127.0.0.1\")</f></s>")))),
        ("connections.xlsx", "document.links", () => Office(Workbook + "\"/><Override PartName=\"/c\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml", "xl/workbook.xml", "<w/>")),

        // What runs.
        ("macros.docx", "document.active", () => Office(Text, "word/document.xml", "<w/>", ("word/vbaProject.bin", new byte[9]))),
        ("declared macros.docx", "document.active", () => Office("document.macroEnabled.main+xml", "word/document.xml", "<w/>")),
        ("object.docx", "document.active", () => Office(Text, "word/document.xml", "<w/>", ("word/embeddings/oleObject1.bin", new byte[9]))),
        ("program inside.docx", "document.active", () => Office(Text, "word/document.xml", "<w/>", ("word/embeddings/a.exe", Bytes("MZ")))),
        ("workbook inside.docx", "document.active", () => Office(Text, "word/document.xml", "<w/>", ("word/embeddings/a.xlsx", Office(Workbook, "xl/workbook.xml", "<w/>")))),
        ("svg with script.docx", "document.active", () => Office(Text, "word/document.xml", "<w/>", ("word/media/image1.svg", Bytes("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")))),
        ("script.pdf", "document.active", () => [.. "%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n"u8, .. Pdf()]),
        ("launch.pdf", "document.active", () => [.. "%PDF-1.7\n1 0 obj<</S/Launch/F(cmd.exe)>>endobj\n"u8, .. Pdf()]),
    ];

    /// <summary>Names that are taken, and what becomes of them.</summary>
    public static readonly List<(string Name, string Becomes)> Names =
    [
        ("../../../etc/cron.d/a.pdf", "a.pdf"), (@"..\..\windows\a.pdf", "a.pdf"), ("/etc/passwd/a.pdf", "a.pdf"), (@"C:\boot\a.pdf", "a.pdf"),
        ("a\0.pdf", "a.pdf"), ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"), ("fdp.\u202Eexe.pdf", "fdp.exe.pdf"), ("\u2066a\u2069.pdf", "a.pdf"),
        ("a\u200B\uFEFF.pdf", "a.pdf"), ("a.pdf...", "a.pdf"), ("a.pdf . .", "a.pdf"), ("...a.pdf", "a.pdf"), ("CON.pdf", "_CON.pdf"), ("nul.x.pdf", "_nul.x.pdf"),
        ("COM1 .pdf", "_COM1 .pdf"), ("lpt¹.pdf", "_lpt¹.pdf"), ("a.exe:b.pdf", "a.exe_b.pdf"), ("a\"b<c>d|e?f*.pdf", "a_b_c_d_e_f_.pdf"), ("\ud800a.pdf", "a.pdf"),
        (new string('长', 300) + ".pdf", new string('长', 116) + ".pdf"), ("e\u0301.pdf", "é.pdf"),
    ];

    public static byte[] Pdf() => Bytes("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n");

    public static byte[] Png(int width, int height, params (string Type, byte[] Data)[] more)
    {
        var size = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(size, width);
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), height);
        (size[8], size[9]) = (8, 2);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", size), .. more.SelectMany(c => Chunk(c.Type, c.Data)), .. Chunk("IDAT", new byte[20]), .. Chunk("IEND", [])];
    }

    public static byte[] Jpeg(int width, int height, byte[]? comment = null)
    {
        byte[] frame = [8, (byte)(height >> 8), (byte)(height & 0xFF), (byte)(width >> 8), (byte)(width & 0xFF), 1, 1, 0x11, 0];
        return [0xFF, 0xD8, .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]), .. Segment(0xFE, comment ?? []), .. Segment(0xC0, frame), .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 1, 2, 3, 0xFF, 0xD9];
    }

    public static byte[] Office(string main, string part, string xml, params (string Name, byte[] Content)[] more) => Zip(
        [("[Content_Types].xml", Bytes($"<Types><Override PartName=\"/{part}\" ContentType=\"application/vnd.openxmlformats-officedocument.{main}\"/></Types>")),
        (part, Bytes(xml)), .. more]);

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                // What is to be found by its bytes is stored as it is.
                var level = name is "a.txt" or "a.xml" || name.EndsWith("image1.png", StringComparison.Ordinal) && content.Length < 1000
                    ? CompressionLevel.NoCompression
                    : content.Length > 1_000_000 ? CompressionLevel.SmallestSize : CompressionLevel.Fastest;
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Relationship(string type, string target, bool external) => Bytes(
        $"<Relationships><Relationship Id=\"r1\" Type=\"{Rels}/{type}\" Target=\"{target}\"{(external ? " TargetMode=\"External\"" : "")}/></Relationships>");

    private static byte[] Rows(int count) => Bytes($"<s>{string.Concat(Enumerable.Range(0, count).Select(n => $"<c r=\"A{n}\"><v>{n * 7919}</v></c>"))}</s>");

    private static string Noise(int length)
    {
        var random = new Random(7);
        return string.Create(length, random, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = (char)('a' + from.Next(26));
            }
        });
    }

    /// <summary>The directory names a size of the last part that is far below what it unpacks to.</summary>
    private static byte[] Lying(byte[] zip, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(LastEntry(zip) + 24), length);
        return zip;
    }

    /// <summary>The part itself bears another name than the directory gives it.</summary>
    private static byte[] Renamed(byte[] zip)
    {
        zip[LastEntry(zip) + 46] = (byte)'v';
        return zip;
    }

    private static byte[] Fewer(byte[] zip)
    {
        zip[^12]--;
        return zip;
    }

    private static byte[] Locked(byte[] zip)
    {
        zip[LastEntry(zip) + 8] |= 1;
        return zip;
    }

    private static byte[] WithComment(byte[] zip, string comment)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 2), (ushort)comment.Length);
        return [.. zip, .. Bytes(comment)];
    }

    /// <summary>A part that reaches over the next one, so that the same bytes unpack twice.</summary>
    private static byte[] Overlapping()
    {
        var zip = Office(Text, "word/document.xml", "<w/>", ("word/media/image1.png", [1, 2, 3]), ("word/media/image2.png", [1, 2, 3]));
        var last = LastEntry(zip);
        var before = zip.AsSpan(0, last).LastIndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(before + 20), 60);
        return zip;
    }

    /// <summary>One part named by two entries of the directory.</summary>
    private static byte[] Doubled()
    {
        var zip = Office(Text, "word/document.xml", "<w/>", ("word/media/image1.png", [1, 2, 3]));
        var (last, end) = (LastEntry(zip), zip.Length - 22);
        byte[] doubled = [.. zip[..end], .. zip[last..end], .. zip[end..]];
        doubled[^12]++;
        BinaryPrimitives.WriteInt32LittleEndian(doubled.AsSpan(doubled.Length - 10), BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(zip.Length - 10)) + end - last);
        return doubled;
    }

    private static int LastEntry(byte[] zip) => zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);

    private static byte[] Chunk(string type, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. Bytes(type), .. data, 0, 0, 0, 0];
    }

    private static byte[] Segment(byte marker, byte[] data) => [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)((data.Length + 2) & 0xFF), .. data];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
