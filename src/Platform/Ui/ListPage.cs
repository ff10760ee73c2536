using Microsoft.AspNetCore.Components;
using PartnerCenter.Platform.Web;

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

    /// <summary>After which row the page begins, as <see cref="Cursor"/> writes it: the link to the next page says so, and no row before is read again.</summary>
    [SupplyParameterFromQuery]
    public string? After { get; set; }

    /// <summary>The key of that row; null where the rows before the page are counted, as for lists that a column orders.</summary>
    /// <exception cref="Kernel.Refusal"><c>request.cursor</c></exception>
    public string? LastRead => string.IsNullOrEmpty(Sort) ? Cursor.Read(After) : null;

    /// <summary>Which page, whatever was asked for.</summary>
    public int Number => Math.Clamp(Page, 1, LastPage);

    /// <summary>Rows before this page.</summary>
    public int Skip => (Number - 1) * Size;

    [Inject]
    private NavigationManager Here { get; set; } = default!;

    /// <summary>This page's address with the list ordered by a column: rising at first, falling when it rises already.</summary>
    public string SortedBy(string column) => With(new() { ["sort"] = Sort == column ? $"-{column}" : column, ["page"] = null, ["after"] = null });

    /// <summary>This page's address at another page of the list.</summary>
    /// <param name="number">Which.</param>
    /// <param name="after">The key of the row after which it begins, if that is known.</param>
    public string AtPage(int number, string? after = null) => With(new()
    {
        ["page"] = number == 1 ? null : number,
        ["after"] = after is not null && string.IsNullOrEmpty(Sort) ? Cursor.Write(after) : null,
    });

    private string With(Dictionary<string, object?> changes) => new Uri(Here.GetUriWithQueryParameters(changes)).PathAndQuery;
}
