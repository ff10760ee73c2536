using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;

namespace PartnerCenter.Platform.Time;

/// <summary>To where the clock goes.</summary>
/// <param name="Until">The instant, UTC.</param>
public sealed record ClockMove(DateTimeOffset Until);

/// <summary>
/// An administrator of a demo or test deployment moves the clock on, so that a year-end review runs in seconds. It does not jump: it
/// stops wherever something is due, and all that is due there is done before it goes on, as if the time had passed. Never back: what
/// has happened stays in its order.
/// </summary>
public sealed class MoveClock(ClockHands hands, JobQueue jobs, UnitOfWork unit, BusinessDay businessDay)
{
    /// <summary>How far at once.</summary>
    public const int MostDays = 400;

    /// <summary>Moves it to the first minute of a day at GMT+08:00.</summary>
    /// <returns>The job that does it.</returns>
    /// <exception cref="Refusal"><c>clock.fixed</c>, <c>clock.moving</c>; <c>form.required</c> and <c>clock.day</c> at Day.</exception>
    public async Task<Guid> Run(DateOnly? day, Actor by, CancellationToken ct = default)
    {
        by.Need(PlatformPermissions.Clock);
        if (!hands.Movable)
        {
            throw new Refusal("clock.fixed");
        }

        var to = day ?? throw new Refusal("form.required") { Field = "Day" };
        if (to <= businessDay.Today || to > businessDay.Today.AddDays(MostDays))
        {
            throw new Refusal("clock.day", businessDay.Today.AddDays(1), businessDay.Today.AddDays(MostDays)) { Field = "Day" };
        }

        await unit.InTurn("platform.clock", ct);
        if (await Moving(ct) is not null)
        {
            throw new Refusal("clock.moving");
        }

        var job = await jobs.Enqueue(new NewJob(MoveClockOn.Type, new ClockMove(BusinessDay.StartOf(to))) { Group = MoveClockOn.Type }, by, ct);
        unit.Record(Guid.Empty, "platform.clock", new { from = businessDay.Now, to });
        await unit.Save(by, "platform.move-clock", ct);
        return job;
    }

    /// <summary>The move that is under way, or null.</summary>
    public async Task<JobView?> Moving(CancellationToken ct = default) =>
        (await jobs.InGroup(MoveClockOn.Type, ct)).LastOrDefault(job => job.State is "queued" or "running");
}

/// <summary>Moves the clock on, from one thing that is due to the next.</summary>
internal sealed class MoveClockOn(
    ClockHands hands, JobSchedule schedule, JobWorker worker, Databases databases, MachineClock machine, TimeProvider clock) : IJob<ClockMove>
{
    public const string Type = "platform.move-clock";

    public async Task Run(ClockMove move, JobProgress progress, CancellationToken ct)
    {
        var (began, due) = (clock.GetUtcNow(), new Queue<(ScheduledJob Job, DateTimeOffset At)>(Due(clock.GetUtcNow(), move.Until)));
        while (clock.GetUtcNow() < move.Until)
        {
            await hands.MoveTo(await Next(due.TryPeek(out var first) ? first.At : move.Until, ct), ct);
            var arrived = new List<(ScheduledJob Job, DateTimeOffset At)>();
            while (due.TryPeek(out var next) && next.At <= clock.GetUtcNow())
            {
                arrived.Add(due.Dequeue());
            }

            await schedule.Enqueue(arrived, ct);
            await Finish(progress.Job, ct);
            await progress.Tell((long)(clock.GetUtcNow() - began).TotalDays, (long)(move.Until - began).TotalDays, $"{BusinessDay.Of(clock.GetUtcNow()):yyyy-MM-dd}", ct);
        }
    }

    /// <summary>What comes due on the way. Of a job that runs many times a day the last time of each day is enough.</summary>
    private List<(ScheduledJob Job, DateTimeOffset At)> Due(DateTimeOffset from, DateTimeOffset until) => schedule.Between(from, until)
        .GroupBy(due => (due.Job.Name, BusinessDay.Of(due.At))).Select(day => day.Last()).OrderBy(due => due.At).ToList();

    /// <summary>The next stop: a job that waits for its time may be due before the schedule says anything.</summary>
    private async Task<DateTimeOffset> Next(DateTimeOffset stop, CancellationToken ct)
    {
        await using var command = databases.Unwalled.CreateCommand(
            "select min(run_at) from platform.job where state = 'queued' and run_at > $1 and run_at < $2");
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.Add(new() { Value = stop });
        return await command.ExecuteScalarAsync(ct) is DateTime at ? new(at, TimeSpan.Zero) : stop;
    }

    /// <summary>Waits until everything that is due is done, whichever process does it.</summary>
    private async Task Finish(Guid self, CancellationToken ct)
    {
        do
        {
            await worker.RunAll(ct: ct);
        }
        while (await Busy(self, ct));
    }

    private async Task<bool> Busy(Guid self, CancellationToken ct)
    {
        await using var command = databases.Unwalled.CreateCommand(
            "select exists (select from platform.job where id <> $1 and (state = 'running' or state = 'queued' and run_at <= $2))");
        command.Parameters.Add(new() { Value = self });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        if (!(bool)(await command.ExecuteScalarAsync(ct))!)
        {
            return false;
        }

        await Task.Delay(TimeSpan.FromMilliseconds(20), machine.Provider, ct);
        return true;
    }
}
