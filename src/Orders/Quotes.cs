using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Catalogue;
using PartnerCenter.Platform.Access;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders;

/// <summary>What something would cost, in CNY.</summary>
/// <param name="Product">Its code.</param>
/// <param name="List">Before the discount.</param>
/// <param name="Factor">The discount's factor; 1 without one.</param>
/// <param name="Amount">What would be to be paid.</param>
/// <param name="Discount">The discount; null without one.</param>
public sealed record Quote(string Product, decimal List, decimal Factor, decimal Amount, Guid? Discount);

/// <summary>What it would cost that a resource goes on, or why it cannot.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Quote">The price; null if it cannot.</param>
/// <param name="WhyNot">Why it cannot; null if it can.</param>
public sealed record RenewalQuote(Guid Resource, Quote? Quote, Refusal? WhyNot);

/// <summary>
/// What an order of today would cost, by the arithmetic that makes the order: a customer's with its discount, a partner's without any,
/// because discounts are customers'.
/// </summary>
public sealed class Quotes(NewOrders orders, ChangeResources change, ResourceLists resources)
{
    /// <summary>A period in advance.</summary>
    /// <exception cref="Refusal"><c>orders.no-product</c>, <c>orders.not-sold-so</c>, <c>orders.months</c>, <c>orders.quantity</c>.</exception>
    public async Task<Quote> Period(string? product, int? months, int? quantity, Actor by, CancellationToken ct = default)
    {
        Need(by);
        var sold = orders.Catalogue.Terms.Sold(product, PurchaseType.Period);
        return Of(sold, await orders.Price(by.Customer, sold, orders.NeedMonths(months), orders.NeedQuantity(quantity), ct));
    }

    /// <summary>Use, with eight decimals: an order of it is cut to the cent (R12.1.9.14).</summary>
    /// <exception cref="Refusal"><c>orders.no-product</c>, <c>orders.not-sold-so</c>, <c>orders.quantity</c>.</exception>
    public async Task<Quote> Use(string? product, long seconds, int? quantity, Actor by, CancellationToken ct = default)
    {
        Need(by);
        var sold = orders.Catalogue.Terms.Sold(product, PurchaseType.PayPerUse);
        var (hourly, count) = (sold.Hourly!.Value, orders.NeedQuantity(quantity));
        var price = await orders.Price(by.Customer, sold, 0m, ct);
        return new(
            sold.Code, OrderPricing.UsedExactly(hourly, count, seconds, 1), price.Factor, OrderPricing.UsedExactly(hourly, count, seconds, price.Factor), price.Discount);
    }

    /// <summary>Resources that go on, in the order of their numbers; those that the actor does not see are left out.</summary>
    /// <exception cref="Refusal"><c>orders.months</c>, <c>orders.together</c>.</exception>
    public async Task<List<RenewalQuote>> Renewals(IReadOnlyCollection<Guid> wanted, int? months, Actor by, CancellationToken ct = default)
    {
        orders.NeedLength(wanted.Count);
        var length = orders.NeedMonths(months);
        var quotes = new List<RenewalQuote>();
        foreach (var resource in await (await resources.Seen(by, ct)).Where(r => wanted.Contains(r.Id)).OrderBy(r => r.Number).ToListAsync(ct))
        {
            try
            {
                var (product, price) = await change.RenewalPrice(resource, length, ct);
                quotes.Add(new(resource.Id, Of(product, price), null));
            }
            catch (Refusal no)
            {
                quotes.Add(new(resource.Id, null, no));
            }
        }

        return quotes;
    }

    private static Quote Of(Product product, Price price) => new(product.Code, price.List, price.Factor, price.Amount, price.Discount);

    private static void Need(Actor by) => by.Need(by.Customer is null ? OrdersModule.See : OrdersModule.Own);
}
