using Microsoft.EntityFrameworkCore;

namespace PartnerCenter.Platform.Database;

/// <summary>Search in words: the rows of a table that <c>platform.searchable</c> was called for.</summary>
public static class Search
{
    private const int Many = 1_000;

    /// <summary>The ids of rows that hold a text anywhere in their words; whether the reader sees such a row is for its own query.</summary>
    /// <param name="db">The module's context.</param>
    /// <param name="table">The table, such as <c>network.partner</c>; never what somebody entered.</param>
    /// <param name="text">What is looked for.</param>
    public static IQueryable<Guid> Holding(this ModuleDb db, string table, string text) =>
#pragma warning disable EF1003 // A module names its own table; what is looked for is a parameter.
        db.Database.SqlQueryRaw<Guid>("select " + table + "_like({0}) as \"Value\"", Pattern(text));
#pragma warning restore EF1003

    /// <summary>
    /// The same ids, if they are few. What fits very many rows is found sooner by reading the list in its order, and comparing; ids of half
    /// a table would be gathered for nothing.
    /// </summary>
    /// <param name="unit">The unit of work.</param>
    /// <param name="table">The table, as for <see cref="Holding"/>.</param>
    /// <param name="text">What is looked for.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The ids, or null if they are many.</returns>
    public static async Task<Guid[]?> Few(this UnitOfWork unit, string table, string text, CancellationToken ct = default)
    {
        await using var command = unit.Command($"select array(select {table}_like($1, {Many}))", Pattern(text));
        return (Guid[])(await command.ExecuteScalarAsync(ct))! is { Length: < Many } few ? few : null;
    }

    /// <summary>The pattern of words that hold a text anywhere, whatever it is made of.</summary>
    public static string Pattern(string text) => "%" + text.Trim()
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
}
