using PartnerCenter.Platform.Events;

namespace PartnerCenter.Orders.Published;

/// <summary>A step in the life of an order.</summary>
public enum OrderStep
{
    /// <summary>Placed.</summary>
    Placed,

    /// <summary>Paid.</summary>
    Paid,

    /// <summary>Given up before it was paid, or not paid in time.</summary>
    Cancelled,

    /// <summary>A refund of it has arrived.</summary>
    Refunded,
}

/// <summary>An order goes a step on.</summary>
/// <param name="Partner">The partner that the customer had when it was placed; null for none.</param>
/// <param name="Order">The order.</param>
/// <param name="Number">Its number.</param>
/// <param name="Customer">Whose.</param>
/// <param name="Step">Which step.</param>
/// <param name="Amount">The order's price, or what the refund brings: CNY, whole cents.</param>
public sealed record OrderMoved(Guid? Partner, Guid Order, string Number, Guid Customer, OrderStep Step, decimal Amount) : IEvent;
