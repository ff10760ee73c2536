using PartnerCenter.Customers.Published;

namespace PartnerCenter.Orders;

/// <summary>One payment of one or several orders; its id is the caller's, so that a repeat meets it.</summary>
internal sealed class Payment
{
    public Guid Id { get; init; }

    public Guid CustomerId { get; init; }

    /// <summary>The partner that the customer has then.</summary>
    public Guid? PartnerId { get; init; }

    /// <summary>Null for a direct customer.</summary>
    public AssociationMode? Mode { get; init; }

    public PaidFrom From { get; init; }

    public required Guid[] Orders { get; init; }

    public DateTimeOffset At { get; init; }

    public required string By { get; init; }
}
