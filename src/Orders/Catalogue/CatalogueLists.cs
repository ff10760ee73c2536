using PartnerCenter.Kernel;
using PartnerCenter.Orders.Discounts;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Orders.Catalogue;

/// <summary>A product with the discount that a customer has for it today.</summary>
/// <param name="Product">The product.</param>
/// <param name="Factor">The discount's factor; 1 without one.</param>
public sealed record Offer(Product Product, decimal Factor);

/// <summary>What is sold today.</summary>
public sealed class CatalogueLists(AuthorisedDiscounts discounts, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>All products, for a customer with its discounts.</summary>
    public async Task<List<Offer>> For(Actor by, CancellationToken ct = default)
    {
        by.Need(OrdersModule.Own);
        var offers = new List<Offer>();
        foreach (var product in All)
        {
            offers.Add(new(product, product.Discounts ? await discounts.Factor(by.CustomerId, product.Service, businessDay.Today, ct) : 1));
        }

        return offers;
    }

    /// <summary>Services of which something takes authorised discounts on a day.</summary>
    public HashSet<string> Discounted(DateOnly day) =>
        [.. rulebook.On<CatalogueTerms>(CatalogueTerms.Rule, day).Terms.Products.Where(product => product.Discounts).Select(product => product.Service)];

    /// <summary>All products.</summary>
    public IReadOnlyList<Product> All => rulebook.On<CatalogueTerms>(CatalogueTerms.Rule, businessDay.Today).Terms.Products;
}
