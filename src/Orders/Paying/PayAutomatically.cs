using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders.Paying;

/// <summary>
/// Every night: use until midnight is charged, resources that renew themselves are renewed before they end, and both are paid without
/// anybody asked. A voucher pays before the balance, unless it excludes the discount that the order has (R12.4.16). What the balance does
/// not cover stays due, and the customer hears of it.
/// </summary>
internal sealed class PayAutomatically(
    OrdersDb db, OrderPayment payment, OrderVouchers vouchers, ChargeUse charge, NewOrders orders, ChangeResources change, Associations associations,
    Notifier notifier, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "orders.pay-automatically";
    public const string Notice = "orders.balance-short";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        var midnight = BusinessDay.StartOf(businessDay.Today);
        foreach (var id in await charge.Due(midnight, ct))
        {
            await Charge(id, midnight, ct);
        }

        var last = businessDay.Today.AddDays(orders.Terms.RenewDaysBefore);
        foreach (var id in await db.Resources.Where(r => r.State == ResourceState.Active && r.RenewsItself && r.Until <= last && r.Until > businessDay.Today)
            .OrderBy(r => r.Number).Select(r => r.Id).ToListAsync(ct))
        {
            await Renew(id, ct);
        }
    }

    private async Task Charge(Guid id, DateTimeOffset midnight, CancellationToken ct)
    {
        var resource = await db.Resources.SingleAsync(r => r.Id == id, ct);
        await db.Unit.InTurn(OrdersModule.Turn(resource.CustomerId), ct);
        await db.Entry(resource).ReloadAsync(ct);
        if (resource.State == ResourceState.Active && resource.ChargedUntil < midnight && await charge.Until(resource, midnight, ct) is { } order)
        {
            await db.Save(Actor.System, "orders.charge", ct);
            await Pay(order.Id, ct);
        }
    }

    private async Task Renew(Guid id, CancellationToken ct)
    {
        var resource = await db.Resources.SingleAsync(r => r.Id == id, ct);
        await db.Unit.InTurn(OrdersModule.Turn(resource.CustomerId), ct);
        try
        {
            var placing = await orders.Begin(Guid.CreateVersion7(), resource.CustomerId, null, null, Actor.System, ct);
            var order = await change.Renew(placing, resource, 1, ct);
            await db.Save(Actor.System, "orders.renew", ct);
            await Pay(order.Id, ct);
        }
        catch (Refusal)
        {
            // It waits for a payment already, or is sold no longer: the customer sees either on its page.
            await db.Unit.Forget(ct);
        }
    }

    private async Task Pay(Guid id, CancellationToken ct)
    {
        var order = await db.Orders.SingleAsync(o => o.Id == id, ct);
        try
        {
            var now = await associations.OfCustomer(order.CustomerId, ct);
            var voucher = order.TakesVouchers
                ? (await vouchers.For(OrderPayment.Asking(order), ct)).FirstOrDefault(one => order.Factor == 1 || !one.ExcludesDiscounts)
                : null;
            await payment.Run(
                Guid.CreateVersion7(), [order], OrderPayment.ByCustomer(now), now, voucher is null ? [] : [new(order.Id, voucher.Id)], Actor.System, ct);
            await db.Save(Actor.System, "orders.pay", ct);
        }
        catch (Refusal)
        {
            await db.Unit.Forget(ct);
            await notifier.TellCustomer(order.CustomerId, new(
                Notice, new("余额不足，自动扣费未成功", "The balance did not cover a payment"),
                new($"{order.Number}：{order.Amount:#,##0.00} 元，请及时处理。", $"{order.Number}: {order.Amount:#,##0.00} CNY. Please see to it."), $"/customer/orders/{order.Id}"), ct);
            await db.Save(Actor.System, "orders.balance-short", ct);
        }
    }
}
