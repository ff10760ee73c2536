using Microsoft.AspNetCore.Components;

namespace PartnerCenter.Platform.Ui;

/// <summary>A page with a list that is ordered by its column heads and read page by page; its address says all of it.</summary>
public abstract class ListPage : PageBase
{
    /// <summary>Rows on a page.</summary>
    public const int Size = 50;

    private const int LastPage = 100_000;

    /// <summary>The column that orders the list, falling with a minus before it; see <see cref="Sorting{T}"/>.</summary>
    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    /// <summary>Which page, from 1.</summary>
    [SupplyParameterFromQuery]
    public int Page { get; set; }

    /// <summary>Which page, whatever was asked for.</summary>
    public int Number => Math.Clamp(Page, 1, LastPage);

    /// <summary>Rows before this page.</summary>
    public int Skip => (Number - 1) * Size;

    [Inject]
    private NavigationManager Here { get; set; } = default!;

    /// <summary>This page's address with the list ordered by a column: rising at first, falling when it rises already.</summary>
    public string SortedBy(string column) => With(new() { ["sort"] = Sort == column ? $"-{column}" : column, ["page"] = null });

    /// <summary>This page's address at another page of the list.</summary>
    public string AtPage(int number) => With(new() { ["page"] = number == 1 ? null : number });

    private string With(Dictionary<string, object?> changes) => new Uri(Here.GetUriWithQueryParameters(changes)).PathAndQuery;
}
