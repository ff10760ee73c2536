using PartnerCenter.Customers.Published;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Customers;

/// <summary>A customer reaches what its present partner keeps about it.</summary>
internal sealed class CustomerReach(Associations associations) : IReachSource
{
    public async Task<IReadOnlyCollection<Guid>> Partners(Actor actor, CancellationToken ct) =>
        actor.Customer is { } customer && await associations.OfCustomer(customer, ct) is { } association ? [association.Partner] : [];
}
