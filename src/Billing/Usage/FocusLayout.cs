using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;

namespace PartnerCenter.Billing.Usage;

/// <summary>
/// FOCUS 1.0, the FinOps Foundation's layout of cloud bills. Sub-accounts are customers; the billing period that the file states is
/// the month; amounts beyond 8 decimals are rounded half up; other currencies are converted at the month's rate and kept.
/// </summary>
internal sealed class FocusLayout(Func<string, Month, long?> rateOf, IReadOnlyDictionary<string, string> customerOf) : IUsageLayout
{
    private static readonly string[] Required =
    [
        "BilledCost", "BillingCurrency", "BillingPeriodStart", "ChargeCategory", "ChargePeriodStart", "ListCost", "ServiceCategory",
        "ServiceName", "SubAccountId",
    ];

    private Columns columns = null!;
    private int id, billed, list, currency, billingPeriod, category, periodStart, periodEnd, service, serviceCategory, subAccount, region,
        resourceId, resourceName, resourceType, sku, pricing;

    public void Header(IReadOnlyList<string> names)
    {
        columns = new Columns(names, Required);
        (id, billed, list, currency) = (columns["Id"], columns["BilledCost"], columns["ListCost"], columns["BillingCurrency"]);
        (billingPeriod, category) = (columns["BillingPeriodStart"], columns["ChargeCategory"]);
        (periodStart, periodEnd) = (columns["ChargePeriodStart"], columns["ChargePeriodEnd"]);
        (service, serviceCategory, subAccount) = (columns["ServiceName"], columns["ServiceCategory"], columns["SubAccountId"]);
        (region, sku, pricing) = (columns["RegionId"], columns["SkuId"], columns["PricingCategory"]);
        (resourceId, resourceName, resourceType) = (columns["ResourceId"], columns["ResourceName"], columns["ResourceType"]);
    }

    public void Read(in Line line, UsageRow row)
    {
        var account = columns.Word(line, subAccount, "SubAccountId", true);
        row.CustomerNumber = customerOf.GetValueOrDefault(account, account);
        row.Product = columns.Word(line, service, "ServiceName", true);
        row.ProductType = columns.Word(line, serviceCategory, "ServiceCategory", true);
        row.ResourceType = columns.Word(line, resourceType, "ResourceType", false);
        row.ResourceId = Columns.Text(line, resourceId, "ResourceId", false);
        row.ResourceName = Columns.Text(line, resourceName, "ResourceName", false);
        row.Region = columns.Word(line, region, "RegionId", false);
        row.TransactionAt = Columns.Instant(line, periodStart, "ChargePeriodStart", true);
        row.PeriodStart = row.TransactionAt;
        row.PeriodEnd = Columns.Instant(line, periodEnd, "ChargePeriodEnd", false);
        var period = Columns.Instant(line, billingPeriod, "BillingPeriodStart", true);
        row.Month = new Month(period.Year, period.Month);
        row.ChargeId = id < 0 ? $"focus:{period:yyyyMM}:{row.Line}" : $"focus:{Columns.Text(line, id, "Id", true)}";
        row.BillingMode = Columns.Cell(line, pricing) is "Committed" ? BillingMode.Period : BillingMode.PayPerUse;
        row.OrderType = row.BillingMode == BillingMode.Period ? OrderType.Purchase : OrderType.Usage;
        Amounts(line, row);
    }

    private void Amounts(in Line line, UsageRow row)
    {
        row.Currency = columns.Word(line, currency, "BillingCurrency", true);
        row.Rate = rateOf(row.Currency, row.Month) ?? throw new BadRow("usage.no-rate", $"{row.Currency} {row.Month}");
        row.Original = Columns.Units(line, billed, "BilledCost", mayRound: true);
        row.Payable = Convert(row.Original, row.Rate);
        row.Official = Convert(Columns.Units(line, list, "ListCost", mayRound: true), row.Rate);
        row.ChargeType = Columns.Cell(line, category) switch
        {
            "Usage" or "Purchase" or "Tax" => row.Payable < 0 ? ChargeType.Refund : ChargeType.Consumption,
            "Credit" => ChargeType.Adjustment,
            "Adjustment" => ChargeType.Adjustment,
            var other => throw new BadRow("usage.choice", $"ChargeCategory: {other}"),
        };
        (row.Usage, row.Size, row.Per, row.UnitPrice) = (0, 0, 0, 0);
        (row.Voucher, row.CashCoupon, row.CouponCounts, row.StoredValue, row.Arrears) = (0, 0, false, 0, 0);
    }

    private static long Convert(long original, long rate) => Rounding.Share(original, rate, Rounding.One);
}
