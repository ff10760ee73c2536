using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Benefits;

/// <summary>What a stage of a path entitles a company to in a year.</summary>
/// <param name="Path">The path.</param>
/// <param name="Stage">From this stage on, unless a higher one has a cap of its own.</param>
/// <param name="Amount">How much, in CNY.</param>
internal sealed record StageCap(DevelopmentPath Path, PathStage Stage, decimal Amount);

/// <summary>Test vouchers. Deciding day: that of the application.</summary>
/// <param name="Caps">The caps by path and stage.</param>
/// <param name="Months">How long a voucher is valid from its issue on (R10.2.5).</param>
/// <param name="MostFiles">How many documents come with an application at most.</param>
internal sealed record TestVoucherTerms(IReadOnlyList<StageCap> Caps, int Months, int MostFiles) : ITerms
{
    public const string Rule = "benefits.test-vouchers";

    /// <summary>The cap of whoever stands there; nothing for whoever is on no path.</summary>
    public decimal Cap(PathStanding? standing) =>
        Caps.Where(cap => cap.Path == standing?.Path && cap.Stage <= standing.Stage).MaxBy(cap => cap.Stage)?.Amount ?? 0;

    public IEnumerable<string> Problems()
    {
        foreach (var twice in Caps.GroupBy(cap => (cap.Path, cap.Stage)).Where(group => group.Count() > 1))
        {
            yield return $"caps: {twice.Key.Path}, {twice.Key.Stage} stands there twice";
        }

        if (Caps.Any(cap => cap.Amount <= 0) || Months < 1 || MostFiles < 0)
        {
            yield return "caps: amounts must be above 0; months: 1 or more; mostFiles: 0 or more";
        }
    }
}
