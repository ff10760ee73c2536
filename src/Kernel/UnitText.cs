using System.Globalization;

namespace PartnerCenter.Kernel;

/// <summary>Amounts as text, to and from whole units of 1e-8: for files of millions of lines, without a decimal in between.</summary>
public static class UnitText
{
    /// <summary>Reads digits with optional sign and point. More than 8 decimals that are not zero are not read, unless they may be rounded.</summary>
    /// <param name="text">For example <c>-12.00000001</c>.</param>
    /// <param name="mayRound">Whether further decimals are rounded half up at the 8th, as for files of other vendors.</param>
    /// <param name="units">Units of 1e-8.</param>
    public static bool TryRead(ReadOnlySpan<char> text, bool mayRound, out long units)
    {
        units = 0;
        text = text.Trim();
        var negative = text.Length > 0 && text[0] == '-';
        var rest = text[(negative || (text.Length > 0 && text[0] == '+') ? 1 : 0)..];
        var point = rest.IndexOf('.');
        var whole = point < 0 ? rest : rest[..point];
        var part = point < 0 ? [] : rest[(point + 1)..];
        if ((whole.IsEmpty && part.IsEmpty) || whole.Length > 10)
        {
            return false;
        }

        long value = 0;
        foreach (var c in whole)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        var up = false;
        for (var i = 0; i < Math.Max(8, part.Length); i++)
        {
            var c = i < part.Length ? part[i] : '0';
            if (!char.IsAsciiDigit(c) || (i >= 8 && c != '0' && !mayRound))
            {
                return false;
            }

            value = i < 8 ? (value * 10) + (c - '0') : value;
            up |= i == 8 && c >= '5';
        }

        value += up ? 1 : 0;
        units = negative ? -value : value;
        return true;
    }

    /// <summary>Writes units with eight decimals, the canonical form of results.</summary>
    public static string Write(Int128 units)
    {
        var absolute = Int128.Abs(units);
        return string.Create(CultureInfo.InvariantCulture, $"{(units < 0 ? "-" : "")}{absolute / Rounding.One}.{absolute % Rounding.One:D8}");
    }
}
