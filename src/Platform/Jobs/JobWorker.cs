using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.Platform.Jobs;

/// <summary>
/// Takes jobs and runs them. Any number of processes may do so at once: a job is locked while it is taken, leased while it runs, and
/// free again when the lease of a dead process ends.
/// </summary>
public sealed class JobWorker(
    Databases databases, IServiceScopeFactory scopes, IEnumerable<JobType> types, TimeProvider clock, MachineClock machine, IConfiguration configuration,
    ILogger<JobWorker> log)
{
    /// <summary>How long a job stays with a process that no longer answers.</summary>
    private readonly TimeSpan lease = TimeSpan.FromSeconds(configuration.GetValue("Jobs:LeaseSeconds", 20));
    private readonly Dictionary<string, JobType> types = types.ToDictionary(type => type.Type);

    /// <summary>Runs the next job that is due, if any.</summary>
    /// <param name="group">Only jobs of this group; null for any.</param>
    /// <param name="ct">Stops the job; it becomes free for others when its lease ends.</param>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RunOne(string? group = null, CancellationToken ct = default)
    {
        var taken = await Take(group, ct);
        if (taken is not { } job)
        {
            return false;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var heartbeat = KeepLease(job.Id, job.Attempt, stop);
        string? error = null;
        var hopeless = false;
        try
        {
            await using var scope = await scopes.OpenUnit(Reach.Everything, stop.Token);
            await types[job.Type].Run(scope.ServiceProvider, job.Arguments, new JobProgress(databases, job.Id, clock), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return true;
        }
#pragma warning disable CA1031 // Whatever a job throws is its answer: it is kept with the job, and tried again or parked.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            log.LogWarning(failure, "Job {Type} {Id} failed, attempt {Attempt}", job.Type, job.Id, job.Attempt);
            error = failure is Refusal or PermanentFailure ? failure.Message : failure.ToString();
            hopeless = failure is PermanentFailure;
        }

        await stop.CancelAsync();
        await heartbeat;
        await Finish(job, error, hopeless, CancellationToken.None);
        return true;
    }

    /// <summary>Runs jobs until none is due, as tests and the command line do.</summary>
    public async Task RunAll(string? group = null, CancellationToken ct = default)
    {
        while (await RunOne(group, ct))
        {
        }
    }

    private async Task<TakenJob?> Take(string? group, CancellationToken ct)
    {
        await using var command = databases.Unwalled.CreateCommand("""
            update platform.job set state = 'running', attempts = attempts + 1, lease_until = $5 + $2, started_at = $1, error = null
            where id = (
                select id from platform.job
                where (state = 'queued' and run_at <= $1 or state = 'running' and lease_until < $5)
                    and ($3::text is null or job_group = $3) and type = any ($4)
                order by run_at, id
                for update skip locked
                limit 1)
            returning id, type, arguments::text, attempts, max_attempts
            """);
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.Add(new() { Value = lease });
        command.Parameters.Add(new() { Value = (object?)group ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = types.Keys.ToArray() });
        command.Parameters.Add(new() { Value = machine.Now });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt32(4))
            : null;
    }

    /// <summary>Renews the lease; when the job was taken by somebody else, stops it here.</summary>
    private async Task KeepLease(Guid id, int attempt, CancellationTokenSource stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await Task.Delay(lease / 4, machine.Provider, stop.Token);
                if (!await RenewLease(id, attempt, stop.Token))
                {
                    await stop.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The job has ended.
        }
    }

    private async Task<bool> RenewLease(Guid id, int attempt, CancellationToken ct)
    {
        try
        {
            await using var command = databases.Unwalled.CreateCommand(
                "update platform.job set lease_until = $3 where id = $1 and attempts = $2 and state = 'running'");
            command.Parameters.Add(new() { Value = id });
            command.Parameters.Add(new() { Value = attempt });
            command.Parameters.Add(new() { Value = machine.Now + lease });
            return await command.ExecuteNonQueryAsync(ct) > 0;
        }
        catch (NpgsqlException away)
        {
            // A database that is away for a moment does not take the job from us; the next renewal tells.
            log.LogWarning(away, "The lease of job {Id} could not be renewed", id);
            return true;
        }
    }

    private async Task Finish(TakenJob job, string? error, bool hopeless, CancellationToken ct)
    {
        var parked = error is not null && (hopeless || job.Attempt >= job.MaxAttempts);
        await using var command = databases.Unwalled.CreateCommand("""
            update platform.job set state = $3, error = $4, ended_at = case when $3 = 'queued' then null else $5 end, run_at = case when $3 = 'queued' then $6 else run_at end,
                lease_until = null, done = case when $3 = 'done' then greatest(total, 1) else done end,
                total = case when $3 = 'done' then greatest(total, 1) else total end
            where id = $1 and attempts = $2
            """);
        var now = clock.GetUtcNow();
        command.Parameters.Add(new() { Value = job.Id });
        command.Parameters.Add(new() { Value = job.Attempt });
        command.Parameters.Add(new() { Value = error is null ? "done" : parked ? "failed" : "queued" });
        command.Parameters.Add(new() { Value = (object?)error ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = now + TimeSpan.FromSeconds(Math.Min(300, 1 << Math.Min(job.Attempt, 8))) });
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed record TakenJob(Guid Id, string Type, string Arguments, int Attempt, int MaxAttempts);
}
