using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Rulebook;

/// <summary>
/// The rules in force, by day. Versions are published in the database and never changed: every result keeps the version that decided
/// it. A day before the first version has no answer, and no default is invented.
/// </summary>
public sealed class Rulebook(Databases databases, RuleFiles files, IEnumerable<RuleType> types, TimeProvider clock)
{
    private readonly Dictionary<string, Type> types = types.ToDictionary(type => type.Name, type => type.Terms);
    private Dictionary<string, List<RuleVersion>> versions = [];

    /// <summary>Every version of every rule, by rule and day.</summary>
    public IEnumerable<RuleVersion> All => versions.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value);

    /// <summary>Publishes the versions that stand in policy files and not yet in the database, then reads all that are published.</summary>
    /// <param name="folder">The folder <c>policies/</c>.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The versions published just now, as <c>rule version</c>.</returns>
    /// <exception cref="PolicyProblems">A file cannot be used, or it changes a version that is published already.</exception>
    public async Task<IReadOnlyList<string>> Load(string folder, CancellationToken ct = default)
    {
        var read = files.Read(folder);
        var published = new List<string>();
        await using var connection = await databases.Unwalled.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var alone = new NpgsqlCommand("select pg_advisory_xact_lock(7203)", connection))
        {
            await alone.ExecuteNonQueryAsync(ct);
        }

        var known = await Published(connection, ct);
        foreach (var version in read)
        {
            var same = known.Find(k => k.Rule == version.Rule && k.Version == version.Version);
            if (same is null)
            {
                await Publish(connection, version, ct);
                published.Add($"{version.Rule} {version.Version}");
            }
            else if (!Same(same.Json, version.Json) || same.From != version.From)
            {
                throw new PolicyProblems([$"{version.Rule.Replace('.', '/')}.json: $.versions[version = {version.Version}]: "
                    + "this version is published and cannot change; add a version with a later date"]);
            }
        }

        await transaction.CommitAsync(ct);
        await Refresh(connection, ct);
        return published;
    }

    /// <summary>Reads what was published since, by this process or another.</summary>
    public async Task Refresh(CancellationToken ct = default)
    {
        await using var connection = await databases.Unwalled.OpenConnectionAsync(ct);
        await Refresh(connection, ct);
    }

    /// <summary>The terms of a rule in force on a day.</summary>
    /// <param name="rule">Its name.</param>
    /// <param name="day">The deciding day at GMT+08:00.</param>
    /// <exception cref="Refusal"><c>rule.none-in-force</c>: the day is before the first version.</exception>
    public Dated<TTerms> On<TTerms>(string rule, DateOnly day)
        where TTerms : class, ITerms
    {
        var version = versions.GetValueOrDefault(rule)?.FindLast(v => v.From <= day) ?? throw new Refusal("rule.none-in-force", rule, day);
        return new(version.Version, version.From, (TTerms)version.Terms);
    }

    /// <summary>The terms of a version that decided something earlier.</summary>
    public TTerms Version<TTerms>(string rule, string version)
        where TTerms : class, ITerms => (TTerms)versions[rule].Single(v => v.Version == version).Terms;

    private async Task Refresh(NpgsqlConnection connection, CancellationToken ct) =>
        versions = (await Published(connection, ct)).GroupBy(version => version.Rule)
            .ToDictionary(group => group.Key, group => group.OrderBy(version => version.From).ToList());

    /// <summary>The database keeps objects in an order of its own.</summary>
    private static bool Same(string one, string other) => JsonNode.DeepEquals(JsonNode.Parse(one), JsonNode.Parse(other));

    private async Task Publish(NpgsqlConnection connection, RuleVersion version, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand(
            "insert into platform.rule_version values ($1, $2, $3, $4::jsonb, $5, 'policies/', $6)", connection);
        foreach (var value in new object[] { version.Rule, version.Version, version.From, version.Json, version.Source, clock.GetUtcNow() })
        {
            insert.Parameters.Add(new() { Value = value });
        }

        await insert.ExecuteNonQueryAsync(ct);
    }

    private async Task<List<RuleVersion>> Published(NpgsqlConnection connection, CancellationToken ct)
    {
        var found = new List<RuleVersion>();
        await using var command = new NpgsqlCommand("select rule, version, from_on, source, terms::text from platform.rule_version", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (types.TryGetValue(reader.GetString(0), out var type))
            {
                var terms = (ITerms)JsonSerializer.Deserialize(reader.GetString(4), type, RuleFiles.Json)!;
                found.Add(new(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateOnly>(2), reader.GetString(3),
                    JsonSerializer.Serialize(terms, type, RuleFiles.Json), terms));
            }
        }

        return found;
    }
}
