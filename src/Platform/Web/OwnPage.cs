namespace PartnerCenter.Platform.Web;

/// <summary>Pages to go back to, as addresses bring them: only our own, and only such as no browser reads differently.</summary>
public static class OwnPage
{
    private const int Longest = 1000;

    /// <summary>
    /// Whether it is a path on this site. Browsers take \ for /, and drop tabs and line ends: <c>/\t/elsewhere</c> leads elsewhere.
    /// </summary>
    public static bool Is(string? page) => page is { Length: > 1 and <= Longest } && page[0] == '/' && page[1] != '/'
        && page.All(c => c is > ' ' and < '\x7f' and not '\\');
}
