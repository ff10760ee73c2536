using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Orders.Discounts;

/// <summary>A discount as pages and API show it.</summary>
internal sealed record DiscountRow(
    Guid Id, string Number, Guid Customer, string CustomerName, decimal Factor, string[] Services, DateOnly From, DateOnly To, DateTimeOffset GrantedAt, string GrantedBy);

/// <summary>A sub account, and whether it has its master's discounts.</summary>
internal sealed record SubAccountDiscount(Guid Id, string Number, string Name, bool Custody, bool Inherits);

/// <summary>Discounts: a customer's own; the vendor's people see all.</summary>
internal sealed class DiscountLists(OrdersDb db, CustomerAccounts customers)
{
    /// <summary>The newest first, from below a number on.</summary>
    public Task<List<DiscountRow>> After(Actor by, string? below, int limit, CancellationToken ct = default)
    {
        var discounts = db.Discounts.AsNoTracking();
        if (by.Customer is { } customer)
        {
            by.Need(OrdersModule.Own);
            discounts = discounts.Where(d => d.CustomerId == customer);
        }
        else
        {
            by.Need(OrdersModule.Grant);
        }

        return (below is null ? discounts : discounts.Where(d => d.Number.CompareTo(below) < 0)).OrderByDescending(d => d.Number).Take(limit)
            .Select(d => new DiscountRow(d.Id, d.Number, d.CustomerId, d.CustomerName, d.Factor, d.Services, d.From, d.To, d.GrantedAt, d.GrantedBy)).ToListAsync(ct);
    }

    /// <summary>The actor's sub accounts, and which of them have its discounts (R12.1.9.25).</summary>
    public async Task<List<SubAccountDiscount>> SubAccounts(Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Own);
        var inheriting = await db.SubAccountPolicies.Where(p => p.MasterId == by.CustomerId && p.InheritsDiscounts).Select(p => p.SubId).ToListAsync(ct);
        return [.. (await customers.SubsOf(by.CustomerId, ct)).Select(sub =>
            new SubAccountDiscount(sub.Id, sub.Number, sub.Name, sub.Custody, sub.Custody || inheriting.Contains(sub.Id)))];
    }
}
