namespace PartnerCenter.Platform.Database;

/// <summary>The columns that plain SQL orders a list by, by the names that stand in its address: <c>sort=name</c> rising, <c>sort=-name</c> falling.</summary>
public sealed class SqlColumns : Dictionary<string, string>
{
    /// <summary>The beginning of an <c>order by</c>, with its comma; nothing for a name that is no column.</summary>
    public string Order(string? sort) =>
        sort is not null && TryGetValue(sort.TrimStart('-'), out var column) ? $"{column}{(sort[0] == '-' ? " desc" : "")}, " : "";
}
