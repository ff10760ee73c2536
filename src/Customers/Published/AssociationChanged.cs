using PartnerCenter.Kernel;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Customers.Published;

/// <summary>A customer leaves its partner, or stays with it in another mode (R12.1.2.9, R12.1.2.10).</summary>
/// <param name="Change">The change; what it causes is posted under ids made of it.</param>
/// <param name="Partner">The partner.</param>
/// <param name="Customer">The customer.</param>
/// <param name="CustomerName">The customer's name.</param>
/// <param name="From">The mode until now.</param>
/// <param name="To">The mode from now on; null when the customer leaves.</param>
/// <param name="By">The account of whoever agreed last.</param>
/// <param name="ByName">Its name.</param>
public sealed record AssociationChanged(
    Guid Change, Guid Partner, Guid Customer, string CustomerName, AssociationMode From, AssociationMode? To, Guid By, string ByName) : IEvent;

/// <summary>Why an association cannot change at present, and what would help.</summary>
public sealed record Obstacle(LocalText Problem, LocalText Remedy);

/// <summary>What a module has to say of a change before anybody agrees to it.</summary>
/// <param name="Obstacles">What must be settled first; empty if nothing.</param>
/// <param name="Effects">What the change will do, a sentence each.</param>
public sealed record Stake(IReadOnlyList<Obstacle> Obstacles, IReadOnlyList<LocalText> Effects);

/// <summary>
/// A module that has something at stake when an association changes. It says so before (the account check and the preview); what it
/// does when it happens, it does as a handler of <see cref="AssociationChanged"/> in the same transaction.
/// </summary>
public interface IAssociationStake
{
    /// <summary>What would happen, and what is in the way.</summary>
    Task<Stake> Of(AssociationChanged change, CancellationToken ct);
}

/// <summary>A module that a new association may have to wait for: what stands in its way is named with its remedy, and nothing begins.</summary>
public interface IJoiningStake
{
    /// <summary>What must be settled before a customer associates in a mode; empty if nothing.</summary>
    Task<IReadOnlyList<Obstacle>> Before(Guid customer, AssociationMode mode, CancellationToken ct);
}
