using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;
using Sylvan.Data.Csv;

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

    public void Header(CsvDataReader csv)
    {
        columns = new Columns(csv, Required);
        (id, billed, list, currency) = (columns["Id"], columns["BilledCost"], columns["ListCost"], columns["BillingCurrency"]);
        (billingPeriod, category) = (columns["BillingPeriodStart"], columns["ChargeCategory"]);
        (periodStart, periodEnd) = (columns["ChargePeriodStart"], columns["ChargePeriodEnd"]);
        (service, serviceCategory, subAccount) = (columns["ServiceName"], columns["ServiceCategory"], columns["SubAccountId"]);
        (region, sku, pricing) = (columns["RegionId"], columns["SkuId"], columns["PricingCategory"]);
        (resourceId, resourceName, resourceType) = (columns["ResourceId"], columns["ResourceName"], columns["ResourceType"]);
    }

    public void Read(CsvDataReader csv, UsageRow row)
    {
        var account = columns.Word(csv, subAccount, "SubAccountId", true);
        row.CustomerNumber = customerOf.GetValueOrDefault(account, account);
        row.Product = columns.Word(csv, service, "ServiceName", true);
        row.ProductType = columns.Word(csv, serviceCategory, "ServiceCategory", true);
        row.ResourceType = columns.Word(csv, resourceType, "ResourceType", false);
        row.ResourceId = Columns.Text(csv, resourceId, "ResourceId", false);
        row.ResourceName = Columns.Text(csv, resourceName, "ResourceName", false);
        row.Region = columns.Word(csv, region, "RegionId", false);
        row.TransactionAt = Columns.Instant(csv, periodStart, "ChargePeriodStart", true);
        row.PeriodStart = row.TransactionAt;
        row.PeriodEnd = Columns.Instant(csv, periodEnd, "ChargePeriodEnd", false);
        var period = Columns.Instant(csv, billingPeriod, "BillingPeriodStart", true);
        row.Month = new Month(period.Year, period.Month);
        row.ChargeId = id < 0 ? $"focus:{period:yyyyMM}:{row.Line}" : $"focus:{Columns.Text(csv, id, "Id", true)}";
        row.BillingMode = Columns.Cell(csv, pricing) is "Committed" ? BillingMode.Period : BillingMode.PayPerUse;
        row.OrderType = row.BillingMode == BillingMode.Period ? OrderType.Purchase : OrderType.Usage;
        Amounts(csv, row);
    }

    private void Amounts(CsvDataReader csv, UsageRow row)
    {
        row.Currency = columns.Word(csv, currency, "BillingCurrency", true);
        row.Rate = rateOf(row.Currency, row.Month) ?? throw new BadRow("usage.no-rate", $"{row.Currency} {row.Month}");
        row.Original = Columns.Units(csv, billed, "BilledCost", mayRound: true);
        row.Payable = Convert(row.Original, row.Rate);
        row.Official = Convert(Columns.Units(csv, list, "ListCost", mayRound: true), row.Rate);
        row.ChargeType = Columns.Cell(csv, category) switch
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
