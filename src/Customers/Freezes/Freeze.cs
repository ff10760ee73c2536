using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Customers.Freezes;

/// <summary>A time during which a partner has frozen its resale customer (冻结): from the first instant, up to but not including the last.</summary>
internal sealed class Freeze : IPartnerRow
{
    public Guid Id { get; init; }

    public Guid PartnerId { get; init; }

    public Guid CustomerId { get; init; }

    /// <summary>Why, for the customer to read.</summary>
    public required string Reason { get; init; }

    public DateTimeOffset FrozenAt { get; init; }

    public required string FrozenBy { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string? EndedBy { get; private set; }

    /// <summary>Why it ended; null where the association did.</summary>
    public string? EndReason { get; private set; }

    /// <exception cref="Refusal"><c>customers.not-frozen</c>.</exception>
    public void End(string? reason, string by, DateTimeOffset now) =>
        (EndedAt, EndedBy, EndReason) = EndedAt is null ? (now, by, reason) : throw new Refusal("customers.not-frozen");
}
