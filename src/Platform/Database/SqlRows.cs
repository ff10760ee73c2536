using Npgsql;

namespace PartnerCenter.Platform.Database;

/// <summary>Lists in plain SQL: what people open most is not to wait for a question to be translated.</summary>
public static class SqlRows
{
    /// <summary>Reads rows.</summary>
    /// <param name="unit">The unit of work, whose reach decides which rows there are.</param>
    /// <param name="sql">The question; never with anything in it that somebody entered.</param>
    /// <param name="values">What <c>$1</c>, <c>$2</c>, … in it stand for.</param>
    /// <param name="row">Makes a row of the one that is read.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<List<T>> Rows<T>(this UnitOfWork unit, string sql, object?[] values, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        await using var command = unit.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>A text, or null.</summary>
    public static string? Text(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A day, or null.</summary>
    public static DateOnly? Day(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);

    /// <summary>A value of an enum, kept by its name.</summary>
    public static T Named<T>(this NpgsqlDataReader reader, int column)
        where T : struct, Enum => Enum.Parse<T>(reader.GetString(column));
}
