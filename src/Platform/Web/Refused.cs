using Microsoft.AspNetCore.Http;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Web;

/// <summary>Why an endpoint beside the pages said no, for the page that is shown in place of its empty answer.</summary>
/// <param name="Why">The refusal.</param>
/// <param name="Again">Where it can be tried again; null if nowhere.</param>
public sealed record Refused(Refusal Why, string? Again)
{
    private static readonly object Key = new();

    /// <summary>Answers with a status; the status page puts the refusal into words.</summary>
    public static IResult With(int status, HttpContext http, Refusal why, string? again = null)
    {
        http.Items[Key] = new Refused(why, again);
        return Results.StatusCode(status);
    }

    /// <summary>What the endpoint of a request said no to, or null.</summary>
    public static Refused? Of(HttpContext http) => http.Items[Key] as Refused;
}
