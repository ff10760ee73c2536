using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Network.Certification;

/// <summary>
/// The vendor's people change the taxpayer type of a company, on a ticket of its own (R6.2.11): it decides the tax on service fees. All
/// accounts of the legal entity have the same.
/// </summary>
internal sealed class ChangeTaxpayerType(NetworkDb db)
{
    /// <summary>Changes it.</summary>
    /// <param name="partner">An account of the company.</param>
    /// <param name="type">What it is from now on.</param>
    /// <param name="reason">The ticket, and why.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if there is no such partner.</returns>
    /// <exception cref="Refusal">Those of the fields.</exception>
    public async Task<bool> Run(Guid partner, TaxpayerType? type, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.ChangeTaxpayer);
        var chosen = Input.Chosen(type, "Type");
        var why = Input.Text(reason, "Reason");
        var entity = await db.Partners.Where(p => p.Id == partner).Join(db.LegalEntities, p => p.LegalEntityId, e => e.Id, (p, e) => e).SingleOrDefaultAsync(ct);
        if (entity is null)
        {
            return false;
        }

        entity.Taxpayer = chosen;
        db.Unit.Record(partner, $"network.legal_entity/{entity.Id}", new { taxpayer = chosen.ToString(), reason = why });
        await db.Save(by, "network.change-taxpayer-type", ct);
        return true;
    }
}
