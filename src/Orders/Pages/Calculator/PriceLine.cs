using System.Globalization;
using PartnerCenter.Orders.Calculator;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders.Pages.Calculator;

/// <summary>A line of the calculator in an address, so that a page needs no memory: <c>ecs.c4*north-1*Period*2*12</c>.</summary>
internal static class PriceLine
{
    private const char Between = '*';

    public static string Write(PriceWish wish) =>
        string.Create(CultureInfo.InvariantCulture, $"{wish.Product}{Between}{wish.Region}{Between}{wish.Purchase}{Between}{wish.Quantity}{Between}{wish.Period}");

    /// <summary>What is not written so is left out.</summary>
    public static IEnumerable<PriceWish> Read(IEnumerable<string?>? lines) => (lines ?? [])
        .Select(line => line?.Split(Between) is [var product, var region, var purchase, var quantity, var period]
            ? Of(product, region, purchase, quantity, period)
            : null)
        .OfType<PriceWish>();

    /// <summary>A line as a form sends it.</summary>
    public static PriceWish Of(string? product, string? region, string? purchase, string? quantity, string? period) => new(
        product, region, Enum.TryParse<PurchaseType>(purchase, out var way) ? way : null, Number(quantity), Number(period));

    /// <summary>How long, in words.</summary>
    public static string Period(PricedLine line) => line.Purchase == PurchaseType.Period
        ? PageBase.T($"{line.Period} 个月", $"{line.Period} months")
        : PageBase.T($"{line.Period} 小时", $"{line.Period} hours");

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
