using PartnerCenter.Kernel;
using PartnerCenter.Orders.Catalogue;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders.Calculator;

/// <summary>What somebody wants the price of.</summary>
/// <param name="Product">The code of a product with its specification.</param>
/// <param name="Region">The code of a region.</param>
/// <param name="Purchase">How it is paid for.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Period">For how long: months in advance, or hours of use.</param>
public sealed record PriceWish(string? Product, string? Region, PurchaseType? Purchase, int? Quantity, int? Period);

/// <summary>A line with its price.</summary>
/// <param name="Product">The code of the product.</param>
/// <param name="Name">Its name and specification.</param>
/// <param name="Region">The code of the region.</param>
/// <param name="RegionName">Its name.</param>
/// <param name="Purchase">How it is paid for.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Period">Months in advance, or hours of use.</param>
/// <param name="Amount">CNY, whole cents.</param>
public sealed record PricedLine(
    string Product, LocalText Name, string Region, LocalText RegionName, PurchaseType Purchase, int Quantity, int Period, decimal Amount)
{
    internal PriceWish Wish => new(Product, Region, Purchase, Quantity, Period);
}

/// <summary>Lines and what they cost together.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="Total">CNY, whole cents: the sum of the lines.</param>
public sealed record PricedList(IReadOnlyList<PricedLine> Lines, decimal Total)
{
    internal static PricedList Of(IReadOnlyList<PricedLine> lines) => new(lines, lines.Sum(line => line.Amount));
}

/// <summary>
/// What things cost today (价格计算器, R10.2.3): by product and specification, region, billing mode, quantity and period, out of the catalogue and
/// by the arithmetic of orders. List prices: discounts are somebody's own.
/// </summary>
internal sealed class PriceCalculator(NewOrders orders)
{
    /// <summary>Those of the longest month.</summary>
    private const int HoursOfMonth = 744;

    public IReadOnlyList<Product> Products => orders.Catalogue.Terms.Products;

    public IReadOnlyList<Region> Regions => orders.Catalogue.Terms.Regions;

    /// <summary>The longest period.</summary>
    public int Longest(PurchaseType purchase) => purchase == PurchaseType.Period ? orders.Terms.MostMonths : orders.Terms.MostMonths * HoursOfMonth;

    /// <summary>Prices lines.</summary>
    /// <exception cref="Refusal">
    /// <c>orders.together</c>, <c>orders.no-product</c>, <c>orders.no-region</c>, <c>orders.not-sold-so</c>, <c>orders.quantity</c>,
    /// <c>orders.period</c>; those of what is left out.
    /// </exception>
    public PricedList Calculate(IReadOnlyList<PriceWish>? wishes)
    {
        orders.NeedLength(wishes?.Count ?? 0);
        return PricedList.Of([.. wishes!.Select(One)]);
    }

    /// <summary>What a line costs today; null once it is not sold so any more.</summary>
    public decimal? Today(PricedLine line)
    {
        try
        {
            return One(line.Wish).Amount;
        }
        catch (Refusal)
        {
            return null;
        }
    }

    private PricedLine One(PriceWish wish)
    {
        var product = orders.Catalogue.Terms.Sold(wish.Product, wish.Purchase);
        var code = Input.Text(wish.Region, "Region", 60);
        var region = Regions.FirstOrDefault(region => region.Code == code) ?? throw new Refusal("orders.no-region", code) { Field = "Region" };
        var (purchase, quantity) = (wish.Purchase!.Value, orders.NeedQuantity(wish.Quantity));
        if (Input.Chosen(wish.Period, "Period") is var period && (period < 1 || period > Longest(purchase)))
        {
            throw new Refusal("orders.period", Longest(purchase)) { Field = "Period" };
        }

        var amount = purchase == PurchaseType.Period
            ? OrderPricing.Period(product.Monthly!.Value, period, quantity)
            : OrderPricing.Used(product.Hourly!.Value, quantity, period * OrderPricing.SecondsPerHour, 1);
        return new(product.Code, product.Name, region.Code, region.Name, purchase, quantity, period, amount);
    }
}
