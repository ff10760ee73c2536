namespace PartnerCenter.Platform.Events;

/// <summary>Something that happened in a module and that others may care about. A record, named in the past tense.</summary>
public interface IEvent;

/// <summary>Hears of an event in the transaction that caused it: money and rights that must change together.</summary>
public interface IHandleNow<in TEvent>
    where TEvent : IEvent
{
    /// <summary>Changes what has to change. A refusal undoes the cause as well.</summary>
    Task Handle(TEvent happened, CancellationToken ct);
}

/// <summary>Hears of an event after it was committed, at least once: notifications, read tables, webhooks.</summary>
public interface IHandleLater<in TEvent>
    where TEvent : IEvent
{
    /// <summary>Must be harmless when called again for the same event.</summary>
    Task Handle(TEvent happened, CancellationToken ct);
}
