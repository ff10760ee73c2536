using System.Collections;
using System.Linq.Expressions;

namespace PartnerCenter.Platform.Ui;

/// <summary>
/// The columns that order a list, by the names that stand in its address: <c>sort=name</c> rising, <c>sort=-name</c> falling. The first
/// is the order that a list has by itself, and the one that decides between equals.
/// </summary>
/// <typeparam name="T">A row.</typeparam>
public sealed class Sorting<T> : IEnumerable<string>
{
    private readonly List<(string Name, Expression<Func<T, object?>> Key, bool Falling)> columns = [];

    /// <summary>Adds a column.</summary>
    /// <param name="name">Its name in the address.</param>
    /// <param name="key">What it orders by.</param>
    /// <param name="falling">Whether a list that nobody ordered falls by it; of use for the first column only.</param>
    public void Add(string name, Expression<Func<T, object?>> key, bool falling = false) => columns.Add((name, key, falling));

    /// <summary>Orders rows of the database; a name that is no column counts as none.</summary>
    public IOrderedQueryable<T> Apply(IQueryable<T> rows, string? sort)
    {
        var (first, own) = (columns[0], columns.FindIndex(column => column.Name == sort?.TrimStart('-')));
        if (own < 0)
        {
            return first.Falling ? rows.OrderByDescending(first.Key) : rows.OrderBy(first.Key);
        }

        var ordered = sort![0] == '-' ? rows.OrderByDescending(columns[own].Key) : rows.OrderBy(columns[own].Key);
        return own == 0 ? ordered : first.Falling ? ordered.ThenByDescending(first.Key) : ordered.ThenBy(first.Key);
    }

    /// <summary>Orders rows in memory likewise.</summary>
    public List<T> Apply(IEnumerable<T> rows, string? sort) => [.. Apply(rows.AsQueryable(), sort)];

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => columns.Select(column => column.Name).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
