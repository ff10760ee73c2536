using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Network;

/// <summary>An agreement that joining needs consent to.</summary>
internal sealed record AgreementTerms(string Code, string Version, LocalText Name);

/// <summary>What a company agrees to when it joins (R3.2a, R3.2b). Deciding day: the day of the application.</summary>
/// <param name="QuickLinkHours">How long a link for quick registration works (R5.1.14).</param>
/// <param name="Agreements">What is agreed to.</param>
internal sealed record JoiningTerms(int QuickLinkHours, IReadOnlyList<AgreementTerms> Agreements) : ITerms
{
    public const string Rule = "network.joining";

    public const string Review = "network.joining-review";

    public IEnumerable<string> Problems()
    {
        if (QuickLinkHours < 1)
        {
            yield return "quickLinkHours: must be 1 or more";
        }

        for (var i = 0; i < Agreements.Count; i++)
        {
            if (Agreements.Take(i).Any(other => other.Code == Agreements[i].Code))
            {
                yield return $"agreements[{i}].code: {Agreements[i].Code} stands there twice";
            }
        }
    }
}
