using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Documents;

/// <summary>What may be uploaded: the extension, the first bytes and the size must all agree.</summary>
public static class FileKinds
{
    /// <summary>The largest upload: 20 MiB.</summary>
    public const long MaxBytes = 20 * 1024 * 1024;

    private static readonly Dictionary<string, (string ContentType, byte[][] Starts)> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = ("application/pdf", ["%PDF-"u8.ToArray()]),
        [".png"] = ("image/png", [[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]]),
        [".jpg"] = ("image/jpeg", [[0xFF, 0xD8, 0xFF]]),
        [".jpeg"] = ("image/jpeg", [[0xFF, 0xD8, 0xFF]]),
        [".xlsx"] = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ["PK\u0003\u0004"u8.ToArray()]),
        [".docx"] = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ["PK\u0003\u0004"u8.ToArray()]),
    };

    /// <summary>Finds out what a file is.</summary>
    /// <param name="name">Its name with extension.</param>
    /// <param name="start">Its first bytes, 8 or more where it has them.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="field">The input that a refusal points to.</param>
    /// <returns>Its content type.</returns>
    /// <exception cref="Refusal"><c>document.empty</c>, <c>document.too-large</c>, <c>document.kind</c> or <c>document.content</c>.</exception>
    public static string Check(string name, ReadOnlySpan<byte> start, long size, string field)
    {
        if (size == 0)
        {
            throw new Refusal("document.empty") { Field = field };
        }

        if (size > MaxBytes)
        {
            throw new Refusal("document.too-large", MaxBytes / 1024 / 1024) { Field = field };
        }

        if (!Kinds.TryGetValue(Path.GetExtension(name), out var kind))
        {
            throw new Refusal("document.kind", string.Join(" ", Kinds.Keys)) { Field = field };
        }

        foreach (var expected in kind.Starts)
        {
            if (start.StartsWith(expected))
            {
                return kind.ContentType;
            }
        }

        throw new Refusal("document.content", Path.GetExtension(name)) { Field = field };
    }
}
