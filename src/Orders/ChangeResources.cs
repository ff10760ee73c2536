using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Orders.Refunds;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Orders;

/// <summary>A customer renews resources, makes one larger or smaller, or has one renew itself.</summary>
public sealed class ChangeResources(OrdersDb db, NewOrders orders, GiveUp giveUp, BusinessDay businessDay)
{
    /// <summary>Orders that resources go on; several at once are a batch operation (R12.1.9.11).</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="resources">Resources of the customer with a period.</param>
    /// <param name="months">For how long.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if one of them is not the customer's.</returns>
    /// <exception cref="Refusal">
    /// <c>orders.months</c>, <c>orders.together</c>, <c>resource.wrong-state</c>, <c>orders.by-use</c>, <c>orders.no-product</c>,
    /// <c>orders.waiting</c>.
    /// </exception>
    public async Task<bool> Renew(Guid id, IReadOnlyList<Guid> resources, int? months, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Buy);
        orders.NeedLength(resources.Count);
        var length = orders.NeedMonths(months);
        await db.Unit.InTurn(OrdersModule.Turn(by.CustomerId), ct);
        if (await orders.Known(id, ct))
        {
            return true;
        }

        var wanted = resources.Distinct().ToList();
        var found = await db.Resources.Where(r => wanted.Contains(r.Id) && r.CustomerId == by.CustomerId).ToListAsync(ct);
        if (found.Count < wanted.Count)
        {
            return false;
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        var placing = await orders.Begin(id, by.CustomerId, wanted.Count > 1 ? CombinationKind.Batch : null, null, by, ct);
        foreach (var resource in found.OrderBy(r => wanted.IndexOf(r.Id)))
        {
            await Renew(placing, resource, length, ct);
        }

        await db.Save(by, "orders.renew", ct);
        return true;
    }

    /// <summary>Makes one larger, which is an order to be paid for the days left, or smaller, which gives back money at once.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="resource">A resource of the customer with a period.</param>
    /// <param name="quantity">How many from then on.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if the customer has no such resource.</returns>
    /// <exception cref="Refusal"><c>orders.quantity</c>, <c>orders.same-quantity</c>, and those of <see cref="Renew(Guid, IReadOnlyList{Guid}, int?, Actor, CancellationToken)"/>.</exception>
    public async Task<bool> Resize(Guid id, Guid resource, int? quantity, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Buy);
        var wished = orders.NeedQuantity(quantity);
        await db.Unit.InTurn(OrdersModule.Turn(by.CustomerId), ct);
        if (await orders.Known(id, ct))
        {
            return true;
        }

        if (await db.Resources.SingleOrDefaultAsync(r => r.Id == resource && r.CustomerId == by.CustomerId, ct) is not { } found)
        {
            return false;
        }

        var until = found.NeedPeriod();
        await NeedNoneWaiting(found, ct);
        if (wished == found.Quantity)
        {
            throw new Refusal("orders.same-quantity") { Field = "Quantity" };
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        var placing = await orders.Begin(id, by.CustomerId, null, null, by, ct);
        if (wished > found.Quantity)
        {
            var (product, more) = (orders.Catalogue.Terms.Find(found.Product) ?? throw new Refusal("orders.no-product", found.Product), wished - found.Quantity);
            var price = await orders.Price(by.CustomerId, product, await ListPrice(found, product.Monthly!.Value * more, ct), ct);
            (await placing.Add(product, found.Purchase, OrderKind.Change, 0, wished, price, ct)).About(found.Id, Later(found.From), until);
        }
        else
        {
            var parts = await giveUp.Would(found, found.Quantity - wished, ct);
            var order = await placing.Add(found, OrderKind.Change, 0, wished, new(0, 1, -parts.Sum(part => part.Money)), ct);
            order.About(found.Id, null, null).Complete(by.Name, businessDay.Now);
            await giveUp.Run(order.Id, parts, false, by, ct);
            found.Resize(wished);
        }

        await db.Save(by, "orders.resize", ct);
        return true;
    }

    /// <summary>Has a resource renew itself for a month before it ends, or not (自动续费).</summary>
    /// <returns>False if the customer has no such resource.</returns>
    /// <exception cref="Refusal"><c>resource.wrong-state</c>, <c>orders.by-use</c>.</exception>
    public async Task<bool> RenewItself(Guid resource, bool on, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Buy);
        if (await db.Resources.SingleOrDefaultAsync(r => r.Id == resource && r.CustomerId == by.CustomerId, ct) is not { } found)
        {
            return false;
        }

        found.RenewItself(on);
        await db.Save(by, "orders.renew-itself", ct);
        return true;
    }

    /// <summary>An order that one goes on, to be saved by the caller.</summary>
    internal async Task<Order> Renew(Placing placing, Resource resource, int months, CancellationToken ct)
    {
        var until = resource.NeedPeriod();
        await NeedNoneWaiting(resource, ct);
        var product = orders.Catalogue.Terms.Find(resource.Product) ?? throw new Refusal("orders.no-product", resource.Product);
        var price = await orders.Price(resource.CustomerId, product, OrderPricing.Period(product.Monthly!.Value, months, resource.Quantity), ct);
        return (await placing.Add(product, resource.Purchase, OrderKind.Renewal, months, resource.Quantity, price, ct))
            .About(resource.Id, until, until.AddMonths(months));
    }

    private DateOnly Later(DateOnly from) => from > businessDay.Today ? from : businessDay.Today;

    /// <summary>What more of it costs for the days left: by each period that is paid for.</summary>
    private async Task<decimal> ListPrice(Resource resource, decimal monthly, CancellationToken ct)
    {
        var today = businessDay.Today;
        var periods = await db.Orders.Where(o => o.ResourceId == resource.Id && o.State == OrderState.Completed && o.Months > 0 && o.Until > today)
            .Select(o => new { o.Months, o.From, o.Until }).ToListAsync(ct);
        return periods.Sum(period => OrderPricing.Unused(monthly * period.Months, period.From!.Value, period.Until!.Value, today.AddDays(-1)));
    }

    /// <summary>What was priced for a quantity or a period must not find another when it is paid.</summary>
    private async Task NeedNoneWaiting(Resource resource, CancellationToken ct)
    {
        if (await db.Orders.AnyAsync(o => o.ResourceId == resource.Id && o.State == OrderState.Unpaid && o.Kind != OrderKind.Usage, ct))
        {
            throw new Refusal("orders.waiting", resource.Number);
        }
    }
}
