using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Applications;
using PartnerCenter.Paths.Certificates;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Paths;

/// <summary>A partner's development path over JSON.</summary>
internal static class PathsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var see = routes.MapGroup("/api/v1").WithTags("Development paths").RequireAuthorization(PathsModule.See);
        see.MapGet("/paths", List).WithSummary("The development paths, and how far one is on one's own");
        see.MapGet("/paths/{path}/checklist", CountedFor).WithSummary("Each condition of a path's stages: required, achieved, evidence");
        see.MapGet("/paths/leaving-reasons", Reasons).WithSummary("Everything that keeps one on one's path");
        see.MapGet("/path-certificates", Certificates).WithSummary("One's certificates of identity");
        see.MapGet("/path-applications", Applications).WithSummary("One's applications for stages");
        see.MapGet("/path-rereviews", Rereviews).WithSummary("One's annual re-reviews");
        routes.MapGet("/portal/path-certificates/{number}.pdf", Download).RequireAuthorization(PathsModule.See).ExcludeFromDescription();
        var manage = routes.MapGroup("/api/v1").WithTags("Development paths").RequireAuthorization(PathsModule.Manage);
        manage.MapPut("/paths/{path}/membership", Join).WithSummary("Join a path");
        manage.MapDelete("/paths/{path}/membership", Leave).WithSummary("Leave it, as long as nothing has come of it");
        manage.MapPut("/path-rereviews/{id:guid}/submission", Submit).WithSummary("Submit an annual re-review");
        // The header Idempotency-Key, which a form of another site cannot send, takes the place of the antiforgery token.
        manage.MapPost("/path-applications", Apply).WithSummary("Apply for the next stage, with a case and employment proofs").DisableAntiforgery();
        manage.MapPut("/path-applications/{id:guid}/plan", HandIn).WithSummary("Hand in company deck and business plan").DisableAntiforgery();
    }

    private static async Task<Ok<PathsView>> List(HttpContext http, Checklists checklists, PathLists lists) => TypedResults.Ok(new PathsView(
        await lists.Mine(http.Actor(), http.RequestAborted),
        [.. checklists.Terms.Paths.Select(path => new PathView(PathNames.Of(path.Path), path.Name, path.Description, path.ByInvitation, path.ByItself))]));

    private static async Task<Results<Ok<List<ChecklistStage>>, NotFound>> CountedFor(HttpContext http, Checklists checklists, string path) =>
        PathNames.Read(path) is { } known ? TypedResults.Ok(await checklists.Of(known, http.Actor(), http.RequestAborted)) : TypedResults.NotFound();

    private static async Task<Ok<List<ReasonView>>> Reasons(HttpContext http, LeavePath leave) => TypedResults.Ok(
        (await leave.Reasons(http.Actor(), http.RequestAborted)).ConvertAll(reason => new ReasonView(reason, Words.Of(reason))));

    private static async Task<Ok<List<PathCertificateRow>>> Certificates(HttpContext http, PathCertificates certificates) =>
        TypedResults.Ok(await certificates.Mine(http.Actor(), http.RequestAborted));

    private static async Task<Ok<List<ApplicationRow>>> Applications(HttpContext http, PathLists lists) => TypedResults.Ok(
        await lists.Mine(http.Actor(), http.RequestAborted) is { } member ? await lists.Applications(member.Id, http.Actor(), http.RequestAborted) : []);

    private static async Task<Ok<List<RereviewRow>>> Rereviews(HttpContext http, PathLists lists) => TypedResults.Ok(
        await lists.Mine(http.Actor(), http.RequestAborted) is { } member ? await lists.Rereviews(member.Id, http.Actor(), http.RequestAborted) : []);

    private static async Task<IResult> Download(string number, HttpContext http, PathCertificates certificates)
    {
        var request = http.Request;
        var file = await certificates.Pdf(number, http.Actor(), code => $"{request.Scheme}://{request.Host}/verify/path/{code}", http.RequestAborted);
        return file is { } found ? Results.File(found.Pdf, "application/pdf", found.Name) : Results.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Join(HttpContext http, JoinPath join, string path)
    {
        if (PathNames.Read(path) is not { } known)
        {
            return TypedResults.NotFound();
        }

        await join.Run(known, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound>> Leave(HttpContext http, LeavePath leave, string path) =>
        PathNames.Read(path) is { } known && await leave.Run(known, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Submit(HttpContext http, SubmitRereview submit, Guid id, CaseForm wish) =>
        await submit.Run(id, wish, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Created<Made>> Apply(
        HttpContext http, ApplyForStage apply, IFormFileCollection proofs, [FromForm] string? stage, [FromForm] string? caseTitle,
        [FromForm] string? caseCustomer, [FromForm] DateOnly? caseEndedOn, [FromForm] bool? caseOnThisCloud, [FromForm] string? caseUrl,
        [FromForm] string? sealedCompany)
    {
        _ = CommandId.Of(http.Request, http.Actor());
        var wanted = Choices.Read<PathStage>(stage, "Stage");
        var told = caseTitle is null ? null : new CaseForm(caseTitle, caseCustomer, caseEndedOn, caseOnThisCloud, caseUrl);
        var id = await SentFiles.WithAll(
            proofs.GetFiles("proofs"), files => apply.Run(wanted, new(told, sealedCompany), files, http.Actor(), http.RequestAborted));
        return TypedResults.Created($"/api/v1/path-applications/{id}", new Made(id));
    }

    private static async Task<Results<NoContent, NotFound>> HandIn(
        HttpContext http, HandInPlan handIn, Guid id, IFormFile? deck, IFormFile? plan, [FromForm] string? template)
    {
        _ = CommandId.Of(http.Request, http.Actor());
        return await SentFiles.With([deck, plan], files => handIn.Run(id, files[0], files[1], template, http.Actor(), http.RequestAborted))
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
    }

    private sealed record PathsView(MemberRow? Mine, List<PathView> Paths);

    private sealed record PathView(string Path, LocalText Name, LocalText Description, bool ByInvitation, bool ByItself);

    private sealed record ReasonView(LeavingReason Reason, LocalText Words);

    private sealed record Made(Guid Id);
}
