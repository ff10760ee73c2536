using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Paths.Applications;
using PartnerCenter.Paths.Certificates;
using PartnerCenter.Paths.Register;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Paths;

/// <summary>Partners' development paths over JSON, for the vendor.</summary>
internal static class PathsConsoleApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Development paths, vendor").RequireAuthorization(PathsModule.Keep);
        api.MapGet("/path-members", Members).WithSummary("Partners on paths, by company");
        api.MapGet("/path-members/{id:guid}", Member).WithSummary("One of them with checklist, applications, certificates and re-reviews");
        api.MapPost("/path-members/{id:guid}/revocation", Revoke).WithSummary("Take its certification back");
        api.MapPut("/path-applications/{id:guid}/meeting", Meet).WithSummary("Schedule the meeting on its business plan");
        api.MapGet("/path-invitations", Invitations).WithSummary("Who may join paths that are by invitation");
        api.MapPut("/partners/{partner:guid}/path-invitations/{path}", Invite).WithSummary("Let a partner join such a path");
        api.MapDelete("/partners/{partner:guid}/path-invitations/{path}", Withdraw).WithSummary("Let it no more");
        api.MapGet("/path-evidence", Evidence).WithSummary("What partners have, the newest first");
        api.MapPost("/path-evidence", Enter).WithSummary("Enter something that a partner has");
        api.MapPost("/path-evidence/{id:guid}/withdrawal", WithdrawEvidence).WithSummary("Withdraw what was wrong or has ended early");
        // The header Idempotency-Key, which a form of another site cannot send, takes the place of the antiforgery token.
        api.MapPost("/path-evidence-files", Import).WithSummary("Enter many things from a CSV file: all of them, or none").DisableAntiforgery();
    }

    private static async Task<Ok<Page<MemberRow>>> Members(HttpContext http, PathLists lists, string? search, string? path, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        var rows = await lists.MembersAfter(
            string.IsNullOrWhiteSpace(search) ? null : search.Trim(), path is { Length: > 0 } ? PathNames.Read(path) : null, Cursor.Read(cursor), size + 1, http.Actor(),
            http.RequestAborted);
        return TypedResults.Ok(Cursor.Page(rows, size, PathLists.Key));
    }

    private static async Task<Results<Ok<MemberView>, NotFound>> Member(
        HttpContext http, PathLists lists, Checklists checklists, PathCertificates certificates, Guid id)
    {
        var (by, ct) = (http.Actor(), http.RequestAborted);
        return await lists.Member(id, by, ct) is { } member && await checklists.OfMember(id, by, ct) is { } stages
            ? TypedResults.Ok(new MemberView(
                member, stages, await lists.Applications(id, by, ct), await certificates.OfMember(id, by, ct),
                await lists.Rereviews(id, by, ct)))
            : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Revoke(HttpContext http, RevokeCertification revoke, Guid id, ReasonWish wish) =>
        await revoke.Run(id, wish.Reason, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Meet(HttpContext http, ScheduleMeeting schedule, Guid id, MeetingWish wish) =>
        await schedule.Run(id, wish.At, wish.Link, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Ok<List<InvitedRow>>> Invitations(HttpContext http, InviteToPath invite) =>
        TypedResults.Ok(await invite.List(http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Invite(HttpContext http, InviteToPath invite, Guid partner, string path) =>
        PathNames.Read(path) is { } known && await invite.Run(partner, known, http.Actor(), http.RequestAborted)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Withdraw(HttpContext http, InviteToPath invite, Guid partner, string path) =>
        PathNames.Read(path) is { } known && await invite.Withdraw(partner, known, http.Actor(), http.RequestAborted)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();

    private static async Task<Ok<List<EvidenceRow>>> Evidence(HttpContext http, EvidenceLists lists) =>
        TypedResults.Ok(await lists.All(http.Actor(), http.RequestAborted));

    private static async Task<Created<Made>> Enter(HttpContext http, EnterEvidence enter, EvidenceForm wish)
    {
        var id = await enter.Run(wish, http.Actor(), http.RequestAborted);
        return TypedResults.Created($"/api/v1/path-evidence/{id}", new Made(id));
    }

    private static async Task<Results<NoContent, NotFound>> WithdrawEvidence(HttpContext http, EnterEvidence enter, Guid id, ReasonWish wish) =>
        await enter.Withdraw(id, wish.Reason, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Ok<EvidenceImport>> Import(HttpContext http, ImportEvidence import, IFormFile? file)
    {
        _ = CommandId.Of(http.Request, http.Actor());
        return TypedResults.Ok(await SentFiles.With([file], files => import.Run(files[0]?.Content, http.Actor(), http.RequestAborted)));
    }

    private sealed record ReasonWish(string? Reason);

    private sealed record MeetingWish(DateTimeOffset? At, string? Link);

    private sealed record Made(Guid Id);

    private sealed record MemberView(
        MemberRow Member, List<ChecklistStage> Checklist, List<ApplicationRow> Applications, List<PathCertificateRow> Certificates, List<RereviewRow> Rereviews);
}
