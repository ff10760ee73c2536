using Cronos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Platform.Jobs;

/// <summary>The workers of a process, and the clock that starts scheduled jobs.</summary>
internal sealed class JobService(
    JobWorker worker, IServiceScopeFactory scopes, IReadOnlyList<Module> modules, Databases databases, TimeProvider clock,
    IConfiguration configuration, Rulebook.Rulebook rulebook, ILogger<JobService> log) : BackgroundService
{
    private readonly SemaphoreSlim wake = new(0);

    /// <summary>What the clock starts: the modules' jobs and Platform's own; the setting Schedules:NAME moves one to other times.</summary>
    private readonly List<ScheduledJob> schedule =
    [
        .. modules.SelectMany(module => module.Schedule).Append(new(ExpireReviews.Type, "5 0 * * *", ExpireReviews.Type))
            .Append(new(AuditAnchors.Type, "15 0 * * *", AuditAnchors.Type))
            .Select(job => job with { Cron = configuration[$"Schedules:{job.Name}"] ?? job.Cron }),
    ];

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var workers = configuration.GetValue("Jobs:Workers", 2);
        return Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Forever(Work, stoppingToken))
            .Append(Forever(Listen, stoppingToken))
            .Append(Forever(Tick, stoppingToken)));
    }

    public override void Dispose()
    {
        wake.Dispose();
        base.Dispose();
    }

    private async Task Work(CancellationToken ct)
    {
        if (!await worker.RunOne(null, ct))
        {
            await wake.WaitAsync(TimeSpan.FromSeconds(2), ct);
        }
    }

    private async Task Listen(CancellationToken ct)
    {
        await using var connection = await databases.Unwalled.OpenConnectionAsync(ct);
        connection.Notification += (_, _) => wake.Release();
        await using var listen = new NpgsqlCommand("listen job", connection);
        await listen.ExecuteNonQueryAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            await connection.WaitAsync(ct);
        }
    }

    /// <summary>Enqueues what came due in the last hour; the key of an occurrence lets it in once.</summary>
    private async Task Tick(CancellationToken ct)
    {
        await using (var scope = await scopes.OpenUnit(Reach.Everything, ct))
        {
            var now = clock.GetUtcNow();
            var unit = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
            var due = schedule.SelectMany(job => Due(job, now)).ToList();
            foreach (var (job, at) in due)
            {
                var key = $"schedule:{job.Name}:{at:yyyyMMddHHmm}";
                await JobQueue.Enqueue(unit, new NewJob(job.Type, new Occurrence(at)) { Key = key }, Actor.System, now, ct);
            }

            if (due.Count > 0)
            {
                await unit.Save(Actor.System, "platform.schedule", ct);
            }
        }

        await rulebook.Refresh(ct);
        await Task.Delay(TimeSpan.FromSeconds(30), clock, ct);
    }

    private static IEnumerable<(ScheduledJob Job, DateTimeOffset At)> Due(ScheduledJob job, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("GMT+08:00", BusinessDay.Offset, null, null);
        return CronExpression.Parse(job.Cron).GetOccurrences(now.AddHours(-1), now, zone, toInclusive: true).Select(at => (job, at));
    }

    private async Task Forever(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A database that is away for a moment must not end the workers.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                log.LogError(failure, "A worker failed and goes on");
                await Task.Delay(TimeSpan.FromSeconds(2), ct);
            }
        }
    }
}
