using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Platform.Reviews;

/// <summary>What a decider says.</summary>
public enum Decision
{
    /// <summary>Yes, as far as this step goes.</summary>
    Approve,

    /// <summary>Something is missing.</summary>
    Return,

    /// <summary>No, to the whole.</summary>
    Reject,
}

/// <summary>Applications over JSON.</summary>
public static class ReviewsApi
{
    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/reviews").WithTags("Reviews");
        api.MapGet("/", Open).RequireAuthorization(PlatformPermissions.Reviews).WithSummary("What waits for a decision, the most urgent first");
        api.MapGet("/mine", Mine).RequireAuthorization(PlatformPermissions.Signed).WithSummary("One's own applications, newest first");
        api.MapGet("/{id:guid}", Find).RequireAuthorization(PlatformPermissions.Signed).WithSummary("An application with its timeline");
        api.MapPost("/{id:guid}/decisions", Decide).RequireAuthorization(PlatformPermissions.Reviews).WithSummary("Decide the present step");
        api.MapPost("/{id:guid}/completions", Complete).RequireAuthorization(PlatformPermissions.Signed)
            .WithSummary("Send an application again that was returned for completion");
    }

    private static async Task<Ok<List<ReviewRow>>> Open(HttpContext http, ReviewLists lists) =>
        TypedResults.Ok((await lists.Open(http.RequestAborted)).ConvertAll(ReviewRow.Of));

    private static async Task<Ok<List<ReviewRow>>> Mine(HttpContext http, ReviewLists lists) =>
        TypedResults.Ok((await lists.Mine(http.Actor(), http.RequestAborted)).ConvertAll(ReviewRow.Of));

    private static async Task<Results<Ok<ReviewDetail>, NotFound>> Find(HttpContext http, ReviewLists lists, Rulebook.Rulebook rulebook, Guid id)
    {
        if (await lists.Find(id, http.Actor(), http.RequestAborted) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var terms = rulebook.Version<ReviewDefinition>(found.Review.Definition, found.Review.DefinitionVersion);
        return TypedResults.Ok(new ReviewDetail(
            ReviewRow.Of(found.Review),
            found.Timeline.ConvertAll(e => new StepRow(e.At, e.ActorName, e.Kind, e.Step, e.Comment, terms.Reason(e.Reason)?.Name, e.Documents)),
            terms.RejectionReasons ?? []));
    }

    private static async Task<NoContent> Decide(HttpContext http, ReviewDesk desk, Guid id, DecisionWish wish)
    {
        await (Input.Chosen(wish.Decision, "Decision") switch
        {
            Decision.Approve => desk.Approve(id, http.Actor(), wish.Comment ?? "", http.RequestAborted),
            Decision.Return => desk.Return(id, http.Actor(), wish.Comment ?? "", http.RequestAborted),
            _ => desk.Reject(id, http.Actor(), wish.Comment ?? "", wish.Reason, http.RequestAborted),
        });
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Complete(HttpContext http, ReviewDesk desk, Guid id, CompletionWish wish)
    {
        await desk.Resubmit(id, http.Actor(), wish.Comment ?? "", ct: http.RequestAborted);
        return TypedResults.NoContent();
    }

    private sealed record DecisionWish(Decision? Decision, string? Comment, string? Reason);

    private sealed record CompletionWish(string? Comment);

    private sealed record ReviewDetail(ReviewRow Review, List<StepRow> Timeline, IReadOnlyList<RejectionReason> RejectionReasons);

    private sealed record StepRow(DateTimeOffset At, string By, string Kind, int Step, string Comment, LocalText? Reason, Guid[] Documents);

    private sealed record ReviewRow(
        Guid Id, string Number, string Definition, string Title, ReviewState State, int Step, string Applicant, DateTimeOffset OpenedAt, DateOnly? DueOn)
    {
        public static ReviewRow Of(Review review) => new(
            review.Id, review.Number, review.Definition, review.Title, review.State, review.Step, review.ApplicantName, review.OpenedAt, review.DueOn);
    }
}
