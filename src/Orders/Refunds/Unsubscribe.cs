using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Orders.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders.Refunds;

/// <summary>What an unsubscription would give back of one order, and where to.</summary>
/// <param name="OrderNumber">The order that was paid.</param>
/// <param name="PaidFrom">How.</param>
/// <param name="Paid">What was paid in money.</param>
/// <param name="Refund">What of it comes back.</param>
/// <param name="Voucher">What of its voucher may come back.</param>
/// <param name="Destination">Where the money goes as things stand.</param>
public sealed record RefundPreview(string OrderNumber, PaidFrom PaidFrom, decimal Paid, decimal Refund, decimal Voucher, Destination Destination);

/// <summary>
/// A customer gives up resources before their time (退订): what stood for the days left comes back, of a period that has not begun all
/// (R12.4.24). Several at once are a batch operation; each could be given up by itself (R12.1.9.11).
/// </summary>
public sealed class Unsubscribe(
    OrdersDb db, GiveUp giveUp, NewOrders orders, ChargeUse charge, Associations associations, BusinessDay businessDay)
{
    /// <summary>What would come back.</summary>
    /// <returns>Order by order; null if the customer has no such resource.</returns>
    /// <exception cref="Refusal"><c>resource.wrong-state</c>.</exception>
    public async Task<List<RefundPreview>?> Preview(Guid resource, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Own);
        if (await db.Resources.SingleOrDefaultAsync(r => r.Id == resource && r.CustomerId == by.CustomerId, ct) is not { } found)
        {
            return null;
        }

        found.NeedActive();
        var now = await associations.OfCustomer(by.CustomerId, ct);
        return [.. (await giveUp.Would(found, found.Quantity, ct)).Select(part => new RefundPreview(
            part.Order.Number, part.Order.PaidFrom!.Value, part.Order.Money, part.Money, part.Voucher,
            RefundMatrix.Of(part.Order.PaidMode, part.Order.PaidFrom.Value,
                RefundMatrix.SinceThen(part.Order.PaidPartnerId, part.Order.EndedAt!.Value, now))))];
    }

    /// <summary>Gives them up, all or none.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="resources">Resources of the customer, in use.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if one of them is not the customer's.</returns>
    /// <exception cref="Refusal"><c>resource.wrong-state</c>, <c>orders.together</c>.</exception>
    public async Task<bool> Run(Guid id, IReadOnlyList<Guid> resources, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Buy);
        orders.NeedLength(resources.Count);
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
            await One(placing, resource, by, ct);
        }

        await db.Save(by, "orders.unsubscribe", ct);
        return true;
    }

    private async Task One(Placing placing, Resource resource, Actor by, CancellationToken ct)
    {
        if (resource.Purchase == PurchaseType.PayPerUse)
        {
            resource.NeedActive();
            await charge.Until(resource, businessDay.Now, ct);
        }

        var parts = await giveUp.Would(resource, resource.Quantity, ct);
        var order = await placing.Add(resource, OrderKind.Unsubscription, 0, resource.Quantity, new(0, 1, -parts.Sum(part => part.Money)), ct);
        order.About(resource.Id, null, null).Complete(by.Name, businessDay.Now);
        await giveUp.Run(order.Id, parts, true, by, ct);
        foreach (var unpaid in await db.Orders.Where(o => o.ResourceId == resource.Id && o.State == OrderState.Unpaid && o.ExpiresAt != null).ToListAsync(ct))
        {
            unpaid.Cancel(by.Name, businessDay.Now);
            db.Publish(unpaid.Moved(OrderStep.Cancelled));
        }

        resource.End(ResourceState.Unsubscribed);
    }
}
