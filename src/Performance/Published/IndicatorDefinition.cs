using PartnerCenter.Billing.Published;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;

namespace PartnerCenter.Performance.Published;

/// <summary>An indicator (指标): the sum of performance over the lines that it counts.</summary>
/// <param name="Code">Its stable name.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="ProductTypes">Product types that count; "*" for all.</param>
/// <param name="ExceptProductTypes">Product types that do not count all the same.</param>
/// <param name="Modes">Modes of association that count.</param>
/// <param name="Regions">Regions that count, by the beginning of their name; "*" for all (R12.1.5.26).</param>
/// <param name="PerCustomer">Whether it is kept by customer as well.</param>
public sealed record IndicatorDefinition(
    string Code, LocalText Name, IReadOnlyList<string> ProductTypes, IReadOnlyList<string> ExceptProductTypes,
    IReadOnlyList<AssociationMode> Modes, IReadOnlyList<string> Regions, bool PerCustomer)
{
    /// <summary>Whether a line counts.</summary>
    public bool Counts(in SettledLine line) => Counts(line.ProductType, line.Region, line.Mode);

    /// <summary>Whether a line of this product type, region and mode counts.</summary>
    public bool Counts(string productType, string region, AssociationMode mode) =>
        Modes.Contains(mode)
        && CountsProduct(productType)
        && (Regions.Contains("*") || Regions.Any(prefix => region.StartsWith(prefix, StringComparison.Ordinal)));

    /// <summary>Whether lines of this product type can count at all.</summary>
    public bool CountsProduct(string productType) =>
        (ProductTypes.Contains("*") || ProductTypes.Contains(productType)) && !ExceptProductTypes.Contains(productType);

    /// <summary>What counts as a condition in SQL over the raw lines, for the independent check.</summary>
    public string Condition()
    {
        var modes = string.Join(", ", Modes.Select(mode => (int)mode));
        var products = ProductTypes.Contains("*") ? "true" : $"product_type in ({Quote(ProductTypes)})";
        var except = ExceptProductTypes.Count == 0 ? "true" : $"product_type not in ({Quote(ExceptProductTypes)})";
        var regions = Regions.Contains("*") ? "true" : string.Join(" or ", Regions.Select(r => $"starts_with(region, {Quote([r])})"));
        return $"mode in ({modes}) and {products} and {except} and ({regions})";
    }

    private static string Quote(IEnumerable<string> texts) =>
        string.Join(", ", texts.Select(text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'"));
}
