using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Programs.Published;

/// <summary>What people call the levels of programmes.</summary>
public sealed class LevelNames(Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>A level's name; its code if it has none.</summary>
    public string Of(string code) =>
        rulebook.On<ProgramTerms>(ProgramTerms.Rule, businessDay.Today).Terms.LevelNames.GetValueOrDefault(code)?.ToString() ?? code;
}
