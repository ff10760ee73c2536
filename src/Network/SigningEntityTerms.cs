using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Network;

/// <summary>The vendor's entities that sign with partners (签约主体). Deciding day: today.</summary>
/// <param name="Entities">All that ever signed, each with the currency in which it settles (R6.2.5).</param>
/// <param name="Signs">The name of the one that signs new agreements.</param>
internal sealed record SigningEntityTerms(IReadOnlyList<SigningEntity> Entities, string Signs) : ITerms
{
    public const string Rule = "network.signing-entities";

    public IEnumerable<string> Problems()
    {
        foreach (var twice in Entities.GroupBy(e => e.Name).Where(group => group.Count() > 1))
        {
            yield return $"entities: {twice.Key} stands there twice";
        }

        if (Entities.All(e => e.Name != Signs))
        {
            yield return $"signs: {Signs} is not one of the entities";
        }
    }
}
