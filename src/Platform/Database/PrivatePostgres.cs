using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PartnerCenter.Platform.Database;

/// <summary>
/// A PostgreSQL of the product's own, for a start without any set-up: its data lies in one folder, it listens on a unix socket only,
/// and the last process that uses it stops it. PostgreSQL refuses to run as root; then it runs as a system user.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const string Owner = "partner_center";
    private const string Role = "partner_center_app";
    private readonly string bin;
    private readonly string folder;
    private readonly string sockets;
    private readonly string? runAs;
    private readonly string seat;

    private PrivatePostgres(string bin, string folder)
    {
        this.bin = bin;
        this.folder = folder;
        runAs = Environment.UserName == "root" ? SystemUser() : null;
        sockets = $"/tmp/pc-pg-{Environment.UserName}-{Hash(folder)}";
        seat = Path.Combine(folder, "users", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Starts the server of a folder, or attaches to the one that runs there.</summary>
    /// <param name="folder">Where its data lies or shall lie.</param>
    /// <param name="programs">A folder with initdb and pg_ctl to use before any other; null to look in the usual places.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">No PostgreSQL programs of the data's major version; the message says what to do.</exception>
    public static async Task<PrivatePostgres> Start(string folder, string? programs = null, CancellationToken ct = default)
    {
        folder = Reachable(Path.GetFullPath(folder));
        Directory.CreateDirectory(folder);
        var server = new PrivatePostgres(Programs(Path.Combine(folder, "data"), programs), folder);
        await using (await server.Lock(ct))
        {
            await server.Prepare(ct);
            if (!await server.IsRunning(ct))
            {
                await server.StartServer(ct);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(server.seat)!);
            await File.WriteAllTextAsync(server.seat, "", ct);
        }

        return server;
    }

    /// <summary>How the program connects to one of its databases: as a role that row-level security binds.</summary>
    public string ConnectionString(string database) => ConnectionString(database, Role);

    /// <summary>How migrations connect.</summary>
    public string OwnerConnectionString(string database) => ConnectionString(database, Owner);

    /// <summary>Creates a database unless it exists.</summary>
    /// <param name="database">Its name.</param>
    /// <param name="template">The database to copy, which nobody may be connected to.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task CreateDatabase(string database, string template = "template0", CancellationToken ct = default)
    {
        await using var connection = new Npgsql.NpgsqlConnection(OwnerConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var role = new Npgsql.NpgsqlCommand(
            $"do $$ begin create role {Role} login; exception when duplicate_object then null; end $$", connection);
        await role.ExecuteNonQueryAsync(ct);
        await using var exists = new Npgsql.NpgsqlCommand("select 1 from pg_database where datname = $1", connection);
        exists.Parameters.Add(new() { Value = database });
        if (await exists.ExecuteScalarAsync(ct) is null)
        {
            // C.UTF-8, not C: under C the trigram index finds no Chinese.
            var locale = template == "template0" ? "encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'" : "";
            await using var create = new Npgsql.NpgsqlCommand($"""create database "{database}" template "{template}" {locale}""", connection);
            await create.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Gives up its seat; the last one out stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        await using (await Lock(CancellationToken.None))
        {
            File.Delete(seat);
            if (!Directory.EnumerateFiles(Path.GetDirectoryName(seat)!).Any(IsAlive))
            {
                await Run("pg_ctl", ["stop", "-D", Data, "-m", "fast", "-w"], CancellationToken.None, mayFail: true);
            }
        }
    }

    private string ConnectionString(string database, string role) =>
        $"Host={sockets};Username={role};Database={database};Maximum Pool Size=40;Timeout=15;No Reset On Close=true;Max Auto Prepare=100";

    private string Data => Path.Combine(folder, "data");

    private async Task Prepare(CancellationToken ct)
    {
        Directory.CreateDirectory(sockets);
        File.SetUnixFileMode(sockets, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (File.Exists(Path.Combine(Data, "PG_VERSION")))
        {
            await Own(sockets, ct);
            return;
        }

        Directory.CreateDirectory(Data);
        await Own(Data, ct);
        await Own(sockets, ct);
        await Run("initdb", ["-D", Data, "-U", Owner, "-A", "trust", "--encoding=UTF8", "--lc-collate=C", "--lc-ctype=C.UTF-8", "--no-instructions"], ct);
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), $"""

            listen_addresses = ''
            unix_socket_directories = '{sockets}'
            unix_socket_permissions = 0700
            max_connections = 200
            shared_buffers = 256MB
            max_wal_size = 2GB
            """, ct);
    }

    private async Task StartServer(CancellationToken ct)
    {
        // Right after a crash, orphaned backends may hold the old server's memory for a moment.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Run("pg_ctl", ["start", "-D", Data, "-w", "-t", "60", "-l", Path.Combine(Data, "server.log")], ct);
                return;
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), ct);
            }
        }
    }

    private async Task<bool> IsRunning(CancellationToken ct) =>
        await Run("pg_ctl", ["status", "-D", Data], ct, mayFail: true) == 0;

    private Task Own(string path, CancellationToken ct) =>
        runAs is null ? Task.CompletedTask : Run("/bin/chown", ["-R", runAs, path], ct, asRoot: true);

    private async Task<FileStream> Lock(CancellationToken ct)
    {
        for (; ; )
        {
            try
            {
                return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(100, ct);
            }
        }
    }

    private async Task<int> Run(string program, string[] arguments, CancellationToken ct, bool mayFail = false, bool asRoot = false)
    {
        var start = new ProcessStartInfo(Path.IsPathRooted(program) ? program : Path.Combine(bin, program), arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        if (runAs is not null && !asRoot)
        {
            start.UserName = runAs;
        }

        using var process = Process.Start(start)!;
        // The server inherits the pipes and keeps them open, so that reading to their end would wait for it to stop.
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        while (!process.HasExited)
        {
            await Task.Delay(20, ct);
        }

        if (process.ExitCode != 0 && !mayFail)
        {
            throw new InvalidOperationException($"{program} failed ({process.ExitCode}): {error.ToString().Trim()}. See {Data}/server.log");
        }

        return process.ExitCode;
    }

    private static string Programs(string data, string? given)
    {
        var versionFile = Path.Combine(data, "PG_VERSION");
        var major = File.Exists(versionFile) ? File.ReadAllText(versionFile).Trim() : null;
        var places = new[] { given, Environment.GetEnvironmentVariable("PC_POSTGRES_BIN") }
            .Concat(Directory.Exists("/usr/lib/postgresql")
                ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))
                : [])
            .OfType<string>()
            .Where(place => File.Exists(Path.Combine(place, "initdb")) && File.Exists(Path.Combine(place, "pg_ctl")))
            .ToList();
        var fitting = places.FirstOrDefault(place => major is null || Major(place) == major);
        return fitting ?? throw new InvalidOperationException(major is null
            ? "No PostgreSQL programs (initdb, pg_ctl) found. Install PostgreSQL 15 or later (Debian: apt-get install postgresql), "
                + "set PC_POSTGRES_BIN to their folder, or set ConnectionStrings__Default to a running server."
            : $"The data in {data} is of PostgreSQL {major}, whose programs are not here. Found: {string.Join(", ", places)}. "
                + "Install that version, or set PC_POSTGRES_BIN to its folder.");
    }

    private static string Major(string place)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(place, "initdb"), "--version") { RedirectStandardOutput = true })!;
        var version = process.StandardOutput.ReadToEnd().Split(' ')[2];
        process.WaitForExit();
        return version.Split('.')[0].Trim();
    }

    private static string SystemUser() =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    /// <summary>A folder below one that other users may not enter is of no use to the system user.</summary>
    private static string Reachable(string folder)
    {
        if (Environment.UserName != "root")
        {
            return folder;
        }

        for (var parent = Path.GetDirectoryName(folder); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (Directory.Exists(parent) && !File.GetUnixFileMode(parent).HasFlag(UnixFileMode.OtherExecute))
            {
                return $"/var/lib/partner-center/{Hash(folder)}";
            }
        }

        return folder;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private static bool IsAlive(string seat)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(Path.GetFileName(seat), CultureInfo.InvariantCulture));
            return true;
        }
        catch (ArgumentException)
        {
            File.Delete(seat);
            return false;
        }
        catch (Win32Exception)
        {
            return true;
        }
    }
}
