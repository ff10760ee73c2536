using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace PartnerCenter.Platform.Database;

/// <summary>A slice of a list, in words that PostgreSQL can keep a plan for.</summary>
public static class Slices
{
    // So far do people turn pages; whoever goes further waits for a plan each time.
    private const int Near = 1_000;

    private static readonly System.Reflection.MethodInfo Constant = new Func<int, int>(EF.Constant).Method;

    /// <summary>
    /// The next rows of an ordered question. Numbers are written into it: were they parameters, as <c>Skip</c> and <c>Take</c> make them,
    /// PostgreSQL would have to suppose a tenth of the table, and would rather plan anew each time, which takes longer than reading.
    /// </summary>
    /// <param name="rows">In their order.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="limit">How many at most; one of few numbers, for each is a question of its own.</param>
    public static IQueryable<T> Slice<T>(this IQueryable<T> rows, int skip, int limit)
    {
        var from = skip switch { 0 => rows, <= Near => Cut(rows, nameof(Queryable.Skip), skip), _ => rows.Skip(skip) };
        return Cut(from, nameof(Queryable.Take), limit);
    }

    private static IQueryable<T> Cut<T>(IQueryable<T> rows, string how, int count) => rows.Provider.CreateQuery<T>(Expression.Call(
        typeof(Queryable), how, [typeof(T)], rows.Expression, Expression.Call(Constant, Expression.Constant(count))));
}
