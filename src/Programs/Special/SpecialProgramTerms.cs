using PartnerCenter.Kernel;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Programs.Special;

/// <summary>What becomes of a membership when its year ends.</summary>
internal enum YearEnd
{
    /// <summary>Nothing: it runs until the partner leaves.</summary>
    Open,

    /// <summary>It ends with 31 December; the partner may join anew.</summary>
    Year,

    /// <summary>On 31 January it is extended by a year for whoever passed the assessment; for the rest it lapses.</summary>
    Assessed,
}

/// <summary>What a partner signs to join.</summary>
internal sealed record SpecialAgreement(string Code, string Version, LocalText Name);

/// <summary>A special programme (专项计划), or the co-sell programme, as data: nothing of it stands in code.</summary>
/// <param name="Code">Its stable name.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Description">Whom it is for.</param>
/// <param name="ByInvitation">Whether only partners on the vendor's list may join.</param>
/// <param name="Path">The development path that its members are on; null for any and none.</param>
/// <param name="Stage">How far they must be on it; null without a path.</param>
/// <param name="InvitedFrom">How far is enough for partners on the vendor's list; null if it makes no difference.</param>
/// <param name="Agreement">What they sign.</param>
/// <param name="Commitments">What they promise besides.</param>
/// <param name="YearEnd">What becomes of a membership when its year ends.</param>
/// <param name="Certificate">Whether members have a certificate.</param>
/// <param name="Menu">Permissions that members have besides.</param>
internal sealed record SpecialProgram(
    string Code, LocalText Name, LocalText Description, bool ByInvitation, DevelopmentPath? Path, PathStage? Stage, PathStage? InvitedFrom,
    SpecialAgreement Agreement, IReadOnlyList<LocalText> Commitments, YearEnd YearEnd, bool Certificate, IReadOnlyList<string> Menu)
{
    /// <summary>Whether the vendor keeps a list for it.</summary>
    public bool HasList => ByInvitation || InvitedFrom is not null;

    /// <summary>The last day of a membership that begins on a day; null if it has none.</summary>
    public DateOnly? Until(DateOnly joinedOn) => YearEnd switch
    {
        YearEnd.Year => new(joinedOn.Year, 12, 31),
        YearEnd.Assessed => Membership.FirstValidity(joinedOn),
        _ => null,
    };
}

/// <summary>The special programmes. Deciding day: the day of joining; for names and certificates, today.</summary>
internal sealed record SpecialProgramTerms(IReadOnlyList<SpecialProgram> Programs) : ITerms
{
    public const string Rule = "programs.special";

    /// <summary>One of them, or null.</summary>
    public SpecialProgram? Find(string code) => Programs.FirstOrDefault(program => program.Code == code);

    public IEnumerable<string> Problems()
    {
        foreach (var twice in Programs.GroupBy(program => program.Code).Where(group => group.Count() > 1))
        {
            yield return $"programs: {twice.Key} stands there twice";
        }

        foreach (var program in Programs)
        {
            if (program.Path is null != program.Stage is null)
            {
                yield return $"{program.Code}: path and stage go together";
            }

            if (program.InvitedFrom is not null && !(program.InvitedFrom < program.Stage))
            {
                yield return $"{program.Code}.invitedFrom: must be below the stage";
            }
        }
    }
}
