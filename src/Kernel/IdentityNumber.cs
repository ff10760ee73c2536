using System.Globalization;

namespace PartnerCenter.Kernel;

/// <summary>A citizen's identity number (公民身份号码) by GB 11643-1999: area, day of birth, sequence, check character.</summary>
public static class IdentityNumber
{
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Whether it is well formed: 17 digits and their check character, with a day of birth that exists and is past.</summary>
    /// <param name="text">The number.</param>
    /// <param name="today">Today, at GMT+08:00.</param>
    public static bool IsValid(string text, DateOnly today) =>
        text is { Length: 18 } && text[..17].All(char.IsAsciiDigit)
        && DateOnly.TryParseExact(text[6..14], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born)
        && born < today && born.Year >= 1900 && text[17] == CheckCharacter(text);

    private static char CheckCharacter(string text)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += (text[i] - '0') * Weights[i];
        }

        return "10X98765432"[sum % 11];
    }
}
