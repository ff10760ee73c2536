using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Paths.Plans;

/// <summary>Plans, customer lists and quarterly reviews over JSON, for both sides.</summary>
internal static class PlansApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        // The header Idempotency-Key, which a form of another site cannot send, takes the place of the antiforgery token of forms.
        var own = routes.MapGroup("/api/v1").WithTags("Plans and quarterly reviews").RequireAuthorization(PathsModule.Manage);
        own.MapGet("/mutual-locks", Mine).WithSummary("One's plans and customer lists");
        own.MapPost("/mutual-locks", Begin).WithSummary("Begin the plan or the customer list of a year");
        own.MapGet("/mutual-locks/{id:guid}", Own).WithSummary("One of them with its goals or companies and its history");
        own.MapPut("/mutual-locks/{id:guid}/plan", Write).WithSummary("Write a plan: direction, resources, actions, and goals of four quarters");
        own.MapPut("/mutual-locks/{id:guid}/companies", WriteList).WithSummary("Write a customer list");
        own.MapPut("/mutual-locks/{id:guid}/companies-file", WriteFile).WithSummary("The same from a CSV file with the column company").DisableAntiforgery();
        own.MapPut("/mutual-locks/{id:guid}/submission", Send).WithSummary("Sign it and send it to the vendor");
        own.MapGet("/quarter-reviews", MyReviews).WithSummary("One's quarterly business reviews");
        own.MapGet("/quarter-reviews/{id:guid}", MyReview).WithSummary("One of them");
        own.MapPut("/quarter-reviews/{id:guid}/report", Report).WithSummary("Say what was achieved in the quarter");
        var agree = routes.MapGroup("/api/v1").WithTags("Plans and quarterly reviews, vendor").RequireAuthorization(PathsModule.Agree);
        agree.MapGet("/partner-locks", OfPartners).WithSummary("Plans and customer lists of one's partners: those that wait first");
        agree.MapGet("/partner-locks/{id:guid}", OfPartner).WithSummary("One of them");
        agree.MapPut("/partner-locks/{id:guid}/counter-signature", Sign).WithSummary("Sign it too, which locks it for its year");
        agree.MapPost("/partner-locks/{id:guid}/returns", Return).WithSummary("Give it back with what is to be changed");
        agree.MapPost("/partner-locks/{id:guid}/unlockings", UnlockIt).WithSummary("Unlock it, with a reason");
        agree.MapGet("/partner-quarter-reviews", Reviews).WithSummary("Quarterly business reviews of one's partners");
        agree.MapGet("/partner-quarter-reviews/{id:guid}", Review).WithSummary("One of them");
        agree.MapPut("/partner-quarter-reviews/{id:guid}/meeting", Meet).WithSummary("Schedule its meeting");
        agree.MapPost("/partner-quarter-reviews/{id:guid}/close", Close).WithSummary("Close it with a comment and the minutes").DisableAntiforgery();
    }

    private static async Task<Ok<List<LockRow>>> Mine(HttpContext http, LockLists lists) => TypedResults.Ok(await lists.Mine(http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<LockView>, NotFound>> Own(HttpContext http, LockLists lists, Guid id) =>
        Found(await lists.Own(id, http.Actor(), http.RequestAborted));

    private static async Task<Created<Made>> Begin(HttpContext http, BeginLock begin, BeginWish wish)
    {
        var id = await begin.Run(wish.Kind, wish.Year, http.Actor(), http.RequestAborted);
        return TypedResults.Created($"/api/v1/mutual-locks/{id}", new Made(id));
    }

    private static async Task<Results<NoContent, NotFound>> Write(HttpContext http, WritePlan write, Guid id, PlanForm wish) =>
        Did(await write.Run(id, wish, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> WriteList(HttpContext http, WriteCustomerList write, Guid id, CompaniesWish wish) =>
        Did(await write.Run(id, string.Join('\n', wish.Companies ?? []), null, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> WriteFile(HttpContext http, WriteCustomerList write, Guid id, IFormFile file)
    {
        _ = CommandId.Of(http.Request, http.Actor());
        await using var content = file.OpenReadStream();
        return Did(await write.Run(id, null, content, http.Actor(), http.RequestAborted));
    }

    private static async Task<Results<NoContent, NotFound>> Send(HttpContext http, SendLock send, Guid id) =>
        Did(await send.Run(id, http.Actor(), http.RequestAborted));

    private static async Task<Ok<List<QuarterView>>> MyReviews(HttpContext http, QuarterLists lists) =>
        TypedResults.Ok(await lists.Mine(http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<QuarterView>, NotFound>> MyReview(HttpContext http, QuarterLists lists, Guid id) =>
        Found(await lists.Own(id, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Report(HttpContext http, ReportQuarter report, Guid id, QuarterForm wish) =>
        Did(await report.Run(id, wish, http.Actor(), http.RequestAborted));

    private static async Task<Ok<List<LockRow>>> OfPartners(HttpContext http, LockLists lists) =>
        TypedResults.Ok(await lists.OfPartners(http.Actor(), ct: http.RequestAborted));

    private static async Task<Results<Ok<LockView>, NotFound>> OfPartner(HttpContext http, LockLists lists, Guid id) =>
        Found(await lists.OfPartner(id, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Sign(HttpContext http, CounterSign sign, Guid id, CommentWish wish) =>
        Did(await sign.Run(id, wish.Comment, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Return(HttpContext http, CounterSign sign, Guid id, CommentWish wish) =>
        Did(await sign.Return(id, wish.Comment, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> UnlockIt(HttpContext http, Unlock unlock, Guid id, CommentWish wish) =>
        Did(await unlock.Run(id, wish.Comment, http.Actor(), http.RequestAborted));

    private static async Task<Ok<List<QuarterView>>> Reviews(HttpContext http, QuarterLists lists) =>
        TypedResults.Ok(await lists.OfPartners(http.Actor(), ct: http.RequestAborted));

    private static async Task<Results<Ok<QuarterView>, NotFound>> Review(HttpContext http, QuarterLists lists, Guid id) =>
        Found(await lists.OfPartner(id, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Meet(HttpContext http, ScheduleQuarterMeeting schedule, Guid id, MeetingWish wish) =>
        Did(await schedule.Run(id, wish.At, wish.Link, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Close(
        HttpContext http, CloseQuarterReview close, Guid id, [FromForm] string? comment, IFormFile? minutes)
    {
        _ = CommandId.Of(http.Request, http.Actor());
        return Did(await SentFiles.With([minutes], files => close.Run(id, comment, files[0], http.Actor(), http.RequestAborted)));
    }

    private static Results<NoContent, NotFound> Did(bool done) => done ? TypedResults.NoContent() : TypedResults.NotFound();

    private static Results<Ok<T>, NotFound> Found<T>(T? found)
        where T : class => found is not null ? TypedResults.Ok(found) : TypedResults.NotFound();

    private sealed record BeginWish(LockKind? Kind, int? Year);

    private sealed record CompaniesWish(IReadOnlyList<string>? Companies);

    private sealed record CommentWish(string? Comment);

    private sealed record MeetingWish(DateTimeOffset? At, string? Link);

    private sealed record Made(Guid Id);
}
