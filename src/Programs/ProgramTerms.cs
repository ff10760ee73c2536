using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>A programme as data.</summary>
/// <param name="Program">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="SelfService">Whether a partner can join by itself; otherwise the vendor or a distributor admits it.</param>
/// <param name="Levels">Its levels, lowest first; the first is that of a new member.</param>
/// <param name="NotWith">Programmes that an account cannot be in at the same time.</param>
/// <param name="NotOnAPath">Whether an account on a development path cannot be in it (R5.1.2, R5.2.2).</param>
/// <param name="LosesCustomerIdentity">Whether its members cannot buy from the vendor for themselves (R5.1.4).</param>
/// <param name="ScoreCard">By level, what its members must have reached to be raised to it (R5.1.8).</param>
/// <param name="Menu">Permissions that its members have; a page that is not on the menu answers 403 (R12.1.9.17).</param>
internal sealed record ProgramDefinition(
    PartnerProgram Program, LocalText Name, LocalText Description, bool SelfService, IReadOnlyList<string> Levels,
    IReadOnlyList<PartnerProgram> NotWith, bool NotOnAPath, bool LosesCustomerIdentity,
    IReadOnlyDictionary<string, IReadOnlyList<ScoreTarget>> ScoreCard, IReadOnlyList<string> Menu);

/// <summary>An indicator of a score card.</summary>
/// <param name="Code">The code of its <see cref="IScoreSource"/>.</param>
/// <param name="Target">The least value.</param>
internal sealed record ScoreTarget(string Code, decimal Target);

/// <summary>The programmes (chapter 5). Deciding day: the day of joining, and for the menu today.</summary>
/// <param name="Programs">All of them.</param>
/// <param name="LevelNames">Names of levels.</param>
/// <param name="InvitationDays">Days for which a distributor's invitation works.</param>
/// <param name="NotChannelOnly">Permissions of a menu that a channel-only account lacks (R12.1.9.18).</param>
/// <param name="BasicMenu">Permissions that a partner has without any programme.</param>
internal sealed record ProgramTerms(
    IReadOnlyList<ProgramDefinition> Programs, IReadOnlyDictionary<string, LocalText> LevelNames, int InvitationDays,
    IReadOnlyList<string> NotChannelOnly, IReadOnlyList<string> BasicMenu) : ITerms
{
    public const string Rule = "programs.programs";

    public ProgramDefinition this[PartnerProgram program] => Programs.Single(p => p.Program == program);

    public IEnumerable<string> Problems()
    {
        foreach (var missing in Enum.GetValues<PartnerProgram>().Except(Programs.Select(p => p.Program)))
        {
            yield return $"programs: {missing} is missing";
        }

        foreach (var level in Programs.SelectMany(p => p.Levels).Where(level => !LevelNames.ContainsKey(level)))
        {
            yield return $"levelNames: {level} has no name";
        }

        foreach (var level in Programs.SelectMany(p => p.ScoreCard.Keys.Except(p.Levels)))
        {
            yield return $"scoreCard: {level} is not a level";
        }

        if (InvitationDays is < 1 or > 90)
        {
            yield return "invitationDays: must be 1 to 90";
        }
    }
}
