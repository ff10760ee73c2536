using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders;

/// <summary>A resource as pages and API show it.</summary>
public sealed record ResourceRow(
    Guid Id, string Number, Guid Customer, PurchaseType Purchase, string Product, string ProductZh, string ProductEn, string Service, int Quantity, DateOnly From,
    DateOnly? Until, bool RenewsItself, ResourceState State)
{
    /// <summary>The product's name.</summary>
    public LocalText ProductName => new(ProductZh, ProductEn);
}

/// <summary>Which resources are asked for; null does not narrow.</summary>
/// <param name="Purchase">Paid by period or by use.</param>
public sealed record ResourceFilter(PurchaseType? Purchase = null)
{
    /// <summary>With one of these numbers.</summary>
    public IReadOnlyList<string>? Numbers { get; init; }

    /// <summary>Of this customer.</summary>
    public Guid? Customer { get; init; }

    /// <summary>That the order with this number is about, or began.</summary>
    public string? Order { get; init; }

    /// <summary>Of this service type.</summary>
    public string? Service { get; init; }

    /// <summary>In one of these states.</summary>
    public IReadOnlyList<ResourceState>? States { get; init; }

    /// <summary>With a first day between these, both included.</summary>
    public (DateOnly? From, DateOnly? To) Begins { get; init; }

    /// <summary>With a first day no longer paid for between these, both included.</summary>
    public (DateOnly? From, DateOnly? To) Ends { get; init; }
}

/// <summary>Resources: a customer's own; of a partner those that its customers bought as such.</summary>
public sealed class ResourceLists(OrdersDb db, CustomerAccounts customers)
{
    /// <summary>A customer's own, the newest first.</summary>
    public Task<List<ResourceRow>> Own(Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Own);
        return Rows(db.Resources.AsNoTracking().Where(r => r.CustomerId == by.CustomerId)).ToListAsync(ct);
    }

    /// <summary>Some of those that the actor sees, the newest first, and how many there are in all.</summary>
    public async Task<(List<ResourceRow> Rows, int Count)> Matching(Actor by, ResourceFilter filter, int skip, int limit, CancellationToken ct = default)
    {
        var found = Filtered(await Seen(by, ct), filter);
        return (await Rows(found).Skip(skip).Take(limit).ToListAsync(ct), await found.CountAsync(ct));
    }

    /// <summary>Those that somebody sees.</summary>
    internal async Task<IQueryable<Resource>> Seen(Actor by, CancellationToken ct)
    {
        var resources = db.Resources.AsNoTracking();
        if (by.Customer is { } customer)
        {
            by.Need(OrdersModule.Own);
            return resources.Where(r => r.CustomerId == customer);
        }

        by.Need(OrdersModule.See);
        var (partner, seen) = (by.PartnerId, await customers.Seen(by, ct));
        return resources.Where(r => r.PartnerId == partner && (seen == null || seen.Contains(r.CustomerId)));
    }

    private IQueryable<Resource> Filtered(IQueryable<Resource> resources, ResourceFilter filter)
    {
        var (begins, ends, order) = (filter.Begins, filter.Ends, filter.Order);
        return resources.Where(r => (filter.Purchase == null || r.Purchase == filter.Purchase)
            && (filter.Numbers == null || filter.Numbers.Contains(r.Number)) && (filter.Customer == null || r.CustomerId == filter.Customer)
            && (filter.Service == null || r.Service == filter.Service) && (filter.States == null || filter.States.Contains(r.State))
            && (order == null || db.Orders.Any(o => o.Number == order && o.ResourceId == r.Id))
            && (begins.From == null || r.From >= begins.From) && (begins.To == null || r.From <= begins.To)
            && (ends.From == null || r.Until >= ends.From) && (ends.To == null || r.Until <= ends.To));
    }

    private static IQueryable<ResourceRow> Rows(IQueryable<Resource> resources) => resources.OrderByDescending(r => r.Number).Select(r => new ResourceRow(
        r.Id, r.Number, r.CustomerId, r.Purchase, r.Product, r.ProductZh, r.ProductEn, r.Service, r.Quantity, r.From, r.Until, r.RenewsItself, r.State));
}
