using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;

namespace PartnerCenter.Orders.Refunds;

/// <summary>How far a refund is.</summary>
public enum RefundState
{
    /// <summary>On its way; it arrives within about a working day.</summary>
    [Words("退款中", "On its way")]
    Pending,

    /// <summary>It has arrived.</summary>
    [Words("已到账", "Arrived")]
    Arrived,
}

/// <summary>Money that comes back from an order that was paid (R12.4.24). Where to is decided when it arrives.</summary>
internal sealed class Refund
{
    private static readonly Flow<RefundState> Flow = new("refund")
    {
        { RefundState.Pending, RefundState.Arrived },
    };

    public Guid Id { get; init; }

    public required string Number { get; init; }

    /// <summary>The order that was paid.</summary>
    public Guid OrderId { get; init; }

    public required string OrderNumber { get; init; }

    /// <summary>The unsubscription or change that it comes of.</summary>
    public Guid CauseId { get; init; }

    public Guid CustomerId { get; init; }

    public required string CustomerName { get; init; }

    /// <summary>The partner when the order was paid.</summary>
    public Guid? PartnerId { get; init; }

    /// <summary>The mode then; null for a direct customer.</summary>
    public AssociationMode? Mode { get; init; }

    public PaidFrom PaidFrom { get; init; }

    public DateTimeOffset PaidAt { get; init; }

    /// <summary>CNY, whole cents: what was paid in money alone.</summary>
    public decimal Amount { get; init; }

    /// <summary>Where it goes as things stand, or went.</summary>
    public Destination Destination { get; private set; }

    public Since Since { get; private set; }

    public RefundState State { get; private set; }

    public DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? ArrivedAt { get; private set; }

    /// <summary>Decides where it goes, by the association that lasts now.</summary>
    public Refund Direct(AssociationView? now)
    {
        Since = RefundMatrix.SinceThen(PartnerId, PaidAt, now);
        Destination = RefundMatrix.Of(Mode, PaidFrom, Since);
        return this;
    }

    public void Arrive(DateTimeOffset at) => (State, ArrivedAt) = (Flow.Move(State, RefundState.Arrived), at);
}
