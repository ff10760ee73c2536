using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.OpenApi.Webhooks;

/// <summary>How a message stands.</summary>
public enum DeliveryState
{
    /// <summary>It will be sent, for the first time or again.</summary>
    [Words("待发送", "Waiting")]
    Waiting,

    /// <summary>The receiver has taken it.</summary>
    [Words("已送达", "Delivered")]
    Delivered,

    /// <summary>It is sent no more, unless somebody asks for it.</summary>
    [Words("失败", "Failed")]
    Failed,
}

/// <summary>A message on its way to one endpoint. It keeps its id and its words however often it is sent: by the id receivers know a repeat.</summary>
[Untracked]
internal sealed class WebhookDelivery
{
    public Guid Id { get; init; }

    public Guid WebhookId { get; init; }

    public Guid PartnerId { get; init; }

    public required string Event { get; init; }

    /// <summary>What is sent, to the letter.</summary>
    public required string Body { get; init; }

    public DeliveryState State { get; private set; }

    /// <summary>Which job may send it; an earlier one that comes late finds another number.</summary>
    public int Turn { get; private set; } = 1;

    /// <summary>Since it was last asked for.</summary>
    public int Attempts { get; private set; }

    public DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset? NextAt { get; set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>What receivers know it by.</summary>
    public string MessageId => NameOf(Id);

    public static string NameOf(Guid id) => $"msg_{id:n}";

    /// <summary>The receiver has taken it.</summary>
    public void Arrive(DateTimeOffset now) => (State, Attempts, NextAt, EndedAt) = (DeliveryState.Delivered, Attempts + 1, null, now);

    /// <summary>It did not arrive: it waits for its next turn, or has failed after the last.</summary>
    public void Miss(IReadOnlyList<int> waits, DateTimeOffset now)
    {
        var wait = Attempts < waits.Count ? TimeSpan.FromSeconds(waits[Attempts]) : (TimeSpan?)null;
        Attempts++;
        Turn++;
        (State, NextAt, EndedAt) = wait is null ? (DeliveryState.Failed, (DateTimeOffset?)null, (DateTimeOffset?)now) : (DeliveryState.Waiting, now + wait, null);
    }

    /// <summary>Nothing is sent to its endpoint any more.</summary>
    public void GiveUp(DateTimeOffset now) => (State, NextAt, EndedAt) = (DeliveryState.Failed, null, now);
}

/// <summary>A time that a message was sent, and what came of it.</summary>
[Untracked]
internal sealed class WebhookAttempt
{
    public Guid Id { get; init; }

    public Guid DeliveryId { get; init; }

    public Guid PartnerId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>The time in its signature: the machine's, which receivers compare with their own.</summary>
    public DateTimeOffset SentAt { get; init; }

    public int? Status { get; init; }

    public NoAnswer? Problem { get; init; }

    /// <summary>The beginning of what the receiver said.</summary>
    public required string Answer { get; init; }

    public int Milliseconds { get; init; }
}
