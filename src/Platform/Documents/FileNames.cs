using System.Globalization;
using System.Text;

namespace PartnerCenter.Platform.Documents;

/// <summary>Names of uploads, made fit to be shown and to be saved on any system.</summary>
internal static class FileNames
{
    private const int Longest = 120;

    /// <summary>What a folder cannot hold on some system.</summary>
    private const string Unsafe = "<>:\"|?*";

    /// <summary>Devices of Windows, whatever extension follows.</summary>
    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>
    /// The last part of a path, without what is not seen (controls, NUL, characters that turn the direction of writing), without dots
    /// and spaces around it, and not the name of a device.
    /// </summary>
    public static string Clean(string? name)
    {
        var last = (name ?? "").Replace('\\', '/');
        last = last[(last.LastIndexOf('/') + 1)..];
        var kept = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            if (IsSeen(rune))
            {
                kept.Append(rune.IsAscii && Unsafe.Contains((char)rune.Value, StringComparison.Ordinal) ? '_' : rune.ToString());
            }
        }

        var clean = kept.ToString().Normalize(NormalizationForm.FormC).Trim('.', ' ');
        if (Devices.Contains(clean.Split('.')[0].TrimEnd()))
        {
            clean = "_" + clean;
        }

        return Shortened(clean);
    }

    private static bool IsSeen(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Shortened(string name)
    {
        if (name.Length <= Longest)
        {
            return name;
        }

        var extension = Path.GetExtension(name);
        var room = Math.Max(1, Longest - extension.Length);
        return name[..(char.IsHighSurrogate(name[room - 1]) ? room - 1 : room)].TrimEnd('.', ' ') + extension;
    }
}
