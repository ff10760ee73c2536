using PartnerCenter.Kernel;

namespace PartnerCenter.Orders;

/// <summary>Why orders belong together (组合类型, R12.1.9.11).</summary>
public enum CombinationKind
{
    /// <summary>服务组合开通: services that work only together.</summary>
    [Words("服务组合开通", "Service bundle")]
    ServiceBundle,

    /// <summary>批量操作: renewed, changed or unsubscribed together.</summary>
    [Words("批量操作", "Batch operation")]
    Batch,

    /// <summary>组合购: bought together in a promotion.</summary>
    [Words("组合购", "Promotion bundle")]
    PromotionBundle,
}

/// <summary>Orders that are paid or cancelled together; afterwards each of their resources goes its own way (组合交易单, R12.1.9.11).</summary>
internal sealed class Combination
{
    public Guid Id { get; init; }

    public required string Number { get; init; }

    public Guid CustomerId { get; init; }

    public Guid? PartnerId { get; init; }

    public CombinationKind Kind { get; init; }

    /// <summary>What the customer calls it; null for the words of its kind.</summary>
    public string? Name { get; init; }

    public DateTimeOffset PlacedAt { get; init; }
}
