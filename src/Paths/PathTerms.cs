using PartnerCenter.Kernel;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Paths;

/// <summary>What a condition counts.</summary>
internal enum ConditionKind
{
    /// <summary>Things of the kinds named.</summary>
    Evidence,

    /// <summary>Slots filled by certificates, one by each.</summary>
    Certificates,

    /// <summary>People who hold one certificate out of each group.</summary>
    People,

    /// <summary>Cases of professional service, not too old.</summary>
    Cases,
}

/// <summary>What comes with an application for a stage.</summary>
internal enum ApplicationNeed
{
    /// <summary>A case of professional service (R4.2.2a).</summary>
    ServiceCase,

    /// <summary>Employment proof of the certificates' holders (R4.2.7).</summary>
    EmploymentProof,

    /// <summary>A meeting on the business plan (R4.2.6).</summary>
    PlanMeeting,
}

/// <summary>A number for one of the sites.</summary>
internal sealed record SiteCount(Site Site, int Count);

/// <summary>A kind of thing that counts, if need be from some step on.</summary>
internal sealed record Counted(EvidenceKind Kind, IReadOnlyList<EvidenceProgress>? Progress = null)
{
    public bool Takes(PathEvidenceItem item) => item.Kind == Kind && (Progress is null || Progress.Contains(item.Progress));
}

/// <summary>Slots to be filled, each by one certificate of a kind that it accepts.</summary>
internal sealed record CertificateSlot(LocalText Name, int Count, IReadOnlyList<string> Accepts);

/// <summary>A certificate that will do; if titles are given, one that bears one of them.</summary>
internal sealed record Holding(string Kind, IReadOnlyList<string>? Titles = null)
{
    public bool Takes(string kind, string title) =>
        kind == Kind && (Titles is null || Titles.Any(part => title.Contains(part, StringComparison.OrdinalIgnoreCase)));
}

/// <summary>A condition of a stage.</summary>
/// <param name="Kind">What it counts.</param>
/// <param name="Name">Its line on the checklist.</param>
/// <param name="Required">How many.</param>
/// <param name="RequiredAt">Other numbers of some sites.</param>
/// <param name="Counts">For evidence, the kinds.</param>
/// <param name="Codes">For evidence, the codes that count; all if not given.</param>
/// <param name="Slots">For certificates, the slots.</param>
/// <param name="Holds">For people, the groups of which each holds one.</param>
internal sealed record Condition(
    ConditionKind Kind, LocalText Name, int Required, IReadOnlyList<SiteCount>? RequiredAt = null, IReadOnlyList<Counted>? Counts = null,
    IReadOnlyList<string>? Codes = null, IReadOnlyList<CertificateSlot>? Slots = null, IReadOnlyList<IReadOnlyList<Holding>>? Holds = null)
{
    public int At(Site site) => RequiredAt?.FirstOrDefault(other => other.Site == site)?.Count ?? Required;
}

/// <summary>A stage above joining.</summary>
/// <param name="Stage">Which.</param>
/// <param name="Review">The review that decides an application for it; null where the stage follows by itself.</param>
/// <param name="Title">The title that it brings, if any.</param>
/// <param name="Needs">What comes with the application.</param>
/// <param name="Conditions">What must be there.</param>
internal sealed record StageDefinition(
    PathStage Stage, string? Review, string? Title, IReadOnlyList<ApplicationNeed> Needs, IReadOnlyList<Condition> Conditions);

/// <summary>A path as data.</summary>
/// <param name="Path">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">Whom it is for.</param>
/// <param name="ByInvitation">Whether only those whom the vendor has invited can join (R4.3.1).</param>
/// <param name="ByItself">Whether the stage follows from what is there, without application (R4.1.7).</param>
/// <param name="Stages">Its stages above joining, the lower first.</param>
internal sealed record PathDefinition(
    DevelopmentPath Path, LocalText Name, LocalText Description, bool ByInvitation, bool ByItself, IReadOnlyList<StageDefinition> Stages)
{
    public StageDefinition? this[PathStage stage] => Stages.FirstOrDefault(one => one.Stage == stage);
}

/// <summary>A capability tag.</summary>
internal sealed record TagKind(string Code, LocalText Name);

/// <summary>The development paths (chapter 4). Deciding day: today, so that what is asked for is what holds now.</summary>
/// <param name="Paths">All of them.</param>
/// <param name="Tags">The capability tags.</param>
/// <param name="SolutionMonths">For how many months a solution's certification holds (R4.1.8).</param>
/// <param name="CaseMonths">How many months ago a case may have ended at most (R4.2.2a).</param>
/// <param name="PlanTemplate">The business plan's current template (R4.2.6).</param>
/// <param name="RereviewMonth">The month in which the annual re-review opens (R4.2.8).</param>
/// <param name="RereviewDays">For how many days, from that month's first, it can be submitted.</param>
internal sealed record PathTerms(
    IReadOnlyList<PathDefinition> Paths, IReadOnlyList<TagKind> Tags, int SolutionMonths, int CaseMonths, string PlanTemplate,
    int RereviewMonth, int RereviewDays) : ITerms
{
    public const string Rule = "paths.paths";

    public PathDefinition this[DevelopmentPath path] => Paths.Single(p => p.Path == path);

    public TagKind? Tag(string? code) => Tags.FirstOrDefault(tag => tag.Code == code);

    public IEnumerable<string> Problems() =>
        Enum.GetValues<DevelopmentPath>().Except(Paths.Select(p => p.Path)).Select(missing => $"paths: {missing} is missing")
            .Concat(Paths.SelectMany(path => path.Stages.SelectMany(stage => stage.Conditions.SelectMany(condition =>
                ProblemsOf(condition).Select(problem => $"paths: {path.Path}, {stage.Stage}, {condition.Name.En}: {problem}")))))
            .Concat(Paths.Where(path => !path.ByItself).SelectMany(path => path.Stages)
                .Where(stage => stage.Review is null).Select(stage => $"paths: {stage.Stage} has no review and does not follow by itself"))
            .Concat(SolutionMonths < 1 || CaseMonths < 1 ? ["solutionMonths, caseMonths: must be 1 or more"] : [])
            .Concat(RereviewMonth is < 1 or > 12 || RereviewDays is < 1 or > 62 ? ["rereviewMonth: 1 to 12; rereviewDays: 1 to 62"] : []);

    private IEnumerable<string> ProblemsOf(Condition condition)
    {
        if (condition.Kind switch
        {
            ConditionKind.Evidence => condition.Counts is not { Count: > 0 },
            ConditionKind.Certificates => condition.Slots is not { Count: > 0 },
            ConditionKind.People => condition.Holds is not { Count: > 0 },
            _ => false,
        })
        {
            yield return "it does not say what it counts";
        }

        if (condition.Slots is { } slots && slots.Sum(slot => slot.Count) != condition.Required)
        {
            yield return "required is not the sum of its slots";
        }

        foreach (var code in (condition.Codes ?? []).Where(code => Tag(code) is null))
        {
            yield return $"there is no tag {code}";
        }
    }
}
