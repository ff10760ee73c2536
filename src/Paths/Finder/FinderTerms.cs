using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Paths.Finder;

/// <summary>A region that partners serve.</summary>
internal sealed record Region(string Code, LocalText Name);

/// <summary>What the partner finder lets people choose from (R10.1.9). Deciding day: today.</summary>
/// <param name="Regions">The regions, in the order in which they are offered.</param>
internal sealed record FinderTerms(IReadOnlyList<Region> Regions) : ITerms
{
    public const string Rule = "paths.finder";

    public Region? this[string code] => Regions.FirstOrDefault(region => region.Code == code);

    public IEnumerable<string> Problems() =>
        Regions.GroupBy(region => region.Code).Where(same => same.Count() > 1).Select(same => $"regions: {same.Key} stands there twice");
}
