using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders.Refunds;

/// <summary>What comes back of one paid order when its resource is given up or becomes smaller.</summary>
/// <param name="Order">The order.</param>
/// <param name="Money">What of its money comes back: CNY, whole cents.</param>
/// <param name="Voucher">What of its voucher may come back.</param>
/// <param name="MoneyGone">What of its money stands no longer.</param>
/// <param name="VoucherGone">The same of its voucher.</param>
/// <param name="Cause">Why.</param>
internal sealed record GivenUp(Order Order, decimal Money, decimal Voucher, decimal MoneyGone, decimal VoucherGone, RefundCause Cause);

/// <summary>Works out what comes back of a resource's days to come, and makes the refunds.</summary>
public sealed class GiveUp(
    OrdersDb db, OrderVouchers vouchers, Associations associations, Numbers numbers, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>What would come back: of each order that pays for days to come, by the days left.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="less">How many fewer; all of them for giving it up.</param>
    /// <param name="ct">Stops waiting.</param>
    internal async Task<List<GivenUp>> Would(Resource resource, int less, CancellationToken ct)
    {
        var today = businessDay.Today;
        var orders = await db.Orders.Where(o => o.ResourceId == resource.Id && o.State == OrderState.Completed && o.Until > today && o.PaymentId != null)
            .OrderBy(o => o.From).ThenBy(o => o.Number).ToListAsync(ct);
        var whole = less == resource.Quantity;
        return [.. orders.Select(order =>
        {
            var (money, voucher) = whole
                ? (order.MoneyKept, order.VoucherKept)
                : (OrderPricing.Part(order.MoneyKept, less, resource.Quantity), OrderPricing.Part(order.VoucherKept, less, resource.Quantity));
            return new GivenUp(order, Unused(money, order, today), Unused(voucher, order, today), money, voucher, Cause(order, whole, today));
        })];
    }

    /// <summary>Makes the refunds, to be saved by the caller.</summary>
    internal async Task Run(Guid cause, IReadOnlyList<GivenUp> parts, bool whole, Actor by, CancellationToken ct)
    {
        var hours = rulebook.On<OrderTerms>(OrderTerms.Rule, businessDay.Today).Terms.RefundHours;
        foreach (var (part, n) in parts.Select((part, n) => (part, n)))
        {
            var order = part.Order;
            order.GiveUp(part.MoneyGone, part.VoucherGone, whole);
            if (part.Voucher > 0)
            {
                await vouchers.GiveBack(order.VoucherUse!.Value, part.Cause, Money.Cny(part.Voucher), by, ct);
            }

            if (part.Money > 0)
            {
                db.Refunds.Add(new Refund
                {
                    Id = CommandId.Part(cause, n),
                    Number = await numbers.Next("RF", ct),
                    OrderId = order.Id,
                    OrderNumber = order.Number,
                    CauseId = cause,
                    CustomerId = order.CustomerId,
                    CustomerName = order.CustomerName,
                    PartnerId = order.PaidPartnerId,
                    Mode = order.PaidMode,
                    PaidFrom = order.PaidFrom!.Value,
                    PaidAt = order.EndedAt!.Value,
                    Amount = part.Money,
                    AskedAt = businessDay.Now,
                    DueAt = businessDay.Now.AddHours(hours),
                }.Direct(await associations.OfCustomer(order.CustomerId, ct)));
            }
        }
    }

    private static decimal Unused(decimal amount, Order order, DateOnly today) =>
        OrderPricing.Unused(amount, order.From!.Value, order.Until!.Value, today);

    private static RefundCause Cause(Order order, bool whole, DateOnly today) => (whole, today < order.From, order.Kind) switch
    {
        (false, _, _) => RefundCause.Downgrade,
        (_, true, OrderKind.Renewal) => RefundCause.RenewalNotBegun,
        (_, true, _) => RefundCause.NeverTookEffect,
        _ => RefundCause.Unsubscribed,
    };
}
