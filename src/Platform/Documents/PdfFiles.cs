using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Documents;

/// <summary>PDF from outside: whole, and without what starts by itself in a reader.</summary>
internal static class PdfFiles
{
    private const int EndWithin = 4096;

    /// <summary>Checks that it ends as a PDF does, and names no script or program.</summary>
    /// <exception cref="Refusal"><c>document.damaged</c> or <c>document.active</c>.</exception>
    public static void Check(ArraySegment<byte> content, string field)
    {
        ReadOnlySpan<byte> bytes = content;
        if (bytes[Math.Max(0, bytes.Length - EndWithin)..].LastIndexOf("%%EOF"u8) < 0)
        {
            throw new Refusal("document.damaged", ".pdf") { Field = field };
        }

        if (bytes.IndexOf("/JavaScript"u8) >= 0 || bytes.IndexOf("/Launch"u8) >= 0)
        {
            throw new Refusal("document.active") { Field = field };
        }
    }
}
