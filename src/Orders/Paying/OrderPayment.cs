using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Orders.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders.Paying;

/// <summary>Which voucher is to pay for which order.</summary>
/// <param name="Order">The order.</param>
/// <param name="Voucher">A voucher of its customer.</param>
public sealed record VoucherChoice(Guid Order, Guid Voucher);

/// <summary>
/// Pays orders, whoever pays: by voucher what it covers, the rest by one movement of money for each order. Spending an allocation does not
/// touch the partner's balance (R12.1.3.4).
/// </summary>
public sealed class OrderPayment(OrdersDb db, OrderVouchers vouchers, Ledger ledger, CustomerFreezes freezes, Provision provision, BusinessDay businessDay)
{
    /// <summary>What a referral or direct customer pays from, and what a resale customer.</summary>
    internal static PaidFrom ByCustomer(AssociationView? now) => now?.Mode == AssociationMode.Resale ? PaidFrom.Allocation : PaidFrom.Own;

    /// <summary>Pays, to be saved by the caller.</summary>
    /// <param name="id">The payment's.</param>
    /// <param name="orders">Orders of one customer, not paid.</param>
    /// <param name="from">From where.</param>
    /// <param name="now">The customer's association.</param>
    /// <param name="choices">Vouchers, one for an order at most.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>customers.frozen</c>.</exception>
    internal async Task Run(
        Guid id, IReadOnlyList<Order> orders, PaidFrom from, AssociationView? now, IReadOnlyList<VoucherChoice> choices, Actor by, CancellationToken ct)
    {
        await freezes.NeedNone(orders[0].CustomerId, ct);
        var payment = new Payment
        {
            Id = id,
            CustomerId = orders[0].CustomerId,
            PartnerId = now?.Partner,
            Mode = now?.Mode,
            From = from,
            Orders = [.. orders.Select(order => order.Id)],
            At = businessDay.Now,
            By = by.Name,
        };
        db.Payments.Add(payment);
        foreach (var (order, n) in orders.Select((order, n) => (order, n)))
        {
            var use = CommandId.Part(id, n);
            var voucher = choices.Where(choice => choice.Order == order.Id).Select(choice => (Guid?)choice.Voucher).FirstOrDefault();
            var covered = voucher is { } one ? await Cover(use, one, order, by, ct) : 0;
            order.Pay(payment, covered, voucher is null ? null : use, businessDay.Now);
            db.Publish(order.Moved(OrderStep.Paid));
            if (order.Money > 0)
            {
                Move(use, order, payment, by);
            }

            await provision.Run(order, ct);
        }
    }

    /// <summary>What an order is to vouchers.</summary>
    internal static VoucherOrder Asking(Order order) =>
        new(order.CustomerId, order.Purchase, order.Service, Money.Cny(order.Amount), order.Kind == OrderKind.Renewal);

    private async Task<decimal> Cover(Guid use, Guid voucher, Order order, Actor by, CancellationToken ct)
    {
        var usable = order.TakesVouchers ? (await vouchers.For(Asking(order), ct)).FirstOrDefault(one => one.Id == voucher) : null;
        if (usable is null)
        {
            throw new Refusal("orders.voucher", order.Number) { Field = "Voucher" };
        }

        if (usable.ExcludesDiscounts && order.Factor < 1)
        {
            throw new Refusal("orders.voucher-discount", usable.Number) { Field = "Voucher" };
        }

        var amount = Math.Min(usable.Left.Amount, order.Amount);
        await vouchers.Use(use, voucher, Asking(order), Money.Cny(amount), by, ct);
        return amount;
    }

    private void Move(Guid id, Order order, Payment payment, Actor by)
    {
        var (amount, memo) = (Money.Cny(order.Money), $"{order.Number} · {order.CustomerName}");
        switch (payment.From)
        {
            case PaidFrom.Own:
                ledger.PostOwn(id, TransferKind.OwnPayment, order.CustomerId, amount, memo, by);
                break;
            case PaidFrom.Allocation:
                ledger.Post(id, TransferKind.AllocationPayment, payment.PartnerId!.Value, order.CustomerId, amount, memo, by);
                break;
            default:
                ledger.Post(id, TransferKind.PartnerPayment, payment.PartnerId!.Value, null, amount, memo, by);
                break;
        }
    }
}
