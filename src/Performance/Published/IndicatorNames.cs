using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Performance.Published;

/// <summary>What people call indicators.</summary>
public sealed class IndicatorNames(Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>An indicator's name; its code if it has none.</summary>
    public string Of(string code) =>
        rulebook.On<IndicatorTerms>(IndicatorTerms.Rule, businessDay.Today).Terms.Indicators.FirstOrDefault(i => i.Code == code)?.Name.ToString() ?? code;
}
