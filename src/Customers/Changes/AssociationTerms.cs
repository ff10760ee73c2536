using PartnerCenter.Customers.Published;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Customers.Changes;

/// <summary>How associations end and what stays behind. Deciding day: today.</summary>
/// <param name="CustomerRequests">How often a customer may ask to leave within <paramref name="CustomerRequestMonths"/> (R12.4.3).</param>
/// <param name="CustomerRequestMonths">The time in which that is counted, months back to the same second.</param>
/// <param name="ResaleGraceDays">Days of grace that pay-per-use resources have at least in resale (R12.4.19).</param>
/// <param name="AfterResaleGraceDays">Days of grace that they have at least after resale (R12.4.19).</param>
internal sealed record AssociationTerms(int CustomerRequests, int CustomerRequestMonths, int ResaleGraceDays, int AfterResaleGraceDays) : ITerms
{
    public const string Rule = "customers.association";

    public IEnumerable<string> Problems()
    {
        if (CustomerRequests < 1)
        {
            yield return $"customerRequests: {CustomerRequests} is less than 1";
        }

        if (CustomerRequestMonths is < 1 or > 120)
        {
            yield return "customerRequestMonths: must be 1 to 120";
        }

        if (ResaleGraceDays is < 0 or > 365 || AfterResaleGraceDays is < 0 or > 365)
        {
            yield return "resaleGraceDays, afterResaleGraceDays: must be 0 to 365";
        }
    }

    /// <summary>The least days of grace once the mode is this one, or once there is no partner.</summary>
    public int GraceDays(AssociationMode? from, AssociationMode? to) => (from, to) switch
    {
        (_, AssociationMode.Resale) => ResaleGraceDays,
        (AssociationMode.Resale, _) => AfterResaleGraceDays,
        _ => 0,
    };
}
