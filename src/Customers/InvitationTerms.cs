using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Customers;

/// <summary>How long an online invitation works (R12.1.2.4). Deciding day: the day on which it is sent.</summary>
internal sealed record InvitationTerms(int OnlineDays) : ITerms
{
    public const string Rule = "customers.invitation";

    public IEnumerable<string> Problems()
    {
        if (OnlineDays is < 1 or > 365)
        {
            yield return "onlineDays: must be 1 to 365";
        }
    }
}
