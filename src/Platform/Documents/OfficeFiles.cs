using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Documents;

/// <summary>
/// Texts and workbooks of office programs: ZIP archives of XML parts. Every part is unpacked once, counted, and read as it will be read
/// by others; nothing of it is kept.
/// </summary>
internal static class OfficeFiles
{
    private const int Mebibyte = 1024 * 1024;
    private const int MostUnpacked = 128 * Mebibyte;
    private const int MostParts = 4000;

    /// <summary>The best that a real document reaches in its larger parts; bombs reach a thousand.</summary>
    private const int MostRatio = 200;
    private const int RatioFrom = 2 * Mebibyte;

    private static readonly HashSet<string> Xml = new(StringComparer.OrdinalIgnoreCase) { ".xml", ".rels", ".vml", ".svg" };

    private static readonly HashSet<string> Inert = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".odttf",
    };

    public static void CheckText(ArraySegment<byte> content, string field) => Check(content, ".docx", "wordprocessingml.document.main+xml", field);

    public static void CheckWorkbook(ArraySegment<byte> content, string field) => Check(content, ".xlsx", "spreadsheetml.sheet.main+xml", field);

    internal static Refusal Damaged(string extension, string field) => new("document.damaged", extension) { Field = field };

    internal static Refusal Bomb(string field) => new("document.bomb", MostUnpacked / Mebibyte) { Field = field };

    private static void Check(ArraySegment<byte> content, string extension, string main, string field)
    {
        var archive = new ZipParts(content);
        if (archive.Behind > 0)
        {
            throw new Refusal("document.stowaway") { Field = field };
        }

        try
        {
            var directory = archive.Read();
            CheckDirectory(directory, extension, field);
            var parts = new OfficeParts(extension, field);
            foreach (var part in directory)
            {
                var isXml = Xml.Contains(Path.GetExtension(part.Name));
                using var unpacking = new Unpacking(archive.Open(part), part.Unpacked, isXml, extension, field);
                if (isXml)
                {
                    parts.Read(part.Name, unpacking);
                }

                unpacking.CopyTo(Stream.Null);
            }

            if (!parts.Declares(main))
            {
                throw Damaged(extension, field);
            }
        }
        catch (InvalidDataException)
        {
            throw Damaged(extension, field);
        }
    }

    /// <summary>What the directory says, before anything is unpacked.</summary>
    private static void CheckDirectory(List<ZipPart> directory, string extension, string field)
    {
        var (names, unpacked) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), 0L);
        foreach (var part in directory)
        {
            if (part.IsEncrypted)
            {
                throw new Refusal("document.encrypted") { Field = field };
            }

            if (!IsPlain(part.Name) || !names.Add(part.Name))
            {
                throw Damaged(extension, field);
            }

            if (!part.Name.EndsWith('/') && !IsPart(Path.GetFileName(part.Name)))
            {
                throw new Refusal("document.active") { Field = field };
            }

            unpacked += part.Unpacked;
            if (unpacked > MostUnpacked || (part.Unpacked > RatioFrom && part.Unpacked / MostRatio > part.Packed))
            {
                throw Bomb(field);
            }
        }

        if (names.Count > MostParts)
        {
            throw Bomb(field);
        }
    }

    /// <summary>A name that stays within whatever folder it is unpacked to.</summary>
    private static bool IsPlain(string name) => name.Length is > 0 and <= 250 && name[0] != '/' && !name.Any(c => char.IsControl(c) || c is '\\' or ':')
        && !name.Split('/').Any(step => step is "." or "..");

    /// <summary>XML, pictures, fonts and what a printer was set to; macros, objects and programs are none of these.</summary>
    private static bool IsPart(string name) => Xml.Contains(Path.GetExtension(name)) || Inert.Contains(Path.GetExtension(name))
        || (name.StartsWith("printerSettings", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".bin", StringComparison.OrdinalIgnoreCase));
}
