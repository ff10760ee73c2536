using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Network;

/// <summary>Joining and partners over JSON.</summary>
internal static class NetworkApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Network");
        api.MapPost("/joining-applications", Join).RequireAuthorization(NetworkModule.Join)
            .WithSummary("Apply to join the network; the company's name and code come from its real-name authentication");
        api.MapGet("/company", Own).RequireAuthorization(NetworkModule.SeeCompany).WithSummary("One's own company and what it has agreed to");
        api.MapGet("/partners", List).RequireAuthorization(NetworkModule.SeePartners).WithSummary("Partners, by number");
        api.MapGet("/partners/{id:guid}", Find).RequireAuthorization(NetworkModule.SeePartners).WithSummary("A partner and what it has agreed to");
        api.MapPut("/partners/{id:guid}/manager", Assign).RequireAuthorization(NetworkModule.AssignManagers)
            .WithSummary("Give a partner to an ecosystem manager, or to nobody");
    }

    private static async Task<Ok<JoinedView>> Join(HttpContext http, JoinNetwork join, JoiningForm form)
    {
        var (partner, joined) = await join.Run(form, http.Actor(), http.RequestAborted);
        return TypedResults.Ok(new JoinedView(partner, joined));
    }

    private static async Task<Ok<CompanyView>> Own(HttpContext http, PartnerLists lists)
    {
        var (partner, agreements) = await lists.Own(http.Actor(), http.RequestAborted);
        return TypedResults.Ok(new CompanyView(PartnerRow.Of(partner), agreements));
    }

    private static async Task<Ok<Page<PartnerRow>>> List(HttpContext http, PartnerLists lists, string? search, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        var rows = await lists.After(string.IsNullOrWhiteSpace(search) ? null : search.Trim(), Cursor.Read(cursor), size + 1, http.RequestAborted);
        return TypedResults.Ok(Cursor.Page(rows, size, row => row.Number));
    }

    private static async Task<Results<Ok<CompanyView>, NotFound>> Find(HttpContext http, PartnerLists lists, Guid id) =>
        await lists.Find(id, http.RequestAborted) is { } found
            ? TypedResults.Ok(new CompanyView(PartnerRow.Of(found.Partner), found.Agreements))
            : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Assign(HttpContext http, AssignManager assign, Guid id, ManagerWish wish) =>
        await assign.Run(id, wish.Manager, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private sealed record JoinedView(Guid Partner, bool Joined);

    private sealed record ManagerWish(Guid? Manager);

    private sealed record CompanyView(PartnerRow Partner, List<AgreementRow> Agreements);
}
