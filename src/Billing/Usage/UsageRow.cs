using PartnerCenter.Billing.Published;
using PartnerCenter.Customers.Published;

namespace PartnerCenter.Billing.Usage;

/// <summary>One line of a usage file, read and checked: one object that is filled again for every line.</summary>
internal sealed class UsageRow
{
    public long Line;
    public string ChargeId = "";
    public string CustomerNumber = "";
    public short Bucket;
    public Guid Partner;
    public Guid Customer;
    public AssociationMode Mode;
    public ChargeType ChargeType;
    public OrderType OrderType;
    public BillingMode BillingMode;
    public string Product = "";
    public string ProductType = "";
    public string ResourceType = "";
    public string ResourceId = "";
    public string ResourceName = "";
    public string Region = "";
    public DateTimeOffset TransactionAt;
    public DateTimeOffset PeriodStart;
    public DateTimeOffset PeriodEnd;
    public Kernel.Month Month;
    public long Usage;
    public long Size;
    public int Per;
    public long UnitPrice;
    public long Official;
    public long Payable;
    public long Voucher;
    public long CashCoupon;
    public bool CouponCounts;
    public long StoredValue;
    public long Arrears;
    public string Currency = "CNY";
    public long Rate;
    public long Original;
}

/// <summary>A line that cannot be imported: the reason's code and what it is about.</summary>
internal sealed class BadRow(string code, string detail) : Exception(code)
{
    public string Code { get; } = code;

    public string Detail { get; } = detail;
}

/// <summary>A layout of usage files.</summary>
internal interface IUsageLayout
{
    /// <summary>Finds the columns; called once with their names.</summary>
    /// <exception cref="Kernel.Refusal"><c>usage.columns</c> names the columns that are missing.</exception>
    void Header(IReadOnlyList<string> names);

    /// <summary>Fills the row from a line, except what depends on the customer.</summary>
    /// <exception cref="BadRow">The line cannot be used.</exception>
    void Read(in Line line, UsageRow row);
}
