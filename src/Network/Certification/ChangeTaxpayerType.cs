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
internal sealed class ChangeTaxpayerType(NetworkDb db, TicketProof tickets)
{
    /// <summary>The category of such tickets.</summary>
    public const string Category = "taxpayer-type";

    /// <summary>Changes it.</summary>
    /// <param name="partner">An account of the company.</param>
    /// <param name="type">What it is from now on.</param>
    /// <param name="ticket">The number of its ticket.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if there is no such partner.</returns>
    /// <exception cref="Refusal">Those of <see cref="TicketProof"/> and of the fields.</exception>
    public async Task<bool> Run(Guid partner, TaxpayerType? type, string? ticket, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(NetworkModule.ChangeTaxpayer);
        var chosen = Input.Chosen(type, "Type");
        var entity = await db.Partners.Where(p => p.Id == partner).Join(db.LegalEntities, p => p.LegalEntityId, e => e.Id, (p, e) => e).SingleOrDefaultAsync(ct);
        if (entity is null)
        {
            return false;
        }

        var (named, why) = (await tickets.Need(ticket, partner, Category, ct), Input.Text(reason, "Reason"));
        entity.Taxpayer = chosen;
        db.Unit.Record(partner, $"network.legal_entity/{entity.Id}", new { taxpayer = chosen.ToString(), ticket = named, reason = why });
        await db.Save(by, "network.change-taxpayer-type", ct);
        return true;
    }
}
