using System.Text.Json;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Tests.Walls;

/// <summary>Everything that the database keeps of a partner: the ids that an attacker might guess, and the words that must not reach it.</summary>
public sealed class Victim
{
    private const int PerColumn = 3;
    private readonly HashSet<string> texts = [];
    private readonly Dictionary<string, int> taken = [];

    public required Guid Partner { get; init; }

    /// <summary>Ids of its rows: some of every column of every table.</summary>
    public HashSet<Guid> Ids { get; } = [];

    /// <summary>Numbers and other names of its things.</summary>
    public HashSet<string> Numbers { get; } = [];

    /// <summary>Texts that stand in its rows and in nobody else's.</summary>
    public IReadOnlyCollection<string> Canaries { get; private set; } = [];

    /// <summary>What its distributor knows of it, if it is a reseller: name and code, and its customers by name and number (R12.2.1, R12.3.11).</summary>
    public IReadOnlyList<string> AsReseller { get; private set; } = [];

    /// <summary>The victim, harvested from every table that is behind the wall.</summary>
    public static async Task<Victim> Of(Databases databases, Guid partner)
    {
        var victim = new Victim { Partner = partner };
        foreach (var (table, condition) in await Tables(databases))
        {
            await foreach (var row in Rows(databases, $"select row_to_json(t) from {table} t where {condition.Replace("$1", $"'{partner}'", StringComparison.Ordinal)}"))
            {
                victim.Take(table, row);
            }
        }

        var others = new HashSet<string>();
        foreach (var (table, condition) in await Tables(databases))
        {
            await foreach (var row in Rows(databases, $"select row_to_json(t) from {table} t where ({condition.Replace("$1", $"'{partner}'", StringComparison.Ordinal)}) is not true"))
            {
                Texts(row, others);
            }
        }

        victim.Canaries = [.. victim.texts.Where(text => text.Length >= 6 && !others.Contains(text) && !text.All(c => char.IsAsciiLetter(c) || c is '.' or '-' or ' ' or '/'))];
        await foreach (var row in Rows(databases, $"select json_build_array(company_name, reseller_code) from programs.membership where partner_id = '{partner}' and distributor_id is not null"))
        {
            victim.AsReseller = [.. row.EnumerateArray().Select(text => text.GetString()!)];
        }

        if (victim.AsReseller.Count > 0)
        {
            await foreach (var row in Rows(databases, $"select json_build_array(number, name) from customers.pub_association where partner_id = '{partner}'"))
            {
                victim.AsReseller = [.. victim.AsReseller, .. row.EnumerateArray().Select(text => text.GetString()!)];
            }
        }

        return victim;
    }

    /// <summary>One hash over all rows of the partner: what an attack must not change.</summary>
    public static async Task<string> Fingerprint(Databases databases, Guid partner)
    {
        var parts = new List<string>();
        foreach (var (table, condition) in (await Tables(databases)).Where(t => t.Table is not "platform.audit" and not "identity.account"))
        {
            await foreach (var hash in Rows(databases, $"""
                select to_json(coalesce(md5(string_agg(t::text, '|' order by t::text)), '')) from {table} t
                where {condition.Replace("$1", $"'{partner}'", StringComparison.Ordinal)}
                """))
            {
                parts.Add($"{table}:{hash}");
            }
        }

        return string.Join('\n', parts);
    }

    /// <summary>Tables with the condition that picks a partner's rows ($1).</summary>
    private static async Task<List<(string Table, string Condition)>> Tables(Databases databases)
    {
        var found = new List<(string, string)>
        {
            ("network.partner", "id = $1"),
            ("customers.customer", "exists (select from customers.association a where a.customer_id = t.id and a.partner_id = $1 and a.to_at is null)"),
            ("platform.notification", "account_id in (select id from identity.account where partner_id = $1)"),
        };
        await foreach (var row in Rows(databases, """
            select to_json(c.table_schema || '.' || c.table_name || '|' || c.column_name) from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where t.table_type = 'BASE TABLE' and c.column_name in ('partner_id', 'tenant') and c.table_schema !~ '^pg_'
            """))
        {
            var parts = row.GetString()!.Split('|');
            found.Add((parts[0], $"{parts[1]} = $1"));
        }

        return found;
    }

    private static async IAsyncEnumerable<JsonElement> Rows(Databases databases, string sql)
    {
        await using var command = databases.Owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            yield return JsonDocument.Parse(reader.GetString(0)).RootElement;
        }
    }

    private void Take(string table, JsonElement element)
    {
        Texts(element, texts);
        foreach (var property in element.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String))
        {
            if (property.Value.TryGetGuid(out var id))
            {
                var column = $"{table}.{property.Name}";
                taken[column] = taken.GetValueOrDefault(column) + (taken.GetValueOrDefault(column) < PerColumn && Ids.Add(id) ? 1 : 0);
            }
            else if (property.Name is "number" or "key" or "contract_number" or "month" or "period")
            {
                Numbers.Add(property.Value.GetString()!);
            }
        }
    }

    private static void Texts(JsonElement element, HashSet<string> into)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                // What everybody reads in the catalogue is nobody's secret.
                foreach (var property in element.EnumerateObject().Where(p => p.Name is not "product" and not "product_zh" and not "product_en" and not "service"))
                {
                    Texts(property.Value, into);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Texts(item, into);
                }

                break;
            case JsonValueKind.String when !element.TryGetGuid(out _) && !element.TryGetDateTimeOffset(out _):
                into.Add(element.GetString()!);
                break;
        }
    }
}
