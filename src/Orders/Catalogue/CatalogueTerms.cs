using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders.Catalogue;

/// <summary>Something that customers order.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Service">The service type that bills and vouchers know it by.</param>
/// <param name="Monthly">What one costs for a month in advance, whole cents; null if it is not sold by period.</param>
/// <param name="Hourly">What one costs for an hour of use, eight decimals; null if it is not sold by use.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Vouchers">Whether vouchers pay for it.</param>
/// <param name="Discounts">Whether authorised discounts apply to it.</param>
public sealed record Product(
    string Code, LocalText Name, string Service, decimal? Monthly, decimal? Hourly, LocalText Unit, bool Vouchers, bool Discounts);

/// <summary>Where it runs. Prices are those of every region.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
public sealed record Region(string Code, LocalText Name);

/// <summary>What is sold. Deciding day: that of the order; that of the use for what is paid by use.</summary>
/// <param name="Products">In the order of the page.</param>
/// <param name="Regions">Where they run, likewise.</param>
internal sealed record CatalogueTerms(IReadOnlyList<Product> Products, IReadOnlyList<Region> Regions) : ITerms
{
    public const string Rule = "orders.catalogue";

    public Product? Find(string? code) => Products.FirstOrDefault(product => product.Code == code);

    /// <summary>A product that is sold in a way.</summary>
    /// <exception cref="Refusal"><c>orders.no-product</c>, <c>orders.not-sold-so</c>; <c>form.required</c>, at Purchase.</exception>
    public Product Sold(string? code, PurchaseType? purchase)
    {
        var product = Find(code) ?? throw new Refusal("orders.no-product", code ?? "") { Field = "Product" };
        var price = Input.Chosen(purchase, "Purchase") == PurchaseType.Period ? product.Monthly : product.Hourly;
        return price is null ? throw new Refusal("orders.not-sold-so", product.Code) { Field = "Purchase" } : product;
    }

    public IEnumerable<string> Problems()
    {
        if (Regions is not { Count: > 0 })
        {
            yield return "regions: there is none";
        }

        foreach (var twice in Products.GroupBy(product => product.Code).Where(group => group.Count() > 1))
        {
            yield return $"products: {twice.Key} stands there twice";
        }

        foreach (var product in Products.Where(product => product is { Monthly: null, Hourly: null }
            || product.Monthly <= 0 || (product.Monthly ?? 0) * 100 % 1 != 0 || product.Hourly <= 0))
        {
            yield return $"products: {product.Code} needs a price above 0, by month in whole cents";
        }
    }
}
