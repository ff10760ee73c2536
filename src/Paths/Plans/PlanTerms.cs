using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Paths.Plans;

/// <summary>Terms of annual plans and customer lists. Deciding day: today.</summary>
/// <param name="NextYearFromMonth">From which month on the next year can be planned.</param>
/// <param name="MostCustomers">How many companies a customer list has at most.</param>
internal sealed record PlanTerms(int NextYearFromMonth, int MostCustomers) : ITerms
{
    public const string Rule = "paths.plans";

    /// <summary>The years that can be planned on a day.</summary>
    public int[] Years(DateOnly today) => today.Month >= NextYearFromMonth ? [today.Year, today.Year + 1] : [today.Year];

    public IEnumerable<string> Problems() =>
        NextYearFromMonth is < 1 or > 12 || MostCustomers is < 1 or > 10_000 ? ["nextYearFromMonth: 1 to 12; mostCustomers: 1 to 10000"] : [];
}
