using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Orders.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Orders;

/// <summary>A customer gives up an order that is not paid, and with it those of its combination (R12.1.9.11).</summary>
public sealed class CancelOrders(OrdersDb db, BusinessDay businessDay)
{
    /// <summary>Cancels.</summary>
    /// <returns>False if the customer has no such order.</returns>
    /// <exception cref="Refusal"><c>order.wrong-state</c>, <c>orders.use-stays-due</c>.</exception>
    public async Task<bool> Run(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Buy);
        await db.Unit.InTurn(OrdersModule.Turn(by.CustomerId), ct);
        if (await db.Orders.SingleOrDefaultAsync(o => o.Id == id && o.CustomerId == by.CustomerId, ct) is not { } order)
        {
            return false;
        }

        if (order.Kind == OrderKind.Usage)
        {
            throw new Refusal("orders.use-stays-due");
        }

        order.Cancel(by.Name, businessDay.Now);
        db.Publish(order.Moved(OrderStep.Cancelled));
        foreach (var other in await db.Orders
            .Where(o => o.CombinationId != null && o.CombinationId == order.CombinationId && o.Id != id && o.State == OrderState.Unpaid).ToListAsync(ct))
        {
            other.Cancel(by.Name, businessDay.Now);
            db.Publish(other.Moved(OrderStep.Cancelled));
        }

        await db.Save(by, "orders.cancel", ct);
        return true;
    }
}

/// <summary>Every five minutes: orders that nobody has paid in time are cancelled, and resources whose period is over have expired.</summary>
internal sealed class ExpireOrders(OrdersDb db, Notifier notifier, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "orders.expire";
    public const string Notice = "orders.expired";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        var (now, today) = (businessDay.Now, businessDay.Today);
        foreach (var order in await db.Orders.Where(o => o.State == OrderState.Unpaid && o.ExpiresAt <= now).OrderBy(o => o.Number).ToListAsync(ct))
        {
            order.Cancel(Actor.System.Name, now);
            db.Publish(order.Moved(OrderStep.Cancelled));
            await notifier.TellCustomer(order.CustomerId, new(
                Notice, new("订单超时未支付，已取消", "An order was not paid in time"), new(order.Number, order.Number), $"/customer/orders/{order.Id}"), ct);
        }

        foreach (var resource in await db.Resources.Where(r => r.State == ResourceState.Active && r.Until <= today).ToListAsync(ct))
        {
            resource.End(ResourceState.Expired);
        }

        await db.Save(Actor.System, "orders.expire", ct);
    }
}
