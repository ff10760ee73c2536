using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Documents;

/// <summary>
/// What one program reads as a picture and another as something else: an archive or a web page inside a file of another kind. And the
/// test virus, by which people see that somebody looks.
/// </summary>
internal static class Stowaways
{
    // Half of it names it: the whole would make this program a find of its own.
    private static ReadOnlySpan<byte> TestVirus => "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"u8;

    /// <summary>The end of a ZIP archive of one part, wherever it lies.</summary>
    private static ReadOnlySpan<byte> EndOfZip => "PK\u0005\u0006\0\0\0\0"u8;

    private static ReadOnlySpan<byte> Rar => "Rar!\u001a\u0007"u8;

    private static ReadOnlySpan<byte> SevenZip => [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C];

    /// <summary>Readers of PDF take a header that begins within the first 1024 bytes.</summary>
    private const int PdfHeaderWithin = 1024 + 5;

    private static readonly byte[][] Tags = ["script"u8.ToArray(), "html"u8.ToArray(), "svg"u8.ToArray(), "iframe"u8.ToArray(), "!doctype"u8.ToArray()];

    /// <summary>Looks through a whole file.</summary>
    /// <param name="content">The file.</param>
    /// <param name="isArchive">Whether it is to be an archive itself.</param>
    /// <param name="isPdf">Whether it is to be a PDF.</param>
    /// <param name="field">The input that a refusal points to.</param>
    /// <exception cref="Refusal"><c>document.virus</c> or <c>document.stowaway</c>.</exception>
    public static void Refuse(ReadOnlySpan<byte> content, bool isArchive, bool isPdf, string field)
    {
        if (content.IndexOf(TestVirus) >= 0)
        {
            throw new Refusal("document.virus") { Field = field };
        }

        var another = (!isArchive && content.IndexOf(EndOfZip) >= 0) || content.IndexOf(Rar) >= 0 || content.IndexOf(SevenZip) >= 0
            || (!isPdf && content[..Math.Min(content.Length, PdfHeaderWithin)].IndexOf("%PDF-"u8) >= 0);
        if (another || HasMarkup(content))
        {
            throw new Refusal("document.stowaway") { Field = field };
        }
    }

    /// <summary>Whether a tag of a web page or of a drawing with script stands in it.</summary>
    public static bool HasMarkup(ReadOnlySpan<byte> content)
    {
        for (int at; (at = content.IndexOf((byte)'<')) >= 0;)
        {
            content = content[(at + 1)..];
            foreach (var tag in Tags)
            {
                if (content.Length > tag.Length && Ends(content[tag.Length]) && IsSame(content[..tag.Length], tag))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Ends(byte next) => next is (byte)' ' or (byte)'>' or (byte)'/' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0x0C;

    private static bool IsSame(ReadOnlySpan<byte> text, byte[] lower)
    {
        for (var i = 0; i < lower.Length; i++)
        {
            if ((text[i] is >= (byte)'A' and <= (byte)'Z' ? text[i] | 0x20 : text[i]) != lower[i])
            {
                return false;
            }
        }

        return true;
    }
}
