using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.Platform.Jobs;

/// <summary>The workers of a process, and the clock that starts scheduled jobs.</summary>
internal sealed class JobService(
    JobWorker worker, JobSchedule schedule, Databases databases, MachineClock machine, ClockHands hands,
    IConfiguration configuration, TimeProvider clock, Rulebook.Rulebook rulebook, ILogger<JobService> log) : BackgroundService
{
    private readonly SemaphoreSlim wake = new(0);

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
        var moved = false;
        connection.Notification += (_, heard) => moved |= heard.Channel == ClockHands.Channel;
        connection.Notification += (_, _) => wake.Release();
        await using var listen = new NpgsqlCommand($"listen job; listen {ClockHands.Channel}", connection);
        await listen.ExecuteNonQueryAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            await connection.WaitAsync(ct);
            if (moved)
            {
                moved = false;
                await hands.Load(ct);
            }
        }
    }

    /// <summary>Enqueues what came due in the last hour; the key of an occurrence lets it in once.</summary>
    private async Task Tick(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await schedule.Enqueue([.. schedule.Between(now.AddHours(-1), now)], ct);
        await rulebook.Refresh(ct);
        await Task.Delay(TimeSpan.FromSeconds(30), machine.Provider, ct);
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
