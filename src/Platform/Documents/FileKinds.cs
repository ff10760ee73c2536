using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Documents;

/// <summary>
/// What may be uploaded: extension, first bytes and inner build must all agree, and nothing else may hide in it. Web pages, drawings
/// with script, programs and bare archives are of no kind that is taken.
/// </summary>
public static class FileKinds
{
    /// <summary>The largest upload: 20 MiB.</summary>
    public const long MaxBytes = 20 * 1024 * 1024;

    private static readonly byte[] Zip = "PK\u0003\u0004"u8.ToArray();
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF];

    private static readonly Dictionary<string, Kind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = new("application/pdf", "%PDF-"u8.ToArray(), PdfFiles.Check),
        [".png"] = new("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], Pictures.CheckPng),
        [".jpg"] = new("image/jpeg", Jpeg, Pictures.CheckJpeg),
        [".jpeg"] = new("image/jpeg", Jpeg, Pictures.CheckJpeg),
        [".xlsx"] = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Zip, OfficeFiles.CheckWorkbook),
        [".docx"] = new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", Zip, OfficeFiles.CheckText),
    };

    /// <summary>Finds out what a file is, and whether it is fit to be handed on.</summary>
    /// <param name="name">Its name with extension, as <see cref="FileNames"/> leaves it.</param>
    /// <param name="content">All of it.</param>
    /// <param name="field">The input that a refusal points to.</param>
    /// <returns>Its content type.</returns>
    /// <exception cref="Refusal">
    /// <c>document.empty</c>, <c>document.too-large</c>, <c>document.kind</c>, <c>document.content</c>, or what is wrong inside:
    /// <c>document.damaged</c>, <c>document.stowaway</c>, <c>document.virus</c>, <c>document.bomb</c>, <c>document.pixels</c>,
    /// <c>document.active</c>, <c>document.links</c>, <c>document.encrypted</c>.
    /// </exception>
    internal static string Check(string name, ArraySegment<byte> content, string field)
    {
        if (content.Count == 0)
        {
            throw new Refusal("document.empty") { Field = field };
        }

        if (content.Count > MaxBytes)
        {
            throw new Refusal("document.too-large", MaxBytes / 1024 / 1024) { Field = field };
        }

        var extension = Path.GetExtension(name);
        if (!Kinds.TryGetValue(extension, out var kind))
        {
            throw new Refusal("document.kind", string.Join(" ", Kinds.Keys)) { Field = field };
        }

        if (!content.AsSpan().StartsWith(kind.Start))
        {
            throw new Refusal("document.content", extension) { Field = field };
        }

        Stowaways.Refuse(content, isArchive: kind.Start == Zip, isPdf: extension.Equals(".pdf", StringComparison.OrdinalIgnoreCase), field);
        kind.CheckInside(content, field);
        return kind.ContentType;
    }

    /// <summary>A kind of file.</summary>
    /// <param name="ContentType">How it is handed out.</param>
    /// <param name="Start">Its first bytes.</param>
    /// <param name="CheckInside">Looks into one that begins so; throws a refusal at the field.</param>
    private sealed record Kind(string ContentType, byte[] Start, Action<ArraySegment<byte>, string> CheckInside);
}
