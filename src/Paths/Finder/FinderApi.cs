using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Paths.Finder;

/// <summary>The partner finder over JSON: open to everybody, and a partner's own listing (R10.1.9).</summary>
internal static class FinderApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup("/api/v1/finder").WithTags("Partner finder").AllowAnonymous();
        open.MapGet("/partners", Search).WithSummary("Certified partners by words, path, capability tag, region and level of solution");
        open.MapGet("/partners/{number}", Find).WithSummary("One of them");
        routes.MapGet("/partners/{number}/logo", Logo).AllowAnonymous().ExcludeFromDescription();
        var own = routes.MapGroup("/api/v1/finder-listing").WithTags("Partner finder");
        own.MapGet("/", Listing).RequireAuthorization(PathsModule.See).WithSummary("Whether and with what one is found, and what one can choose from");
        own.MapPut("/", Choose).RequireAuthorization(PathsModule.Manage).WithSummary("Choose whether and with what one is found");
    }

    private static async Task<Ok<Page<FoundPartner>>> Search(
        HttpContext http, PartnerFinder finder, string? words, string? path, string? tag, string? region, string? solution, int? limit, string? cursor)
    {
        var (many, skip) = (Cursor.Limit(limit), Skip(cursor));
        var question = new FinderQuestion(
            words, Choices.Read<DevelopmentPath>(path, "path"), tag, region, Choices.Read<SolutionLevel>(solution, "solution"));
        var rows = await finder.Search(question, skip, many + 1, http.RequestAborted);
        return TypedResults.Ok(Cursor.Page(rows, many, _ => (skip + many).ToString(CultureInfo.InvariantCulture)));
    }

    /// <exception cref="Refusal"><c>request.cursor</c></exception>
    private static int Skip(string? cursor) => Cursor.Read(cursor) is not { } text ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) ? skip : throw new Refusal("request.cursor") { Field = "cursor" };

    private static async Task<Results<Ok<FoundPartner>, NotFound>> Find(HttpContext http, PartnerFinder finder, string number) =>
        await finder.Find(number, http.RequestAborted) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound();

    private static async Task<IResult> Logo(HttpContext http, PartnerFinder finder, string number)
    {
        if (await finder.Logo(number, http.RequestAborted) is not { } logo)
        {
            return Results.NotFound();
        }

        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return Results.File(logo.Content, logo.Document.ContentType);
    }

    private static async Task<Ok<ListingView>> Listing(HttpContext http, ChooseListing choose) =>
        TypedResults.Ok(await choose.Now(http.Actor(), http.RequestAborted));

    private static async Task<NoContent> Choose(HttpContext http, ChooseListing choose, ListingForm wish)
    {
        await choose.Run(wish, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }
}
