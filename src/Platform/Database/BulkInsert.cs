using Npgsql;

namespace PartnerCenter.Platform.Database;

/// <summary>Adds many rows with few statements. Behind row-level security COPY does not work; arrays do.</summary>
public static class BulkInsert
{
    private const int AtOnce = 10_000;

    /// <summary>Adds them in the unit's transaction.</summary>
    /// <param name="unit">The unit of work.</param>
    /// <param name="table">Schema and table.</param>
    /// <param name="columns">Their columns in order, separated by commas; <c>name::type</c> where text has to become another type.</param>
    /// <param name="rows">A value, or null, for each column; all values of a column have one type.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task Insert(
        this UnitOfWork unit, string table, string columns, IEnumerable<object?[]> rows, CancellationToken ct = default)
    {
        var names = columns.Split(',', StringSplitOptions.TrimEntries);
        var sql = $"""
            insert into {table} ({string.Join(", ", names.Select(name => name.Split("::")[0]))})
            select {string.Join(", ", names)} from unnest({string.Join(", ", names.Select((_, i) => $"${i + 1}"))})
                as r ({string.Join(", ", names.Select(name => name.Split("::")[0]))})
            """;
        foreach (var chunk in rows.Chunk(AtOnce))
        {
            await using var command = unit.Command(sql);
            for (var i = 0; i < names.Length; i++)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = Column(chunk, i) });
            }

            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static Array Column(object?[][] rows, int place)
    {
        var type = rows.FirstOrDefault(row => row[place] is not null)?[place]!.GetType() ?? typeof(string);
        var nullable = type.IsValueType && rows.Any(row => row[place] is null);
        var column = Array.CreateInstance(nullable ? typeof(Nullable<>).MakeGenericType(type) : type, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            column.SetValue(rows[i][place], i);
        }

        return column;
    }
}
