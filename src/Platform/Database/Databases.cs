using Npgsql;

namespace PartnerCenter.Platform.Database;

/// <summary>
/// The ways into the database. The program works as a role that owns nothing and is bound by row-level security; the tables belong to
/// another role, which only migrations use.
/// </summary>
public sealed class Databases : IAsyncDisposable
{
    private Databases(string walled, string owner)
    {
        Walled = NpgsqlDataSource.Create(walled);
        Unwalled = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(walled) { Options = "-c reach.all=yes" });
        Owner = owner == walled ? Walled : NpgsqlDataSource.Create(owner);
        Role = new NpgsqlConnectionStringBuilder(walled).Username!;
        (Connection, OwnerConnection) = (walled, owner);
    }

    /// <summary>Sees no company's rows until a <see cref="UnitOfWork"/> says whose it may: requests work here.</summary>
    public NpgsqlDataSource Walled { get; }

    /// <summary>The same role, seeing every company's rows from the start: the job queue, verification, the command line.</summary>
    public NpgsqlDataSource Unwalled { get; }

    /// <summary>The owner of the tables: migrations only.</summary>
    public NpgsqlDataSource Owner { get; }

    internal string Connection { get; }

    internal string OwnerConnection { get; }

    /// <summary>The role that the program works as.</summary>
    public string Role { get; }

    /// <summary>Opens them.</summary>
    /// <param name="connection">How the program connects.</param>
    /// <param name="owner">How migrations connect; null for the same way.</param>
    public static Databases Open(string connection, string? owner = null) => new(connection, owner ?? connection);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Walled.DisposeAsync();
        await Unwalled.DisposeAsync();
        await Owner.DisposeAsync();
    }
}
