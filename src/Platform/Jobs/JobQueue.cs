using System.Text.Json;
using Npgsql;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Jobs;

/// <summary>Adds jobs and tells how they stand. A job added in a unit of work exists only if that unit is saved.</summary>
public sealed class JobQueue(UnitOfWork unit, TimeProvider clock)
{
    /// <summary>Adds a job.</summary>
    /// <returns>Its id, or the id of the one that has the same key.</returns>
    public Task<Guid> Enqueue(NewJob job, Actor by, CancellationToken ct = default) => Enqueue(unit, job, by, clock.GetUtcNow(), ct);

    /// <summary>The jobs of a group, oldest first.</summary>
    public Task<IReadOnlyList<JobView>> InGroup(string group, CancellationToken ct = default) =>
        List("where j.job_group = $1 order by j.created_at, j.id", ct, group);

    /// <summary>The latest jobs, newest first.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<IReadOnlyList<JobView>> Latest(string? state, int limit, CancellationToken ct = default) =>
        List("where ($1 is null or j.state = $1) order by j.created_at desc, j.id limit $2", ct, state, limit);

    /// <summary>One job, or null.</summary>
    public async Task<JobView?> Find(Guid id, CancellationToken ct = default) => (await List("where j.id = $1", ct, id)).SingleOrDefault();

    /// <summary>Lets a parked job try again.</summary>
    /// <exception cref="Refusal"><c>job.not-failed</c></exception>
    public async Task Retry(Guid id, Actor by, CancellationToken ct = default)
    {
        await using var command = unit.Command("""
            update platform.job set state = 'queued', attempts = 0, error = null, run_at = $2, lease_until = null
            where id = $1 and state = 'failed'
            """, id, clock.GetUtcNow());
        if (await command.ExecuteNonQueryAsync(ct) == 0)
        {
            throw new Refusal("job.not-failed");
        }

        unit.Record(Guid.Empty, $"platform.job/{id}", new { state = "queued" });
        await unit.Save(by, "platform.retry-job", ct);
    }

    internal static async Task<Guid> Enqueue(UnitOfWork unit, NewJob job, Actor by, DateTimeOffset now, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        // A key is looked up among everybody's jobs.
        await using var wide = job.Key is null ? null : await unit.AcrossWalls(ct);
        await using var command = unit.Command($"""
            insert into platform.job (id, queue, type, arguments, key, job_group, partner_id, max_attempts, run_at, created_by, created_at)
            values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9, $10, $11)
            {(job.Key is null ? "" : "on conflict (key) do nothing")}
            """,
            id, job.Queue, job.Type, JsonSerializer.Serialize(job.Arguments, job.Arguments.GetType(), JobJson.Options),
            job.Key, job.Group, job.Partner, job.MaxAttempts, job.RunAt ?? now, by.Name, now);
        if (await command.ExecuteNonQueryAsync(ct) == 0)
        {
            await using var find = unit.Command("select id from platform.job where key = $1", job.Key);
            return (Guid)(await find.ExecuteScalarAsync(ct))!;
        }

        await using var notify = unit.Command("select pg_notify('job', '')");
        await notify.ExecuteNonQueryAsync(ct);
        return id;
    }

    private async Task<IReadOnlyList<JobView>> List(string rest, CancellationToken ct, params object?[] values)
    {
        await using var command = unit.Command($"""
            select j.id, j.type, j.queue, j.state, j.done, j.total, j.message, j.error, j.attempts, j.max_attempts, j.created_by,
                j.created_at, j.started_at, j.ended_at, j.job_group
            from platform.job j {rest}
            """);
        foreach (var value in values)
        {
            command.Parameters.Add(value is null
                ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text }
                : new NpgsqlParameter { Value = value });
        }

        var jobs = new List<JobView>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            jobs.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5),
                reader.IsDBNull(6) ? null : reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7),
                reader.GetInt32(8), reader.GetInt32(9), reader.GetString(10), reader.GetFieldValue<DateTimeOffset>(11),
                reader.IsDBNull(12) ? null : reader.GetFieldValue<DateTimeOffset>(12),
                reader.IsDBNull(13) ? null : reader.GetFieldValue<DateTimeOffset>(13),
                reader.IsDBNull(14) ? null : reader.GetString(14)));
        }

        return jobs;
    }
}

/// <summary>A job as people and programs see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Which job.</param>
/// <param name="Queue">Where it waits.</param>
/// <param name="State">queued, running, done or failed (parked after its last attempt).</param>
/// <param name="Done">Steps done.</param>
/// <param name="Total">Steps in all; 0 while unknown.</param>
/// <param name="Message">What it is at.</param>
/// <param name="Error">Why the last attempt failed.</param>
/// <param name="Attempts">Attempts begun.</param>
/// <param name="MaxAttempts">Attempts before it is parked.</param>
/// <param name="CreatedBy">Who caused it.</param>
/// <param name="CreatedAt">When, UTC.</param>
/// <param name="StartedAt">When the last attempt began, UTC.</param>
/// <param name="EndedAt">When it ended, UTC.</param>
/// <param name="Group">The group that it belongs to.</param>
public sealed record JobView(
    Guid Id, string Type, string Queue, string State, long Done, long Total, string? Message, string? Error, int Attempts,
    int MaxAttempts, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? Group);
