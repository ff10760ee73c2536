using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Catalogue;
using PartnerCenter.Orders.Discounts;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders.Paying;

/// <summary>Charges what was used of a resource that is paid by use, as an order that stays due until it is paid.</summary>
public sealed class ChargeUse(
    OrdersDb db, NewOrders orders, AuthorisedDiscounts discounts, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Charges until an instant, to be saved by the caller.</summary>
    /// <returns>The order; null if it comes to less than a cent, which is charged with the next.</returns>
    internal async Task<Order?> Until(Resource resource, DateTimeOffset until, CancellationToken ct)
    {
        var product = rulebook.On<CatalogueTerms>(CatalogueTerms.Rule, BusinessDay.Of(resource.ChargedUntil!.Value)).Terms.Find(resource.Product);
        if (product?.Hourly is not { } hourly)
        {
            return null;
        }

        var seconds = (long)(until - resource.ChargedUntil.Value).TotalSeconds;
        var factor = product.Discounts ? await discounts.Factor(resource.CustomerId, product.Service, businessDay.Today, ct) : 1;
        var amount = OrderPricing.Used(hourly, resource.Quantity, seconds, factor);
        if (amount <= 0)
        {
            return null;
        }

        var placing = await orders.Begin(Guid.CreateVersion7(), resource.CustomerId, null, null, Actor.System, ct, owed: true);
        var order = await placing.Add(
            product, PurchaseType.PayPerUse, OrderKind.Usage, 0, resource.Quantity, new(OrderPricing.Used(hourly, resource.Quantity, seconds, 1), factor, amount), ct);
        order.About(resource.Id, null, null);
        resource.Charge(until);
        return order;
    }

    /// <summary>Resources paid by use that are in use and not charged until an instant.</summary>
    internal Task<List<Guid>> Due(DateTimeOffset until, CancellationToken ct) => db.Resources
        .Where(r => r.State == ResourceState.Active && r.ChargedUntil < until).OrderBy(r => r.Number).Select(r => r.Id).ToListAsync(ct);
}
