namespace PartnerCenter.Orders.Discounts;

/// <summary>A discount that the vendor grants one customer (授权商务折扣).</summary>
internal sealed class Discount
{
    public Guid Id { get; init; }

    public required string Number { get; init; }

    public Guid CustomerId { get; init; }

    public required string CustomerName { get; init; }

    /// <summary>What it makes of a price: above 0 and below 1, at most four decimals.</summary>
    public decimal Factor { get; init; }

    /// <summary>For which service types; none for all.</summary>
    public required string[] Services { get; init; }

    public DateOnly From { get; init; }

    /// <summary>Its last day, included.</summary>
    public DateOnly To { get; set; }

    public DateTimeOffset GrantedAt { get; init; }

    public required string GrantedBy { get; init; }

    /// <summary>It ends with a day; one that has not begun ends before it begins.</summary>
    public void End(DateOnly last) => To = last < To ? last : To;
}

/// <summary>Whether a sub account whose money its master does not keep inherits the master's discounts (支付策略, R12.1.9.25).</summary>
internal sealed class SubAccountPolicy
{
    public Guid SubId { get; init; }

    public Guid MasterId { get; init; }

    public bool InheritsDiscounts { get; set; }
}
