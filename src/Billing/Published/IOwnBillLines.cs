using PartnerCenter.Billing.Bills;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Billing.Published;

/// <summary>How a customer's lines are put together.</summary>
public enum LineGrouping
{
    /// <summary>Each by itself.</summary>
    [Words("按明细", "By line")]
    Line,

    /// <summary>A resource's of a day.</summary>
    [Words("按天", "By day")]
    Day,

    /// <summary>A resource's of the month.</summary>
    [Words("按账期", "By month")]
    Month,
}

/// <summary>Which of a customer's lines are asked for; null does not narrow.</summary>
/// <param name="Grouping">How they are put together.</param>
public sealed record OwnLineFilter(LineGrouping Grouping = LineGrouping.Line)
{
    /// <summary>Of this product type.</summary>
    public string? ProductType { get; init; }

    /// <summary>Of this kind of resource.</summary>
    public string? ResourceType { get; init; }

    /// <summary>Of this resource.</summary>
    public string? ResourceId { get; init; }

    /// <summary>In this region.</summary>
    public string? Region { get; init; }

    /// <summary>This line.</summary>
    public string? ChargeId { get; init; }

    /// <summary>Charged so.</summary>
    public BillingMode? BillingMode { get; init; }

    /// <summary>With arrears, or without.</summary>
    public bool? Owed { get; init; }

    /// <summary>Whether lines of nothing are left out.</summary>
    public bool NonZero { get; init; }

    /// <summary>Of these kinds.</summary>
    public IReadOnlyList<(ChargeType Charge, OrderType Order)>? Kinds { get; init; }

    /// <summary>From this day on, GMT+08:00.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Until this day, included.</summary>
    public DateOnly? To { get; init; }
}

/// <summary>The lines of the customer that the actor is, for later modules: of closed months, as its partners' bills have them.</summary>
public interface IOwnBillLines
{
    /// <summary>Lines of a month in the order of product and time, and how many there are in all. Of several together time is the last, and amounts are sums.</summary>
    Task<(List<BillLine> Lines, long Count)> Matching(Actor by, Month month, OwnLineFilter filter, long skip, int limit, CancellationToken ct = default);
}
