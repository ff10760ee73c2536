using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;

namespace PartnerCenter.Tests.Platform;

public class JobTests(TestServer server)
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> Ran = [];

    private sealed record Work(string Key, bool Fails);

    private sealed class CountingJob : IJob<Work>
    {
        public Task Run(Work arguments, JobProgress progress, CancellationToken ct)
        {
            Ran.AddOrUpdate(arguments.Key, 1, (_, n) => n + 1);
            return arguments.Fails ? throw new InvalidOperationException("no") : Task.CompletedTask;
        }
    }

    private static Task<World> New(TestServer server) => World.New(server, services => services.AddJob<Work, CountingJob>("test.count"));

    private static async Task Enqueue(World world, Work work, string? key = null)
    {
        await using var scope = await world.Services.OpenUnit();
        await scope.ServiceProvider.GetRequiredService<JobQueue>().Enqueue(new NewJob("test.count", work) { Key = key, MaxAttempts = 2 }, Actor.System);
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Save(Actor.System, "test");
    }

    [Fact]
    public async Task Eight_workers_run_each_of_200_jobs_once()
    {
        await using var world = await New(server);
        var keys = Enumerable.Range(0, 200).Select(n => $"{Guid.NewGuid()}-{n}").ToList();
        foreach (var key in keys)
        {
            await Enqueue(world, new(key, false));
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Deliver()));

        Assert.All(keys, key => Assert.Equal(1, Ran[key]));
    }

    [Fact]
    public async Task A_key_lets_a_job_in_once()
    {
        await using var world = await New(server);
        var key = Guid.NewGuid().ToString();
        await Enqueue(world, new(key, false), key);
        await Enqueue(world, new(key, false), key);

        await world.Deliver();
        await Enqueue(world, new(key, false), key);
        await world.Deliver();

        Assert.Equal(1, Ran[key]);
    }

    [Fact]
    public async Task A_failing_job_tries_again_is_parked_and_can_be_retried_by_hand()
    {
        await using var world = await New(server);
        var key = Guid.NewGuid().ToString();
        await Enqueue(world, new(key, true));

        await world.Deliver();
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddMinutes(10));
        await world.Deliver();
        var parked = Assert.Single(await world.Use((JobQueue queue) => queue.Latest("failed", 10)));
        Assert.Equal((2, 2), (parked.Attempts, Ran[key]));
        await world.Use((JobQueue queue) => queue.Retry(parked.Id, Actor.System));
        await world.Deliver();

        Assert.Equal(3, Ran[key]);
        await Assert.ThrowsAsync<Refusal>(() => world.Use((JobQueue queue) => queue.Retry(parked.Id, Actor.System)));
    }

    [Fact]
    public async Task A_job_of_a_dead_process_is_free_again_when_its_lease_ends()
    {
        await using var world = await New(server);
        var key = Guid.NewGuid().ToString();
        await Enqueue(world, new(key, false));
        await world.Execute($"update platform.job set state = 'running', attempts = 1, lease_until = '{world.Clock.GetUtcNow().AddSeconds(20):O}'");

        await world.Deliver();
        Assert.False(Ran.ContainsKey(key));
        world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(21));
        await world.Deliver();

        Assert.Equal(1, Ran[key]);
    }

    [Fact]
    public async Task A_lease_outlives_a_moment_without_the_database()
    {
        var key = Guid.NewGuid().ToString();
        await using var world = await World.New(
            server, services => services.AddSingleton(TimeProvider()).AddJob<Work, SlowJob>("test.slow"), new() { ["Jobs:LeaseSeconds"] = "2" });
        await using (var scope = await world.Services.OpenUnit())
        {
            await scope.ServiceProvider.GetRequiredService<JobQueue>().Enqueue(new NewJob("test.slow", new Work(key, false)), Actor.System);
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Save(Actor.System, "test");
        }

        var first = world.Deliver();
        await Task.Delay(200);
        await world.Execute("alter table platform.job rename to job_away");
        await Task.Delay(800);
        await world.Execute("alter table platform.job_away rename to job");
        await Task.Delay(1500);
        await world.Deliver();
        await first;

        Assert.Equal(1, Ran[key]);

#pragma warning disable RS0030 // Leases are kept in real time here.
        static TimeProvider TimeProvider() => System.TimeProvider.System;
#pragma warning restore RS0030
    }

    private sealed class SlowJob : IJob<Work>
    {
        public async Task Run(Work arguments, JobProgress progress, CancellationToken ct)
        {
            Ran.AddOrUpdate(arguments.Key, 1, (_, n) => n + 1);
            await Task.Delay(TimeSpan.FromSeconds(3.5), ct);
        }
    }

    [Fact]
    public async Task A_job_of_a_unit_that_is_not_saved_does_not_exist()
    {
        await using var world = await New(server);
        await world.Use((JobQueue queue) => queue.Enqueue(new NewJob("test.count", new Work("never", false)), Actor.System));

        await world.Deliver();

        Assert.False(Ran.ContainsKey("never"));
    }
}
