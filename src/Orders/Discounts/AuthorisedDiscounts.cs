using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Orders.Persistence;

namespace PartnerCenter.Orders.Discounts;

/// <summary>
/// The discount that a customer has on a day: its own, or its master's if the master keeps its money or its payment policy says so
/// (R12.1.9.25); of several the best.
/// </summary>
public sealed class AuthorisedDiscounts(OrdersDb db, CustomerAccounts customers)
{
    /// <summary>The factor; 1 without a discount.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="service">The service type.</param>
    /// <param name="day">At GMT+08:00.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<decimal> Factor(Guid customer, string service, DateOnly day, CancellationToken ct = default) =>
        (await Best(customer, service, day, ct)).Factor;

    /// <summary>The best, and its factor; null and 1 without one.</summary>
    internal async Task<(Guid? Discount, decimal Factor)> Best(Guid customer, string service, DateOnly day, CancellationToken ct)
    {
        // The master's discounts are behind the sub account's wall.
        await using var wide = await db.Unit.AcrossWalls(ct);
        var owners = new List<Guid> { customer };
        if (await customers.Find(customer, ct) is { Master: { } master, Custody: var custody }
            && (custody || await db.SubAccountPolicies.AnyAsync(p => p.SubId == customer && p.MasterId == master && p.InheritsDiscounts, ct)))
        {
            owners.Add(master);
        }

        var best = await db.Discounts.Where(d => owners.Contains(d.CustomerId) && d.From <= day && day <= d.To)
            .Where(d => d.Services.Length == 0 || d.Services.Contains(service))
            .OrderBy(d => d.Factor).ThenBy(d => d.Number).Select(d => new { d.Id, d.Factor }).FirstOrDefaultAsync(ct);
        return best is null ? (null, 1) : (best.Id, best.Factor);
    }
}
