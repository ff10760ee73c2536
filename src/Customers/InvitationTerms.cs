using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Customers;

/// <summary>How long invitations work (R12.1.2.4) and for whom (R12.4.6). Deciding day: the day on which one is sent, or accepted.</summary>
/// <param name="OnlineDays">Days for which an invitation by e-mail works.</param>
/// <param name="NewAccountDays">Days for which an account is new enough to accept one that was handed over offline.</param>
internal sealed record InvitationTerms(int OnlineDays, int NewAccountDays) : ITerms
{
    public const string Rule = "customers.invitation";

    public IEnumerable<string> Problems()
    {
        if (OnlineDays is < 1 or > 365)
        {
            yield return "onlineDays: must be 1 to 365";
        }

        if (NewAccountDays is < 1 or > 365)
        {
            yield return "newAccountDays: must be 1 to 365";
        }
    }
}
