using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Solutions.Certificates;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Solutions;

/// <summary>A partner's solutions over JSON.</summary>
internal static class SolutionsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var see = routes.MapGroup("/api/v1").WithTags("Solutions").RequireAuthorization(SolutionsModule.See);
        see.MapGet("/solutions", List).WithSummary("One's solutions");
        see.MapGet("/solutions/{id:guid}", Find).WithSummary("One of them with material, applications and certifications");
        see.MapGet("/solution-policy", Policy).WithSummary("The ways to a certification with their material, the industries, and the two lists of services");
        routes.MapGet("/portal/solution-certificates/{number}.pdf", Download).RequireAuthorization(SolutionsModule.See).ExcludeFromDescription();
        var manage = routes.MapGroup("/api/v1").WithTags("Solutions").RequireAuthorization(SolutionsModule.Manage);
        manage.MapPost("/solutions", Describe).WithSummary("Describe a solution");
        manage.MapPut("/solutions/{id:guid}", Change).WithSummary("Change what is told of it");
        manage.MapPost("/solutions/{id:guid}/applications", Apply).WithSummary("Apply for its certification");
        manage.MapDelete("/solutions/{id:guid}/material/{material:guid}", Remove).WithSummary("Take a document away");
        // The header Idempotency-Key, which a form of another site cannot send, takes the place of the antiforgery token.
        manage.MapPost("/solutions/{id:guid}/material/{kind}", Attach).WithSummary("Add a document to its material").DisableAntiforgery();
    }

    private static async Task<Ok<List<SolutionRow>>> List(HttpContext http, SolutionLists lists) =>
        TypedResults.Ok(await lists.Mine(http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<SolutionDetail>, NotFound>> Find(HttpContext http, SolutionLists lists, Guid id) =>
        await lists.Find(id, http.Actor(), http.RequestAborted) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound();

    private static Ok<SolutionTerms> Policy(SolutionLists lists) => TypedResults.Ok(lists.Terms);

    private static async Task<IResult> Download(string number, HttpContext http, SolutionCertificates certificates)
    {
        var request = http.Request;
        var file = await certificates.Pdf(number, http.Actor(), code => $"{request.Scheme}://{request.Host}/verify/solution/{code}", http.RequestAborted);
        return file is { } found ? Results.File(found.Pdf, "application/pdf", found.Name) : Results.NotFound();
    }

    private static async Task<Created<Made>> Describe(HttpContext http, DescribeSolution describe, SolutionForm wish)
    {
        var id = await describe.Run(wish, http.Actor(), http.RequestAborted);
        return TypedResults.Created($"/api/v1/solutions/{id}", new Made(id));
    }

    private static async Task<Results<NoContent, NotFound>> Change(HttpContext http, DescribeSolution describe, Guid id, SolutionForm wish) =>
        await describe.Change(id, wish, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<Ok<Made>, NotFound>> Apply(HttpContext http, ApplyForCertification apply, Guid id, ApplicationWish wish) =>
        await apply.Run(id, wish.Level, wish.Route, http.Actor(), http.RequestAborted) is { } application
            ? TypedResults.Ok(new Made(application))
            : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Remove(HttpContext http, AttachMaterial attach, Guid id, Guid material) =>
        await attach.Remove(id, material, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Attach(HttpContext http, AttachMaterial attach, Guid id, string kind, IFormFile? file)
    {
        _ = CommandId.Of(http.Request, http.Actor());
        return Enum.GetValues<MaterialKind>().Cast<MaterialKind?>().FirstOrDefault(one => Name(one!.Value) == kind) is { } known
            && await SentFiles.With([file], files => attach.Run(id, known, files[0], http.Actor(), http.RequestAborted))
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
    }

    /// <summary>A kind of material as addresses and JSON write it: one-pager.</summary>
    private static string Name(MaterialKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private sealed record ApplicationWish(SolutionLevel? Level, CertificationRoute? Route);

    private sealed record Made(Guid Id);
}
