using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Funds.Own;

/// <summary>What resale customers cannot do by themselves: their partner does it for them, and the refusal names it.</summary>
public sealed class ResaleCustomers(UnitOfWork unit, Associations associations, Partners partners)
{
    /// <summary>Stops a resale customer.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="code">The refusal; its fact is the partner's company.</param>
    /// <param name="ct">Stops waiting.</param>
    internal async Task Refuse(Guid customer, string code, CancellationToken ct)
    {
        if (await associations.OfCustomer(customer, ct) is { Mode: AssociationMode.Resale, Partner: var partner })
        {
            await using var wide = await unit.AcrossWalls(ct);
            throw new Refusal(code, (await partners.Find(partner, ct))?.CompanyName ?? "");
        }
    }
}
