using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Catalogue;
using PartnerCenter.Orders.Discounts;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Orders.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders;

/// <summary>A price: before the discount, the discount's factor, what is to be paid, and the discount that made it.</summary>
internal sealed record Price(decimal List, decimal Factor, decimal Amount, Guid? Discount = null);

/// <summary>Makes orders, one by itself or several in a combination, for the use cases that place them.</summary>
public sealed class NewOrders(
    OrdersDb db, Associations associations, CustomerAccounts customers, CustomerFreezes freezes, AuthorisedDiscounts discounts, Numbers numbers, Rulebook rulebook,
    BusinessDay businessDay)
{
    internal OrderTerms Terms => rulebook.On<OrderTerms>(OrderTerms.Rule, businessDay.Today).Terms;

    internal Dated<CatalogueTerms> Catalogue => rulebook.On<CatalogueTerms>(CatalogueTerms.Rule, businessDay.Today);

    /// <exception cref="Refusal"><c>orders.together</c>.</exception>
    internal void NeedLength(int count)
    {
        if (count < 1 || count > Terms.MostTogether)
        {
            throw new Refusal("orders.together", Terms.MostTogether);
        }
    }

    /// <exception cref="Refusal"><c>orders.quantity</c>, at Quantity.</exception>
    internal int NeedQuantity(int? quantity) => quantity is >= 1 and var number && number <= Terms.MostQuantity
        ? number
        : throw new Refusal("orders.quantity", Terms.MostQuantity) { Field = "Quantity" };

    /// <exception cref="Refusal"><c>orders.months</c>, at Months.</exception>
    internal int NeedMonths(int? months) => months is >= 1 and var number && number <= Terms.MostMonths
        ? number
        : throw new Refusal("orders.months", Terms.MostMonths) { Field = "Months" };

    /// <summary>Whether the command was done before.</summary>
    internal Task<bool> Known(Guid id, CancellationToken ct) => db.Orders.AnyAsync(o => o.Id == id || o.CombinationId == id, ct);

    /// <summary>What months in advance cost a customer today; null for anybody, who has no discount.</summary>
    internal Task<Price> Price(Guid? customer, Product product, int months, int quantity, CancellationToken ct) =>
        Price(customer, product, OrderPricing.Period(product.Monthly!.Value, months, quantity), ct);

    /// <summary>What something costs a customer today, and anybody.</summary>
    internal async Task<Price> Price(Guid? customer, Product product, decimal list, CancellationToken ct)
    {
        var (discount, factor) = product.Discounts && customer is { } one ? await discounts.Best(one, product.Service, businessDay.Today, ct) : (null, 1);
        return new(list, factor, OrderPricing.Discounted(list, factor), discount);
    }

    /// <summary>Begins to place orders of a customer.</summary>
    /// <param name="id">The command's: the id of the only order, or of the combination.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="kind">Why they belong together; null for one by itself.</param>
    /// <param name="name">What the combination is called; null for the words of its kind.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <param name="owed">Whether it is for what was had already, which a frozen customer owes all the same.</param>
    /// <exception cref="Refusal"><c>customers.frozen</c>.</exception>
    internal async Task<Placing> Begin(Guid id, Guid customer, CombinationKind? kind, string? name, Actor by, CancellationToken ct, bool owed = false)
    {
        if (!owed)
        {
            await freezes.NeedNone(customer, ct);
        }

        var (view, association) = ((await customers.Find(customer, ct))!, await associations.OfCustomer(customer, ct));
        if (kind is { } together)
        {
            db.Combinations.Add(new()
            {
                Id = id,
                Number = await numbers.Next("CT", ct),
                CustomerId = customer,
                PartnerId = association?.Partner,
                Kind = together,
                Name = name,
                PlacedAt = businessDay.Now,
            });
        }

        return new(db, numbers, businessDay, id, view, association?.Partner, kind is not null, Catalogue.Version, Terms, by.Name);
    }
}

/// <summary>One command that places orders.</summary>
internal sealed class Placing(
    OrdersDb db, Numbers numbers, BusinessDay businessDay, Guid id, CustomerView customer, Guid? partner, bool together, string catalogue,
    OrderTerms terms, string by)
{
    private int count;

    /// <summary>An order for something new.</summary>
    public async Task<Order> Add(Product product, PurchaseType purchase, OrderKind kind, int months, int quantity, Price price, CancellationToken ct)
    {
        var order = new Order
        {
            Id = together ? CommandId.Part(id, count++) : id,
            Number = await numbers.Next("OR", ct),
            CustomerId = customer.Id,
            CustomerName = customer.Name,
            PartnerId = partner,
            CombinationId = together ? id : null,
            Kind = kind,
            Purchase = purchase,
            Product = product.Code,
            ProductZh = product.Name.Zh,
            ProductEn = product.Name.En,
            Service = product.Service,
            Months = months,
            Quantity = quantity,
            ListPrice = price.List,
            Factor = price.Factor,
            DiscountId = price.Discount,
            Amount = price.Amount,
            TakesVouchers = product.Vouchers,
            Catalogue = catalogue,
            PlacedAt = businessDay.Now,
            PlacedBy = by,
            // Use was had already: it stays due.
            ExpiresAt = kind == OrderKind.Usage ? null : businessDay.Now.AddHours(terms.UnpaidHours),
        };
        db.Orders.Add(order);
        db.Publish(order.Moved(OrderStep.Placed));
        return order;
    }

    /// <summary>An order about a resource that there is; its product may be sold no longer.</summary>
    public Task<Order> Add(Resource resource, OrderKind kind, int months, int quantity, Price price, CancellationToken ct) => Add(
        new Product(resource.Product, resource.ProductName, resource.Service, null, null, new("", ""), false, false), resource.Purchase, kind, months,
        quantity, price, ct);
}
