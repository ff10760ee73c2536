using Sylvan.Data.Csv;

namespace PartnerCenter.Billing.Usage;

/// <summary>The cells of one line.</summary>
/// <param name="text">The text of the batch.</param>
/// <param name="ends">Where the line begins in it, then where each cell ends.</param>
internal readonly ref struct Line(ReadOnlySpan<char> text, ReadOnlySpan<int> ends)
{
    private readonly ReadOnlySpan<char> text = text;
    private readonly ReadOnlySpan<int> ends = ends;

    /// <summary>A cell; empty if the line has no such place.</summary>
    public ReadOnlySpan<char> this[int place] =>
        place >= 0 && place < ends.Length - 1 ? text[ends[place]..ends[place + 1]] : [];
}

/// <summary>A line that cannot be imported: its number, the reason's code and what it is about.</summary>
internal readonly record struct BadLine(long Line, string Code, string Detail);

/// <summary>Some lines of a file, cut into cells: filled again when they have been checked.</summary>
internal sealed class LineBatch
{
    private const int Size = 2048;
    private readonly int[] starts = new int[Size + 1];
    private int[] ends = new int[Size * 32];
    private char[] text = new char[Size * 256];
    private int used;

    /// <summary>How many lines.</summary>
    public int Count { get; private set; }

    /// <summary>The number of its first line within the file.</summary>
    public long First { get; private set; }

    /// <summary>The rest of the file, if it is not CSV.</summary>
    public BadLine? Broken { get; private set; }

    public Line this[int line] => new(text, ends.AsSpan(starts[line]..starts[line + 1]));

    /// <summary>Takes the next lines of the file.</summary>
    /// <param name="csv">The file.</param>
    /// <param name="first">The number of the next line.</param>
    /// <returns>Whether there may be more.</returns>
    public bool Fill(CsvDataReader csv, long first)
    {
        (First, Count, used, Broken) = (first, 0, 0, null);
        try
        {
            while (Count < Size)
            {
                if (!csv.Read())
                {
                    return false;
                }

                Add(csv);
            }

            return true;
        }
        catch (CsvFormatException problem)
        {
            // Past a broken quote no line can be trusted: the rest of the file counts as one bad line.
            Broken = new(First + Count, "usage.not-csv", problem.Message);
            return false;
        }
    }

    private void Add(CsvDataReader csv)
    {
        var cells = csv.RowFieldCount;
        var place = starts[Count];
        if (place + cells >= ends.Length)
        {
            Array.Resize(ref ends, Math.Max(2 * ends.Length, place + cells + 1));
        }

        ends[place++] = used;
        for (var i = 0; i < cells; i++)
        {
            var cell = csv.GetFieldSpan(i);
            if (used + cell.Length > text.Length)
            {
                Array.Resize(ref text, Math.Max(2 * text.Length, used + cell.Length));
            }

            cell.CopyTo(text.AsSpan(used));
            used += cell.Length;
            ends[place++] = used;
        }

        starts[++Count] = place;
    }
}
