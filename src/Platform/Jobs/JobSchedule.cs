using Cronos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Reviews;

namespace PartnerCenter.Platform.Jobs;

/// <summary>What the clock starts: the modules' jobs and Platform's own; the setting Schedules:NAME moves one to other times.</summary>
public sealed class JobSchedule(IReadOnlyList<Module> modules, IConfiguration configuration, IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("GMT+08:00", BusinessDay.Offset, null, null);

    private readonly List<(ScheduledJob Job, CronExpression Times)> jobs =
    [
        .. modules.SelectMany(module => module.Schedule).Append(new(ExpireReviews.Type, "5 0 * * *", ExpireReviews.Type))
            .Append(new(AuditAnchors.Type, "15 0 * * *", AuditAnchors.Type))
            .Select(job => (job, CronExpression.Parse(configuration[$"Schedules:{job.Name}"] ?? job.Cron))),
    ];

    /// <summary>What comes due after an instant and up to another, this one included, the earliest first; in UTC.</summary>
    public IEnumerable<(ScheduledJob Job, DateTimeOffset At)> Between(DateTimeOffset after, DateTimeOffset until) => jobs
        .SelectMany(entry => entry.Times.GetOccurrences(after, until, Zone, fromInclusive: false, toInclusive: true).Select(at => (entry.Job, At: at.ToUniversalTime())))
        .OrderBy(due => due.At);

    /// <summary>Enqueues what came due. The key of an occurrence lets it in once, however many processes there are.</summary>
    public async Task Enqueue(IReadOnlyCollection<(ScheduledJob Job, DateTimeOffset At)> due, CancellationToken ct)
    {
        if (due.Count == 0)
        {
            return;
        }

        await using var scope = await scopes.OpenUnit(Reach.Everything, ct);
        var unit = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        foreach (var (job, at) in due)
        {
            var occurrence = new NewJob(job.Type, new Occurrence(at)) { Key = $"schedule:{job.Name}:{at:yyyyMMddHHmm}" };
            await JobQueue.Enqueue(unit, occurrence, Actor.System, clock.GetUtcNow(), ct);
        }

        await unit.Save(Actor.System, "platform.schedule", ct);
    }
}
