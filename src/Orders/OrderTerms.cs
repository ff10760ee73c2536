using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Orders;

/// <summary>What orders may be and how long they wait. Deciding day: today.</summary>
/// <param name="UnpaidHours">After how many hours an unpaid order is cancelled.</param>
/// <param name="MostMonths">The longest period.</param>
/// <param name="MostQuantity">The largest quantity.</param>
/// <param name="MostTogether">How many orders are placed together at most.</param>
/// <param name="LatestStartDays">How many days ahead a period may begin.</param>
/// <param name="RefundHours">How long a refund is on its way (R12.4.24).</param>
/// <param name="RenewDaysBefore">How many days before its end a resource is renewed automatically.</param>
internal sealed record OrderTerms(
    int UnpaidHours, int MostMonths, int MostQuantity, int MostTogether, int LatestStartDays, int RefundHours, int RenewDaysBefore) : ITerms
{
    public const string Rule = "orders.orders";

    public IEnumerable<string> Problems()
    {
        if (UnpaidHours < 1 || MostMonths < 1 || MostQuantity < 1 || MostTogether < 1)
        {
            yield return "unpaidHours, mostMonths, mostQuantity, mostTogether: must be 1 or more";
        }

        if (LatestStartDays < 0 || RefundHours < 0 || RenewDaysBefore < 0)
        {
            yield return "latestStartDays, refundHours, renewDaysBefore: must be 0 or more";
        }
    }
}
