using Npgsql;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Protection;

/// <summary>A column that holds sealed values; every module names its own, so that keys can be changed while the product runs.</summary>
/// <param name="Table">Schema and table.</param>
/// <param name="Column">The column.</param>
/// <param name="Row">The column with the id that its values are sealed for.</param>
public sealed record SealedColumn(string Table, string Column, string Row = "id")
{
    /// <summary>The place that its values are sealed for.</summary>
    public string Place => $"{Table}.{Column}";
}

/// <summary>Seals everything anew under a new data key, a thousand rows at a time, while the product runs.</summary>
public sealed class ChangeKeys(Databases databases, Vault vault, IEnumerable<SealedColumn> columns)
{
    private const int Batch = 1000;

    /// <summary>Changes them.</summary>
    /// <returns>How many values were sealed anew.</returns>
    public async Task<long> Run(CancellationToken ct = default)
    {
        vault.AddKey();
        long changed = 0;
        foreach (var column in columns)
        {
            for (var more = Batch; more == Batch;)
            {
                changed += more = await Some(column, ct);
            }
        }

        return changed;
    }

    private async Task<int> Some(SealedColumn column, CancellationToken ct)
    {
        await using var connection = await databases.Unwalled.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var rows = new List<(Guid Row, string Old)>();
        await using (var select = new NpgsqlCommand($"""
            select {column.Row}, {column.Column} from {column.Table}
            where {column.Column} like 'sealed:%' and {column.Column} not like (select 'sealed:' || max(id) || ':%' from platform.data_key)
            limit {Batch} for update
            """, connection, transaction))
        await using (var reader = await select.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                rows.Add((reader.GetGuid(0), reader.GetString(1)));
            }
        }

        await using var update = new NpgsqlCommand($"""
            update {column.Table} t set {column.Column} = n.value from unnest($1, $2, $3) n (id, old, value)
            where t.{column.Row} = n.id and t.{column.Column} = n.old
            """, connection, transaction);
        update.Parameters.Add(new() { Value = rows.Select(r => r.Row).ToArray() });
        update.Parameters.Add(new() { Value = rows.Select(r => r.Old).ToArray() });
        update.Parameters.Add(new() { Value = rows.Select(r => vault.Seal(vault.Open(r.Old, column.Place, r.Row), column.Place, r.Row)).ToArray() });
        await update.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return rows.Count;
    }
}
