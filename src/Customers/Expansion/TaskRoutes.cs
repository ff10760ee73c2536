using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Customers.Expansion;

/// <summary>Who processes the tasks of a customer, and who reads them besides.</summary>
/// <param name="Partner">Processes; <see cref="Guid.Empty"/> for nobody.</param>
/// <param name="PartnerName">Its company.</param>
/// <param name="Reseller">Reads; null where the partner's own customer is meant.</param>
/// <param name="ResellerName">Its company.</param>
/// <param name="Of">The partner whose customer it is.</param>
internal sealed record TaskRoute(Guid Partner, string? PartnerName, Guid? Reseller, string? ResellerName, Guid Of)
{
    public static readonly TaskRoute Nobody = new(Guid.Empty, null, null, null, Guid.Empty);
}

/// <summary>
/// Finds who processes tasks (R12.1.9.26): the customer's present partner if it is a solution provider or a distributor, for a reseller's
/// customer the distributor. A sub account whose money its master keeps is its master's partner's (R12.1.2.12).
/// </summary>
internal sealed class TaskRoutes(CustomersDb db, Memberships memberships, Partners partners, BusinessDay businessDay)
{
    /// <summary>The routes of some customers; those without one are nobody's. Asked across walls.</summary>
    public async Task<Dictionary<Guid, TaskRoute>> Of(IReadOnlyCollection<Guid> customers, CancellationToken ct)
    {
        var holders = await db.Customers.AsNoTracking().Where(c => customers.Contains(c.Id))
            .Select(c => new { c.Id, Holder = c.Custody ? c.MasterId!.Value : c.Id }).ToListAsync(ct);
        var held = holders.Select(h => h.Holder).ToList();
        var present = await db.Associations.AsNoTracking().Where(a => a.ToAt == null && held.Contains(a.CustomerId))
            .ToDictionaryAsync(a => a.CustomerId, a => a.PartnerId, ct);
        var routes = new Dictionary<Guid, TaskRoute>();
        foreach (var partner in present.Values.Distinct())
        {
            routes.Add(partner, await OfPartner(partner, ct));
        }

        return holders.ToDictionary(h => h.Id, h => present.TryGetValue(h.Holder, out var partner) ? routes[partner] : TaskRoute.Nobody);
    }

    private async Task<TaskRoute> OfPartner(Guid partner, CancellationToken ct)
    {
        var joined = await memberships.Of(partner, businessDay.Today, ct);
        if (joined.Find(m => m.Program == PartnerProgram.Reseller) is { Distributor: { } distributor })
        {
            return new(distributor, await Name(distributor, ct), partner, await Name(partner, ct), partner);
        }

        return joined.Exists(m => m.Program is PartnerProgram.SolutionProvider or PartnerProgram.Distributor)
            ? new(partner, await Name(partner, ct), null, null, partner)
            : TaskRoute.Nobody with { Of = partner };
    }

    private async Task<string?> Name(Guid partner, CancellationToken ct) => (await partners.Find(partner, ct))?.CompanyName;
}
