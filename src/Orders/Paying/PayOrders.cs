using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders.Paying;

/// <summary>
/// A customer pays orders: in resale from what its partner has allocated, otherwise from its own balance (R12.1.2.1), and before either
/// from the vouchers that it chose. Orders of a combination are paid together (R12.1.9.11).
/// </summary>
public sealed class PayOrders(OrdersDb db, OrderPayment payment, OrderVouchers vouchers, Associations associations)
{
    /// <summary>Pays.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="orders">Orders of the customer, not paid.</param>
    /// <param name="choices">Vouchers, one for an order at most.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if one of them is not the customer's.</returns>
    /// <exception cref="Refusal">
    /// <c>orders.combined</c>: one of a combination is missing. <c>order.wrong-state</c>, <c>orders.expired</c>, <c>orders.voucher</c>,
    /// <c>orders.voucher-discount</c>, <c>funds.balance-too-low</c>, <c>idempotency.other-content</c>, and those of vouchers.
    /// </exception>
    public async Task<bool> Run(Guid id, IReadOnlyList<Guid> orders, IReadOnlyList<VoucherChoice> choices, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Buy);
        await db.Unit.InTurn(OrdersModule.Turn(by.CustomerId), ct);
        if (await Repeats(id, orders, ct))
        {
            return true;
        }

        var found = await OfCustomer(by.CustomerId, orders, ct);
        if (found is null)
        {
            return false;
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        var now = await associations.OfCustomer(by.CustomerId, ct);
        await payment.Run(id, found, OrderPayment.ByCustomer(now), now, choices, by, ct);
        await db.Save(by, "orders.pay", ct);
        return true;
    }

    /// <summary>The vouchers that fit an order, best first; none for an order that takes none.</summary>
    public async Task<IReadOnlyList<UsableVoucher>> Vouchers(Guid order, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Own);
        var found = await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.Id == order && o.CustomerId == by.CustomerId, ct);
        return found is { TakesVouchers: true, State: OrderState.Unpaid }
            ? [.. (await vouchers.For(OrderPayment.Asking(found), ct)).Where(voucher => !voucher.ExcludesDiscounts || found.Factor == 1)]
            : [];
    }

    /// <summary>Whether the payment was made before.</summary>
    /// <exception cref="Refusal"><c>idempotency.other-content</c>: it was, of other orders.</exception>
    internal async Task<bool> Repeats(Guid id, IReadOnlyList<Guid> orders, CancellationToken ct)
    {
        if (await db.Payments.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } known)
        {
            return false;
        }

        return known.Orders.ToHashSet().SetEquals(orders) ? true : throw new Refusal("idempotency.other-content") { Field = "Id" };
    }

    /// <summary>Orders of a customer that can be paid together; null if one of them is not the customer's.</summary>
    internal async Task<List<Order>?> OfCustomer(Guid customer, IReadOnlyList<Guid> orders, CancellationToken ct)
    {
        var wanted = orders.Distinct().ToList();
        var found = await db.Orders.Where(o => wanted.Contains(o.Id) && o.CustomerId == customer).OrderBy(o => o.Number).ToListAsync(ct);
        if (found.Count == 0 || found.Count < wanted.Count)
        {
            return null;
        }

        var combinations = found.Where(o => o.CombinationId is not null).Select(o => o.CombinationId).Distinct().ToList();
        if (await db.Orders.AnyAsync(o => combinations.Contains(o.CombinationId) && o.State == OrderState.Unpaid && !wanted.Contains(o.Id), ct))
        {
            throw new Refusal("orders.combined");
        }

        return found;
    }
}
