using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;

namespace PartnerCenter.Billing.Published;

/// <summary>What a usage line is.</summary>
public enum ChargeType
{
    /// <summary>消费.</summary>
    [Words("消费", "Consumption")]
    Consumption,

    /// <summary>退款: unsubscriptions and downgrades; negative.</summary>
    [Words("退款", "Refund")]
    Refund,

    /// <summary>调账: either sign.</summary>
    [Words("调账", "Adjustment")]
    Adjustment,
}

/// <summary>How a line came about.</summary>
public enum OrderType
{
    /// <summary>新购.</summary>
    [Words("新购", "Purchase")]
    Purchase,

    /// <summary>续费.</summary>
    [Words("续费", "Renewal")]
    Renewal,

    /// <summary>变更.</summary>
    [Words("变更", "Change")]
    Change,

    /// <summary>退订.</summary>
    [Words("退订", "Unsubscription")]
    Unsubscription,

    /// <summary>按需使用.</summary>
    [Words("使用", "Usage")]
    Usage,
}

/// <summary>How a product is charged.</summary>
public enum BillingMode
{
    /// <summary>包年/包月: for a period, in advance.</summary>
    [Words("包年/包月", "Period")]
    Period,

    /// <summary>按需: for what was used.</summary>
    [Words("按需", "Pay per use")]
    PayPerUse,
}

/// <summary>A usage line as the month close settled it. Amounts are units of 1e-8 CNY.</summary>
/// <param name="Partner">Whose customer it was at the time of the transaction.</param>
/// <param name="Customer">Who consumed.</param>
/// <param name="Mode">How they were associated.</param>
/// <param name="ChargeType">What it is.</param>
/// <param name="OrderType">How it came about.</param>
/// <param name="BillingMode">How the product is charged.</param>
/// <param name="Product">The product's code.</param>
/// <param name="ProductType">The product's type.</param>
/// <param name="Region">Where it was consumed.</param>
/// <param name="ChargeHash">Hash of its charge id; with the time its place within the partner's month.</param>
/// <param name="TransactionAt">Microseconds since 1970, UTC.</param>
/// <param name="Official">Official price, 8 decimals.</param>
/// <param name="Payable">Official price less discount, 8 decimals.</param>
/// <param name="Billed">Payable, truncated toward zero to the cent (R12.1.9.14).</param>
/// <param name="Voucher">Paid by the customer's vouchers; whole cents.</param>
/// <param name="CashCoupon">Paid by cash coupons; whole cents.</param>
/// <param name="CouponCounts">Whether those coupons count as performance.</param>
/// <param name="StoredValue">Paid by stored-value cards; whole cents.</param>
/// <param name="Arrears">Not paid yet; whole cents.</param>
/// <param name="PartnerVoucher">Taken from the partner's vouchers at billing; whole cents.</param>
public readonly record struct SettledLine(
    Guid Partner, Guid Customer, AssociationMode Mode, ChargeType ChargeType, OrderType OrderType, BillingMode BillingMode,
    string Product, string ProductType, string Region, long ChargeHash, long TransactionAt, long Official, long Payable, long Billed,
    long Voucher, long CashCoupon, bool CouponCounts, long StoredValue, long Arrears, long PartnerVoucher)
{
    /// <summary>
    /// The reseller whose customer's line it is, where the line counts for the reseller's distributor; empty for a line of the partner's
    /// own (R12.3.1).
    /// </summary>
    public Guid Reseller { get; init; }

    /// <summary>What billing cut off (抹零): the same sign, less than a cent.</summary>
    public long RoundingRemainder => Payable - Billed;

    /// <summary>What is left to pay in cash.</summary>
    public long Cash => Billed - Voucher - CashCoupon - StoredValue - Arrears - PartnerVoucher;
}
