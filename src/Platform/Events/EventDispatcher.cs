using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Jobs;

namespace PartnerCenter.Platform.Events;

/// <summary>Who hears what. Handlers in the transaction are called; handlers after it become jobs in the same transaction (the outbox).</summary>
public sealed class EventDispatcher(IServiceProvider scope, IEnumerable<Subscription> subscriptions)
{
    internal async Task HandleNow(IEvent happened, CancellationToken ct)
    {
        foreach (var subscription in subscriptions.Where(s => s.InTransaction && s.Event == happened.GetType()))
        {
            await subscription.Call(scope, happened, ct);
        }
    }

    internal async Task EnqueueLater(UnitOfWork unit, IEvent happened, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var subscription in subscriptions.Where(s => !s.InTransaction && s.Event == happened.GetType()))
        {
            var message = new Delivery(subscription.Name, JsonSerializer.SerializeToElement(happened, happened.GetType(), JobJson.Options));
            await JobQueue.Enqueue(unit, new NewJob(DeliverEvent.Type, message) { Queue = "events" }, Actor.System, now, ct);
        }
    }
}

/// <summary>An event on its way to one handler.</summary>
/// <param name="Subscriber">The handler, by the name of its <see cref="Subscription"/>.</param>
/// <param name="Happened">The event as JSON.</param>
public sealed record Delivery(string Subscriber, JsonElement Happened);

/// <summary>Hands an event from the outbox to its handler, and saves what that has done.</summary>
internal sealed class DeliverEvent(IServiceProvider scope, UnitOfWork unit, IEnumerable<Subscription> subscriptions) : IJob<Delivery>
{
    public const string Type = "platform.deliver-event";

    public async Task Run(Delivery delivery, JobProgress progress, CancellationToken ct)
    {
        var subscription = subscriptions.Single(s => s.Name == delivery.Subscriber);
        await subscription.Call(scope, (IEvent)delivery.Happened.Deserialize(subscription.Event, JobJson.Options)!, ct);
        await unit.Save(Actor.System, delivery.Subscriber, ct);
    }
}

/// <summary>A handler's wish to hear of an event.</summary>
/// <param name="Name">Unique, stable while deliveries are under way.</param>
/// <param name="Event">The type of the event.</param>
/// <param name="InTransaction">Whether it hears of it in the transaction, or after it.</param>
/// <param name="Call">Calls the handler out of a scope.</param>
public sealed record Subscription(
    string Name, Type Event, bool InTransaction, Func<IServiceProvider, IEvent, CancellationToken, Task> Call);

/// <summary>How a module subscribes.</summary>
public static class EventServices
{
    /// <summary>The handler runs in the transaction of the event.</summary>
    public static IServiceCollection HearNow<TEvent, THandler>(this IServiceCollection services)
        where TEvent : IEvent
        where THandler : class, IHandleNow<TEvent> =>
        services.AddScoped<THandler>().AddSingleton(new Subscription(
            $"{typeof(THandler).Name}:{typeof(TEvent).Name}",
            typeof(TEvent),
            true,
            (scope, happened, ct) => scope.GetRequiredService<THandler>().Handle((TEvent)happened, ct)));

    /// <summary>The handler runs after the event was committed, in a transaction of its own.</summary>
    public static IServiceCollection HearLater<TEvent, THandler>(this IServiceCollection services)
        where TEvent : IEvent
        where THandler : class, IHandleLater<TEvent> =>
        services.AddScoped<THandler>().AddSingleton(new Subscription(
            $"{typeof(THandler).Name}:{typeof(TEvent).Name}",
            typeof(TEvent),
            false,
            (scope, happened, ct) => scope.GetRequiredService<THandler>().Handle((TEvent)happened, ct)));
}
