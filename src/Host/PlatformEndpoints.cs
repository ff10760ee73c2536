using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Time;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Host;

/// <summary>Small endpoints of the shared mechanisms.</summary>
internal static class PlatformEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Results.Text("ok")).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/language", Language).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/documents/{id:guid}", Download).RequireAuthorization(PlatformPermissions.Signed).ExcludeFromDescription();
        routes.MapPost("/exports/start", Export).RequireAuthorization(PlatformPermissions.Signed).ExcludeFromDescription();
        routes.MapPost("/inbox/read", ReadInbox).RequireAuthorization(PlatformPermissions.Signed).ExcludeFromDescription();
        Platform.Reviews.ReviewsApi.Map(routes);
        var api = routes.MapGroup("/api/v1").WithTags("Platform");
        api.MapGet("/exports", async (HttpContext http, ExportDesk exports) =>
            TypedResults.Ok(await exports.Mine(http.Actor(), http.RequestAborted)))
            .RequireAuthorization(PlatformPermissions.Signed).WithSummary("One's own exports, newest first");
        api.MapGet("/jobs/{id:guid}", async Task<Results<Ok<JobView>, NotFound>> (Guid id, HttpContext http, JobQueue jobs) =>
            await jobs.Find(id, http.RequestAborted) is { } job ? TypedResults.Ok(job) : TypedResults.NotFound())
            .RequireAuthorization(PlatformPermissions.Jobs).WithSummary("How far a job is");
        api.MapGet("/clock", (BusinessDay businessDay, ClockHands hands) => TypedResults.Ok(new ClockView(businessDay.Now, businessDay.Today, hands.Movable)))
            .RequireAuthorization(PlatformPermissions.Signed).WithSummary("What time it is for the product");
        api.MapPost("/clock/moves", async (ClockMoveRequest request, HttpContext http, MoveClock move) =>
            TypedResults.Accepted((string?)null, new JobReference(await move.Run(request.Day, http.Actor(), http.RequestAborted))))
            .RequireAuthorization(PlatformPermissions.Clock).WithSummary("Moves the clock of a demo or test deployment on to a day; everything due on the way is done");
        api.MapGet("/ping", () => TypedResults.Ok(1)).RequireAuthorization(PlatformPermissions.Signed).WithSummary("Whether one is signed in");
    }

    private static async Task<IResult> Language(HttpContext http, IAntiforgery antiforgery)
    {
        await antiforgery.ValidateRequestAsync(http);
        var culture = http.Request.Form["to"] == "en" ? "en" : "zh-CN";
        http.Response.Cookies.Append("lang", CookieRequestCultureProvider.MakeCookieValue(new RequestCulture("", culture)),
            new() { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true });
        return Back(http);
    }

    private static async Task<IResult> ReadInbox(HttpContext http, IAntiforgery antiforgery, Inbox inbox)
    {
        await antiforgery.ValidateRequestAsync(http);
        await inbox.ReadAll(http.Actor(), http.RequestAborted);
        return Results.LocalRedirect("/inbox");
    }

    private static async Task<IResult> Export(HttpContext http, IAntiforgery antiforgery, ExportDesk exports)
    {
        await antiforgery.ValidateRequestAsync(http);
        var form = http.Request.Form;
        if (!Enum.TryParse<ExportFormat>(form["format"], true, out var format))
        {
            throw new Refusal("export.format");
        }

        var arguments = form.Where(pair => pair.Key.StartsWith("a.", StringComparison.Ordinal)).ToDictionary(p => p.Key[2..], p => p.Value.ToString());
        await exports.Start(form["kind"].ToString(), format, arguments, http.Actor(), http.RequestAborted);
        return Results.LocalRedirect("/exports");
    }

    private static async Task<IResult> Download(Guid id, HttpContext http, DocumentStore documents)
    {
        if (await documents.Open(id, http.Actor(), http.RequestAborted) is not { } file)
        {
            return Results.NotFound();
        }

        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return Results.File(file.Content, file.Document.ContentType, file.Document.Name);
    }

    private static IResult Back(HttpContext http)
    {
        var back = http.Request.Form["back"].ToString();
        return Results.LocalRedirect(OwnPage.Is(back) ? back : "/");
    }
}

/// <summary>What time it is for the product.</summary>
/// <param name="Now">This instant, UTC.</param>
/// <param name="Today">Today at GMT+08:00.</param>
/// <param name="Movable">Whether this deployment lets its clock be moved.</param>
internal sealed record ClockView(DateTimeOffset Now, DateOnly Today, bool Movable);

/// <summary>To which day.</summary>
internal sealed record ClockMoveRequest(DateOnly? Day);

/// <summary>The job that does it; /api/v1/jobs/ID tells how far it is.</summary>
internal sealed record JobReference(Guid Job);
