using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Programs.Special;

/// <summary>Special programmes over JSON.</summary>
internal static class SpecialProgramsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Special programmes");
        api.MapGet("/special-programs", Own).RequireAuthorization(ProgramsModule.See).WithSummary("The special programmes, and how one stands in each");
        api.MapPost("/special-programs/{code}/membership", Join).RequireAuthorization(ProgramsModule.Join)
            .WithSummary("Join one, agreeing to its agreement in the version that was read");
        var console = routes.MapGroup("/api/v1/partners/{partner:guid}/special-programs").WithTags("Special programmes").RequireAuthorization(ProgramsModule.Admit);
        console.MapGet("/", Of).WithSummary("How a partner stands in the special programmes");
        console.MapPut("/{code}/invitation", Invite).WithSummary("Put a partner on the list of those who may join");
        console.MapDelete("/{code}/invitation", Withdraw).WithSummary("Take it off the list");
        console.MapPost("/{code}/assessment", Assess).WithSummary("Enter the assessment of the present year");
        console.MapPost("/{code}/end", End).WithSummary("Take a partner out of it, on its wish");
    }

    private static async Task<Ok<List<SpecialStanding>>> Own(HttpContext http, SpecialProgramLists lists) =>
        TypedResults.Ok(await lists.Of(http.Actor().PartnerId, http.Actor(), http.RequestAborted));

    private static async Task<Ok<List<SpecialStanding>>> Of(HttpContext http, SpecialProgramLists lists, Guid partner) =>
        TypedResults.Ok(await lists.Of(partner, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Join(HttpContext http, JoinSpecialProgram join, string code, SpecialJoiningWish wish) =>
        await join.Run(code, wish.Agreed, wish.Version, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Invite(HttpContext http, InviteToSpecialProgram invite, Guid partner, string code) =>
        await invite.Run(partner, code, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Withdraw(HttpContext http, InviteToSpecialProgram invite, Guid partner, string code) =>
        await invite.Withdraw(partner, code, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<NoContent> Assess(
        HttpContext http, AssessSpecialMembership assess, Guid partner, string code, SpecialAssessmentWish wish)
    {
        await assess.Run(partner, code, wish.Passed, wish.Comment, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> End(HttpContext http, EndSpecialMembership end, Guid partner, string code, SpecialEndWish wish)
    {
        await end.Run(partner, code, wish.Reason, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private sealed record SpecialJoiningWish(bool Agreed, string? Version);

    private sealed record SpecialAssessmentWish(bool? Passed, string? Comment);

    private sealed record SpecialEndWish(string? Reason);
}
