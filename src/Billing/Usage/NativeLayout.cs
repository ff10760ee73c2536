using PartnerCenter.Billing.Close;
using PartnerCenter.Billing.Published;
using PartnerCenter.Kernel;

namespace PartnerCenter.Billing.Usage;

/// <summary>This product's own layout: all fields of a consumption line (R12.1.9.8); docs/reference/usage-files.md describes it.</summary>
internal sealed class NativeLayout : IUsageLayout
{
    private static readonly string[] Required = ["charge_id", "customer", "charge_type", "billing_mode", "product_type", "product", "transaction_at"];

    private static readonly Dictionary<string, ChargeType> ChargeTypes = new()
    {
        ["consumption"] = ChargeType.Consumption,
        ["refund"] = ChargeType.Refund,
        ["adjustment"] = ChargeType.Adjustment,
    };

    private static readonly Dictionary<string, OrderType> OrderTypes = new()
    {
        ["purchase"] = OrderType.Purchase,
        ["renewal"] = OrderType.Renewal,
        ["change"] = OrderType.Change,
        ["unsubscription"] = OrderType.Unsubscription,
        ["usage"] = OrderType.Usage,
    };

    private static readonly Dictionary<string, BillingMode> BillingModes = new()
    {
        ["period"] = BillingMode.Period,
        ["pay-per-use"] = BillingMode.PayPerUse,
    };

    private Columns columns = null!;
    private int chargeId, customer, chargeType, orderType, billingMode, productType, product, resourceType, resourceId, resourceName, region,
        transactionAt, periodStart, periodEnd, usage, size, per, unitPrice, official, discount, payable, voucher, cashCoupon, couponCounts,
        storedValue, arrears;

    public void Header(IReadOnlyList<string> names)
    {
        columns = new Columns(names, Required);
        (chargeId, customer, chargeType, orderType) = (columns["charge_id"], columns["customer"], columns["charge_type"], columns["order_type"]);
        (billingMode, productType, product) = (columns["billing_mode"], columns["product_type"], columns["product"]);
        (resourceType, resourceId, resourceName) = (columns["resource_type"], columns["resource_id"], columns["resource_name"]);
        (region, transactionAt) = (columns["region"], columns["transaction_at"]);
        (periodStart, periodEnd) = (columns["period_start"], columns["period_end"]);
        (usage, size, per, unitPrice) = (columns["usage"], columns["size"], columns["per"], columns["unit_price"]);
        (official, discount, payable) = (columns["official"], columns["discount"], columns["payable"]);
        (voucher, cashCoupon, couponCounts) = (columns["voucher"], columns["cash_coupon"], columns["coupon_counts"]);
        (storedValue, arrears) = (columns["stored_value"], columns["arrears"]);
    }

    public void Read(in Line line, UsageRow row)
    {
        row.ChargeId = Columns.Text(line, chargeId, "charge_id", true);
        row.CustomerNumber = columns.Word(line, customer, "customer", true);
        row.ChargeType = OneOf(line, chargeType, "charge_type", ChargeTypes);
        row.BillingMode = OneOf(line, billingMode, "billing_mode", BillingModes);
        row.OrderType = Columns.Cell(line, orderType).IsEmpty
            ? row.BillingMode == BillingMode.PayPerUse ? OrderType.Usage : OrderType.Purchase
            : OneOf(line, orderType, "order_type", OrderTypes);
        row.ProductType = columns.Word(line, productType, "product_type", true);
        row.Product = columns.Word(line, product, "product", true);
        row.ResourceType = columns.Word(line, resourceType, "resource_type", false);
        row.ResourceId = Columns.Text(line, resourceId, "resource_id", false);
        row.ResourceName = Columns.Text(line, resourceName, "resource_name", false);
        row.Region = columns.Word(line, region, "region", false);
        row.TransactionAt = Columns.Instant(line, transactionAt, "transaction_at", true);
        row.PeriodStart = Columns.Instant(line, periodStart, "period_start", false);
        row.PeriodEnd = Columns.Instant(line, periodEnd, "period_end", false);
        row.Month = Month.Of(row.TransactionAt);
        Price(line, row);
        Payment(line, row);
        (row.Currency, row.Rate, row.Original) = ("CNY", Rounding.One, row.Payable);
    }

    private static T OneOf<T>(in Line line, int place, string name, Dictionary<string, T> choices)
    {
        var cell = Columns.Cell(line, place);
        return choices.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(cell, out var found)
            ? found
            : throw new BadRow(cell.IsEmpty ? "usage.required" : "usage.choice", cell.IsEmpty ? name : $"{name}: {cell}");
    }

    /// <summary>Either usage × size × price ÷ per, or an official amount as given.</summary>
    private void Price(in Line line, UsageRow row)
    {
        row.Per = 0;
        row.Usage = Columns.Units(line, usage, "usage");
        row.Size = Columns.Units(line, size, "size", absent: Rounding.One);
        row.UnitPrice = Columns.Units(line, unitPrice, "unit_price");
        if (Columns.Cell(line, official).IsEmpty)
        {
            if (Columns.Cell(line, usage).IsEmpty || Columns.Cell(line, unitPrice).IsEmpty)
            {
                throw new BadRow("usage.no-amount", "official, or usage and unit_price");
            }

            row.Per = (int)(Columns.Units(line, per, "per", absent: Rounding.One) / Rounding.One);
            if (row.Per < 1)
            {
                throw new BadRow("usage.amount", $"per: {Columns.Cell(line, per)}");
            }

            try
            {
                row.Official = Rating.Amount(row.Usage, row.Size, row.Per, row.UnitPrice);
            }
            catch (OverflowException)
            {
                throw new BadRow("usage.amount", "usage × size × unit_price");
            }
        }
        else
        {
            row.Official = Columns.Units(line, official, "official");
        }

        row.Payable = row.Official - Columns.Units(line, discount, "discount");
        if (!Columns.Cell(line, payable).IsEmpty && Columns.Units(line, payable, "payable") != row.Payable)
        {
            throw new BadRow("usage.sum", "payable ≠ official − discount");
        }

        var wrongSign = (row.ChargeType == ChargeType.Consumption && row.Payable < 0) || (row.ChargeType == ChargeType.Refund && row.Payable > 0);
        if (wrongSign)
        {
            throw new BadRow("usage.sign", row.ChargeType.ToString());
        }
    }

    private void Payment(in Line line, UsageRow row)
    {
        row.Voucher = Columns.Cents(line, voucher, "voucher");
        row.CashCoupon = Columns.Cents(line, cashCoupon, "cash_coupon");
        row.CouponCounts = Columns.Cell(line, couponCounts) is "true" or "1";
        row.StoredValue = Columns.Cents(line, storedValue, "stored_value");
        row.Arrears = Columns.Cents(line, arrears, "arrears");
        var parts = row.Voucher + row.CashCoupon + row.StoredValue + row.Arrears;
        if (parts > Math.Max(0, Rounding.TruncateToCent(row.Payable)))
        {
            throw new BadRow("usage.parts", "voucher + cash_coupon + stored_value + arrears > payable");
        }
    }
}
