using PartnerCenter.Billing.Bills;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Billing.Published;

/// <summary>Which lines of a bill are asked for; null does not narrow.</summary>
/// <param name="Customer">Whose consumption.</param>
/// <param name="ProductType">Of which type.</param>
/// <param name="BillingMode">How it was charged.</param>
/// <param name="Region">Where.</param>
/// <param name="ResourceId">Of which resource.</param>
/// <param name="ResourceName">Of resources called so.</param>
/// <param name="ChargeId">The line itself.</param>
/// <param name="Mode">How the customer was associated then.</param>
/// <param name="From">From this day on, GMT+08:00.</param>
/// <param name="To">Until this day, included.</param>
public sealed record BillLineFilter(
    Guid Customer, string? ProductType, BillingMode? BillingMode, string? Region, string? ResourceId, string? ResourceName, string? ChargeId,
    AssociationMode? Mode, DateOnly? From, DateOnly? To);

/// <summary>The lines of the bills of the actor's partner, for later modules.</summary>
public interface IBillLines
{
    /// <summary>Lines of a month in the order of product and time, and how many there are in all.</summary>
    Task<(List<BillLine> Lines, long Count)> Matching(
        Actor by, Month month, BillLineFilter filter, long skip, int limit, CancellationToken ct = default);
}
