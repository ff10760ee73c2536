using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;
using PartnerCenter.Solutions.Certificates;

namespace PartnerCenter.Solutions;

/// <summary>Partners' solutions over JSON, for the vendor. Applications are decided over the reviews.</summary>
internal static class SolutionsConsoleApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Solutions, vendor").RequireAuthorization(SolutionsModule.Keep);
        api.MapGet("/partner-solutions", List).WithSummary("Partners' solutions, the newest first");
        api.MapGet("/partner-solutions/{id:guid}", Find).WithSummary("One of them with material, applications and certifications");
        api.MapPut("/partner-solutions/{id:guid}/launch", Launch).WithSummary("Record its launch as a baseline solution led by the partner");
        api.MapPut("/partner-solutions/{id:guid}/special", PassSpecial).WithSummary("Record the technical certification of an ecosystem special");
        api.MapPost("/solution-certifications/{id:guid}/withdrawal", Withdraw).WithSummary("Take a certification back");
    }

    private static async Task<Ok<List<SolutionRow>>> List(HttpContext http, SolutionLists lists) =>
        TypedResults.Ok(await lists.All(http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<SolutionDetail>, NotFound>> Find(HttpContext http, SolutionLists lists, Guid id) =>
        await lists.FindAny(id, http.Actor(), http.RequestAborted) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Launch(HttpContext http, RecordProgress record, Guid id, LaunchWish wish) =>
        await record.Launch(id, wish.LaunchedOn, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> PassSpecial(HttpContext http, RecordProgress record, Guid id, SpecialWish wish) =>
        await record.PassSpecial(id, wish.Special, wish.SpecialOn, http.Actor(), http.RequestAborted)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Withdraw(HttpContext http, WithdrawCertification withdraw, Guid id, ReasonWish wish) =>
        await withdraw.Run(id, wish.Reason, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private sealed record LaunchWish(DateOnly? LaunchedOn);

    private sealed record SpecialWish(string? Special, DateOnly? SpecialOn);

    private sealed record ReasonWish(string? Reason);
}
