using PartnerCenter.Platform.Events;

namespace PartnerCenter.Customers.Published;

/// <summary>
/// A customer has cancelled its account (R12.1.9.23). Whoever keeps a copy of its name takes it off, in the same transaction: everywhere a
/// partner looks it is blank from then on. What was booked stays.
/// </summary>
/// <param name="Customer">The customer.</param>
/// <param name="Name">What it was called.</param>
public sealed record CustomerCancelled(Guid Customer, string Name) : IEvent;

/// <summary>A module that may have something against a customer that cancels its account: each thing with its remedy.</summary>
public interface ICustomerCancellationGuard
{
    /// <summary>What must be settled first; empty if nothing. Asked across walls.</summary>
    Task<IReadOnlyList<Obstacle>> Before(Guid customer, CancellationToken ct);
}
