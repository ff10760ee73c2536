using System.Globalization;
using PartnerCenter.Kernel;

namespace PartnerCenter.Billing.Usage;

/// <summary>The columns of a usage file by name, and how their cells are read.</summary>
internal sealed class Columns
{
    private readonly Dictionary<string, int> places = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> words = [];

    public Columns(IReadOnlyList<string> names, IEnumerable<string> required)
    {
        for (var i = 0; i < names.Count; i++)
        {
            places.TryAdd(names[i], i);
        }

        var missing = required.Where(name => !places.ContainsKey(name)).ToList();
        if (missing.Count > 0)
        {
            throw new Refusal("usage.columns", string.Join(", ", missing));
        }
    }

    public int this[string name] => places.GetValueOrDefault(name, -1);

    public static ReadOnlySpan<char> Cell(in Line line, int place)
    {
        var cell = line[place].Trim();
        return cell is "NULL" ? [] : cell;
    }

    public static string Text(in Line line, int place, string name, bool required)
    {
        var cell = Cell(line, place);
        return cell.IsEmpty && required ? throw new BadRow("usage.required", name) : cell.ToString();
    }

    /// <summary>A text of which there are few different ones: the same object each time.</summary>
    public string Word(in Line line, int place, string name, bool required)
    {
        var cell = Cell(line, place);
        if (cell.IsEmpty)
        {
            return required ? throw new BadRow("usage.required", name) : "";
        }

        var known = words.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(cell, out var word))
        {
            word = cell.ToString();
            if (words.Count < 100_000)
            {
                words.Add(word, word);
            }
        }

        return word;
    }

    public static long Units(in Line line, int place, string name, bool mayRound = false, long absent = 0)
    {
        var cell = Cell(line, place);
        if (cell.IsEmpty)
        {
            return absent;
        }

        return UnitText.TryRead(cell, mayRound, out var units) ? units : throw new BadRow("usage.amount", $"{name}: {cell}");
    }

    public static long Cents(in Line line, int place, string name)
    {
        var units = Units(line, place, name);
        return units % Rounding.Cent == 0 && units >= 0 ? units : throw new BadRow("usage.cents", $"{name}: {Cell(line, place)}");
    }

    public static DateTimeOffset Instant(in Line line, int place, string name, bool required)
    {
        var cell = Cell(line, place);
        if (cell.IsEmpty)
        {
            return required ? throw new BadRow("usage.required", name) : default;
        }

        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, utc, out var instant)
            ? instant
            : throw new BadRow("usage.instant", $"{name}: {cell}");
    }
}
