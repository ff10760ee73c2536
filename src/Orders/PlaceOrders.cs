using PartnerCenter.Kernel;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders;

/// <summary>Something that a customer wishes to buy.</summary>
/// <param name="Product">Its code in the catalogue.</param>
/// <param name="Purchase">By period or by use.</param>
/// <param name="Months">For how long; by period alone.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Start">The first day, if not at once; by period alone.</param>
public sealed record OrderLine(string? Product, PurchaseType? Purchase, int? Months, int? Quantity, DateOnly? Start = null);

/// <summary>
/// A customer orders, one product or several that are paid or cancelled together (R12.1.9.11). What is paid by use begins at once and is
/// charged afterwards.
/// </summary>
public sealed class PlaceOrders(OrdersDb db, NewOrders orders, Provision provision, BusinessDay businessDay)
{
    /// <summary>Orders.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="lines">What; several make a combination.</param>
    /// <param name="kind">Why several belong together; a service bundle unless said otherwise.</param>
    /// <param name="name">What the combination is called.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// <c>orders.together</c>, <c>orders.no-product</c>, <c>orders.not-sold-so</c>, <c>orders.quantity</c>, <c>orders.months</c>,
    /// <c>orders.start</c>.
    /// </exception>
    public async Task Run(Guid id, IReadOnlyList<OrderLine> lines, CombinationKind? kind, string? name, Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Buy);
        orders.NeedLength(lines.Count);
        await db.Unit.InTurn(OrdersModule.Turn(by.CustomerId), ct);
        if (await orders.Known(id, ct))
        {
            return;
        }

        await using var wide = await db.Unit.AcrossWalls(ct);
        var words = string.IsNullOrWhiteSpace(name) ? null : Input.Text(name, "Name", 60);
        var placing = await orders.Begin(id, by.CustomerId, lines.Count > 1 ? kind ?? CombinationKind.ServiceBundle : null, words, by, ct);
        foreach (var line in lines)
        {
            await One(placing, line, by, ct);
        }

        await db.Save(by, "orders.place", ct);
    }

    private async Task One(Placing placing, OrderLine line, Actor by, CancellationToken ct)
    {
        var (product, purchase) = (orders.Catalogue.Terms.Sold(line.Product, line.Purchase), line.Purchase!.Value);
        var quantity = orders.NeedQuantity(line.Quantity);
        if (purchase == PurchaseType.PayPerUse)
        {
            var used = await placing.Add(product, purchase, OrderKind.New, 0, quantity, new(0, 1, 0), ct);
            used.Complete(by.Name, businessDay.Now);
            await provision.Begin(used, ct);
            return;
        }

        var months = orders.NeedMonths(line.Months);
        var today = businessDay.Today;
        if (line.Start < today || line.Start > today.AddDays(orders.Terms.LatestStartDays))
        {
            throw new Refusal("orders.start", orders.Terms.LatestStartDays) { Field = "Start" };
        }

        var price = await orders.Price(by.CustomerId, product, months, quantity, ct);
        (await placing.Add(product, purchase, OrderKind.New, months, quantity, price, ct)).Starting(line.Start);
    }
}
