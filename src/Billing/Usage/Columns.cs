using System.Globalization;
using PartnerCenter.Kernel;
using Sylvan.Data.Csv;

namespace PartnerCenter.Billing.Usage;

/// <summary>The columns of a usage file by name, and how their cells are read.</summary>
internal sealed class Columns
{
    private readonly Dictionary<string, int> places = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> words = [];

    public Columns(CsvDataReader csv, IEnumerable<string> required)
    {
        for (var i = 0; i < csv.FieldCount; i++)
        {
            places.TryAdd(csv.GetName(i), i);
        }

        var missing = required.Where(name => !places.ContainsKey(name)).ToList();
        if (missing.Count > 0)
        {
            throw new Refusal("usage.columns", string.Join(", ", missing));
        }
    }

    public int this[string name] => places.GetValueOrDefault(name, -1);

    public static ReadOnlySpan<char> Cell(CsvDataReader csv, int place)
    {
        if (place < 0 || place >= csv.RowFieldCount)
        {
            return [];
        }

        var cell = csv.GetFieldSpan(place).Trim();
        return cell is "NULL" ? [] : cell;
    }

    public static string Text(CsvDataReader csv, int place, string name, bool required)
    {
        var cell = Cell(csv, place);
        return cell.IsEmpty && required ? throw new BadRow("usage.required", name) : cell.ToString();
    }

    /// <summary>A text of which there are few different ones: the same object each time.</summary>
    public string Word(CsvDataReader csv, int place, string name, bool required)
    {
        var cell = Cell(csv, place);
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

    public static long Units(CsvDataReader csv, int place, string name, bool mayRound = false, long absent = 0)
    {
        var cell = Cell(csv, place);
        if (cell.IsEmpty)
        {
            return absent;
        }

        return UnitText.TryRead(cell, mayRound, out var units) ? units : throw new BadRow("usage.amount", $"{name}: {cell}");
    }

    public static long Cents(CsvDataReader csv, int place, string name)
    {
        var units = Units(csv, place, name);
        return units % Rounding.Cent == 0 && units >= 0 ? units : throw new BadRow("usage.cents", $"{name}: {Cell(csv, place)}");
    }

    public static DateTimeOffset Instant(CsvDataReader csv, int place, string name, bool required)
    {
        var cell = Cell(csv, place);
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
