using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.Customers.Expansion;

/// <summary>What a sales expansion task is for.</summary>
/// <param name="Code">Its name in the data.</param>
/// <param name="Name">Its name for people.</param>
public sealed record SalesTaskKind(string Code, LocalText Name);

/// <summary>Which sales expansion tasks there are (R12.1.9.26). Deciding day: today.</summary>
/// <param name="Kinds">Their kinds.</param>
/// <param name="MostAtOnce">For how many customers one can be given at once.</param>
internal sealed record SalesTaskTerms(IReadOnlyList<SalesTaskKind> Kinds, int MostAtOnce) : ITerms
{
    public const string Rule = "customers.sales-tasks";

    /// <summary>What people call a kind; its code once it is gone from the list.</summary>
    public string NameOf(string code) => Kinds.FirstOrDefault(kind => kind.Code == code)?.Name.ToString() ?? code;

    public IEnumerable<string> Problems()
    {
        if (Kinds.Count == 0)
        {
            yield return "kinds: there is none";
        }

        foreach (var twice in Kinds.GroupBy(kind => kind.Code).Where(same => same.Count() > 1))
        {
            yield return $"kinds: {twice.Key} stands there twice";
        }

        if (MostAtOnce is < 1 or > 5000)
        {
            yield return "mostAtOnce: must be 1 to 5000";
        }
    }
}
