using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Platform.Database;

/// <summary>
/// One connection and one transaction for everything that a use case touches, whichever modules it belongs to. Reads see one
/// transaction; <see cref="Save"/> writes rows, handlers' rows, audit and outbox together, or nothing.
/// </summary>
public sealed class UnitOfWork(Databases databases, EventDispatcher dispatcher, TimeProvider clock) : IAsyncDisposable, IDisposable
{
    // The SQL states of platform.refuse and platform.done_before.
    private const string Refused = "PC001";
    private const string DoneBefore = "PC002";

    private readonly List<ModuleDb> contexts = [];
    private readonly Queue<IEvent> events = new();
    private readonly List<AuditFact> facts = [];
    private readonly List<NpgsqlBatchCommand> last = [];
    private readonly List<Refusal> refusals = [];
    private NpgsqlConnection? connection;
    private NpgsqlTransaction? transaction;
    private bool ended;

    /// <summary>Whose rows this unit can see and write.</summary>
    public Reach Reach { get; private set; } = Reach.Nothing;

    /// <summary>The open connection, inside the transaction.</summary>
    public NpgsqlConnection Connection
    {
        get
        {
            OpenNow();
            return connection!;
        }
    }

    /// <summary>The transaction that <see cref="Save"/> commits.</summary>
    public NpgsqlTransaction Transaction
    {
        get
        {
            OpenNow();
            return transaction!;
        }
    }

    /// <summary>
    /// Says whose rows this unit can see and write, and opens the connection without holding a thread. Whoever starts a unit (a
    /// request, a job) does so first; a unit that nobody opened sees nobody's rows.
    /// </summary>
    public async Task Open(Reach reach, CancellationToken ct = default)
    {
        ObjectDisposedException.ThrowIf(ended, this);
        Reach = reach;
        connection ??= await databases.Walled.OpenConnectionAsync(ct);
        transaction ??= await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        await using var apply = Applying();
        await apply.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Lets the statements until the end of the block see every company's rows: for the few questions that cross the walls on purpose,
    /// such as whether anybody has this e-mail address.
    /// </summary>
    public async Task<IAsyncDisposable> AcrossWalls(CancellationToken ct = default)
    {
        var before = Reach;
        if (!before.All || transaction is null)
        {
            await Open(Reach.Everything, ct);
        }

        return new Crossing(this, before);
    }

    /// <summary>Tells the other modules, in this transaction and after it, once <see cref="Save"/> is called.</summary>
    public void Publish(IEvent happened) => events.Enqueue(happened);

    /// <summary>Puts a change that EF Core does not see (plain SQL) into the audit trail of the next <see cref="Save"/>.</summary>
    /// <param name="tenant">The partner concerned; <see cref="Guid.Empty"/> for the vendor's own.</param>
    /// <param name="subject">What was changed, as <c>schema.table/id</c>.</param>
    /// <param name="change">Its new values, written as JSON.</param>
    public void Record(Guid tenant, string subject, object change) => facts.Add(AuditFact.Of(tenant, subject, change));

    /// <summary>A command on the shared connection and transaction.</summary>
    public NpgsqlCommand Command(string sql, params object?[] values)
    {
        var command = new NpgsqlCommand(sql, Connection, Transaction);
        Fill(command.Parameters, values);
        return command;
    }

    /// <summary>Waits until nobody else does the same until the end of the transaction: two at once would both find nothing done yet.</summary>
    /// <param name="what">What, in words that are this thing's alone.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task InTurn(string what, CancellationToken ct = default)
    {
        await using var command = Command("select pg_advisory_xact_lock(hashtextextended($1, 1))", what);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Adds a statement that travels with the commit of the next <see cref="Save"/>: what it locks, it locks for no round trip. It may
    /// call <c>platform.refuse</c> or <c>platform.done_before</c>; then nothing of this unit is saved.
    /// </summary>
    /// <param name="no">The refusals that it may give the code of.</param>
    /// <param name="sql">The statement; its result is not read.</param>
    /// <param name="values">Its parameters.</param>
    public void AtCommit(IEnumerable<Refusal> no, string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        Fill(command.Parameters, values);
        last.Add(command);
        refusals.AddRange(no);
    }

    /// <summary>
    /// Commits everything changed and published in this unit, with one audit record per tenant. A command that was done before, as a
    /// statement of <see cref="AtCommit"/> may find, is done: nothing is saved again.
    /// </summary>
    /// <param name="by">Who did it.</param>
    /// <param name="action">What was done, such as <c>funds.allocate</c>.</param>
    /// <param name="ct">Stops waiting; nothing is saved then.</param>
    /// <exception cref="Refusal">A statement of <see cref="AtCommit"/> refused; everything is forgotten.</exception>
    public async Task Save(Actor by, string action, CancellationToken ct = default)
    {
        do
        {
            // What handlers publish in turn is heard in the next round, so that whoever hears of a row can read it.
            await Flush(ct);
            for (var round = events.Count; round > 0; round--)
            {
                var happened = events.Dequeue();
                await dispatcher.HandleNow(happened, ct);
                await dispatcher.EnqueueLater(this, happened, clock.GetUtcNow(), ct);
            }
        }
        while (events.Count > 0 || contexts.Any(context => context.ChangeTracker.HasChanges()));

        try
        {
            await Commit(AuditTrail.Appending(by, action, facts, clock.GetUtcNow()), ct);
        }
        catch (PostgresException no) when (no.SqlState is Refused or DoneBefore)
        {
            var refusal = no.SqlState == Refused ? refusals.First(refusal => refusal.Code == no.MessageText) : null;
            await Forget(ct);
            if (refusal is not null)
            {
                throw refusal;
            }

            return;
        }

        Clear();
        await Leave(ct);
    }

    /// <summary>Throws away everything since the last <see cref="Save"/>, as the preview of a dangerous change does.</summary>
    public async Task Forget(CancellationToken ct = default)
    {
        Clear();
        contexts.ForEach(context => context.ChangeTracker.Clear());
        if (transaction is not null)
        {
            await transaction.RollbackAsync(ct);
            await Leave(ct);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        ended = true;
        try
        {
            if (transaction is not null)
            {
                await transaction.DisposeAsync();
            }
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ended = true;
        transaction?.Dispose();
        connection?.Dispose();
    }

    internal void Enlist(ModuleDb context) => contexts.Add(context);

    /// <summary>Begins the next transaction if the last one has ended.</summary>
    internal Task Begin(CancellationToken ct) => transaction is null ? Open(Reach, ct) : Task.CompletedTask;

    private void Clear()
    {
        events.Clear();
        facts.Clear();
        last.Clear();
        refusals.Clear();
    }

    /// <summary>Everything that is saved together is written in one transaction, also when an earlier one has ended in this unit.</summary>
    private async Task Flush(CancellationToken ct)
    {
        foreach (var context in contexts.Where(context => context.ChangeTracker.HasChanges()).ToList())
        {
            if (context.Database.CurrentTransaction is null)
            {
                await context.Database.UseTransactionAsync(Transaction, ct);
            }

            facts.AddRange(AuditFact.Of(context.ChangeTracker));
            await context.Flush(ct);
        }
    }

    /// <summary>Last statements, audit and commit in one round trip: what they lock is locked for no longer than it must be.</summary>
    private async Task Commit(IEnumerable<NpgsqlBatchCommand> audit, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(Connection, Transaction);
        foreach (var command in last.Concat(audit).Append(new NpgsqlBatchCommand("commit")))
        {
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    private static void Fill(NpgsqlParameterCollection parameters, object?[] values)
    {
        foreach (var value in values)
        {
            parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }
    }

    private void OpenNow()
    {
        ObjectDisposedException.ThrowIf(ended, this);
        connection ??= databases.Walled.OpenConnection();
        if (transaction is null)
        {
            transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
            using var apply = Applying();
            apply.ExecuteNonQuery();
        }
    }

    /// <summary>For this transaction only: the connection goes back to the pool knowing nothing.</summary>
    private NpgsqlCommand Applying() => new(
        "select set_config('reach.all', $1, true), set_config('reach.partners', $2, true), set_config('reach.customer', $3, true), set_config('reach.account', $4, true)",
        connection, transaction)
    {
        Parameters =
        {
            new() { Value = Reach.All ? "yes" : "" },
            new() { Value = Reach.Partners.Count == 0 ? "" : $"{{{string.Join(',', Reach.Partners)}}}" },
            new() { Value = Reach.Customer?.ToString() ?? "" },
            new() { Value = Reach.Account?.ToString() ?? "" },
        },
    };

    /// <summary>After its end a transaction is let go; the next one begins when something is read or written again.</summary>
    private async Task Leave(CancellationToken ct)
    {
        foreach (var context in contexts)
        {
            await context.Database.UseTransactionAsync(null, ct);
        }

        await transaction!.DisposeAsync();
        transaction = null;
    }

    /// <summary>Ends a time across the walls; a unit whose transaction has ended meanwhile needs no telling.</summary>
    private sealed class Crossing(UnitOfWork unit, Reach before) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            unit.Reach = before;
            if (!before.All && unit.transaction is not null)
            {
                await unit.Open(before);
            }
        }
    }
}
