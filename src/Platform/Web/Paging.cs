using System.Text;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Web;

/// <summary>A page of an API list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Give this as <c>cursor</c> to read on; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Cursors: opaque to callers, the key of the last row to us.</summary>
public static class Cursor
{
    /// <summary>The largest page.</summary>
    public const int Most = 200;

    /// <summary>Cuts a page out of rows that were read with one more than its size.</summary>
    public static Page<T> Page<T>(List<T> rows, int limit, Func<T, string> key) =>
        rows.Count <= limit ? new(rows, null) : new(rows[..limit], Write(key(rows[limit - 1])));

    /// <summary>A usable page size.</summary>
    public static int Limit(int? asked) => Math.Clamp(asked ?? 50, 1, Most);

    /// <summary>The key in a cursor, or null at the beginning.</summary>
    /// <exception cref="Refusal"><c>request.cursor</c></exception>
    public static string? Read(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(cursor));
        }
        catch (FormatException)
        {
            throw new Refusal("request.cursor") { Field = "cursor" };
        }
    }

    /// <summary>A cursor out of a key.</summary>
    public static string Write(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key));
}
