using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace PartnerCenter.Platform.Database;

/// <summary>
/// Brings the database to the shape this program expects: every module's SQL files, in the order of the modules and of their
/// numbers, each once, in one transaction, under a lock that several starting processes share. A file never changes once it ran;
/// a database that is ahead of the program is refused.
/// </summary>
public sealed class Migrator(Databases databases, IReadOnlyList<Module> modules, TimeProvider clock)
{
    /// <summary>Runs what has not run yet.</summary>
    /// <returns>The files that ran, as <c>schema/0001-name</c>.</returns>
    /// <exception cref="InvalidOperationException">A file that ran has changed, or the database knows files that this program lacks.</exception>
    public async Task<IReadOnlyList<string>> Run(CancellationToken ct = default)
    {
        await using var connection = await databases.Owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Execute(connection, "select pg_advisory_xact_lock(7202)", ct);
        await Execute(connection, """
            create schema if not exists platform;
            create table if not exists platform.migration (file text primary key, sha256 text not null, ran_at timestamptz not null);
            """, ct);

        var ran = await Ran(connection, ct);
        var files = Files().ToList();
        var unknown = ran.Keys.Except(files.Select(file => file.Name)).ToList();
        if (unknown.Count > 0)
        {
            throw new InvalidOperationException($"The database is newer than this program: it ran {string.Join(", ", unknown)}.");
        }

        var now = new List<string>();
        foreach (var (name, sql) in files)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
            if (ran.TryGetValue(name, out var known))
            {
                if (known != hash)
                {
                    throw new InvalidOperationException($"{name} has changed since it ran here: add a new file instead.");
                }

                continue;
            }

            await Execute(connection, sql, ct);
            await Execute(connection, "insert into platform.migration values ($1, $2, $3)", ct, name, hash, clock.GetUtcNow());
            now.Add(name);
        }

        if (databases.Owner != databases.Walled)
        {
            await Execute(connection, "select platform.admit($1)", ct, databases.Role);
        }

        await transaction.CommitAsync(ct);
        await Check(ct);
        return now;
    }

    /// <summary>Row-level security does not bind a superuser: such a role must not be the one that the program works as.</summary>
    private async Task Check(CancellationToken ct)
    {
        await using var command = databases.Walled.CreateCommand(
            "select rolsuper or rolbypassrls from pg_roles where rolname = current_user");
        if ((bool)(await command.ExecuteScalarAsync(ct))!)
        {
            throw new InvalidOperationException(
                $"The database role {databases.Role} passes row-level security. Let ConnectionStrings__Default name an ordinary role, "
                + "and ConnectionStrings__Owner the one that owns the tables.");
        }
    }

    private IEnumerable<(string Name, string Sql)> Files() =>
        new[] { ("platform", typeof(Migrator).Assembly) }
            .Concat(modules.Select(module => (module.Name, module.GetType().Assembly)))
            .SelectMany(module => Files(module.Item1, module.Item2));

    private static IEnumerable<(string Name, string Sql)> Files(string schema, Assembly assembly)
    {
        const string folder = ".Persistence.";
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[(resource.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..^4];
            yield return ($"{schema}/{name}", reader.ReadToEnd());
        }
    }

    private static async Task<Dictionary<string, string>> Ran(NpgsqlConnection connection, CancellationToken ct)
    {
        var ran = new Dictionary<string, string>();
        await using var command = new NpgsqlCommand("select file, sha256 from platform.migration", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            ran.Add(reader.GetString(0), reader.GetString(1));
        }

        return ran;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(ct);
    }
}
