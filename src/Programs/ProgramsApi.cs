using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Programs.Published;

namespace PartnerCenter.Programs;

/// <summary>Memberships of programmes over JSON.</summary>
internal static class ProgramsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Programmes");
        api.MapGet("/memberships", List).RequireAuthorization(ProgramsModule.See).WithSummary("One's own memberships with their certificates");
        api.MapPost("/memberships", Join).RequireAuthorization(ProgramsModule.Join).WithSummary("Join a programme that is open to all");
        api.MapPost("/partners/{partner:guid}/memberships", Admit).RequireAuthorization(ProgramsModule.Admit)
            .WithSummary("Admit a partner to a programme, a reseller under its distributor");
    }

    private static async Task<Ok<List<MembershipRow>>> List(HttpContext http, Certificates certificates) => TypedResults.Ok(
        (await certificates.Of(http.Actor().PartnerId, http.RequestAborted)).ConvertAll(
            m => new MembershipRow(m.Number, m.Program, m.Level, m.State, m.JoinedOn, m.ValidUntil)));

    private static async Task<Ok<CertificateNumber>> Join(HttpContext http, JoinProgram join, JoiningWish wish) =>
        TypedResults.Ok(new CertificateNumber(await join.Run(Input.Chosen(wish.Program, "Program"), http.Actor(), http.RequestAborted)));

    private static async Task<Ok<CertificateNumber>> Admit(HttpContext http, JoinProgram join, Guid partner, AdmissionWish wish) => TypedResults.Ok(
        new CertificateNumber(await join.Admit(partner, Input.Chosen(wish.Program, "Program"), wish.Distributor, http.Actor(), wish.Level, http.RequestAborted)));

    private sealed record JoiningWish(PartnerProgram? Program);

    private sealed record AdmissionWish(PartnerProgram? Program, Guid? Distributor, string? Level);

    private sealed record CertificateNumber(string Certificate);

    private sealed record MembershipRow(
        string Certificate, PartnerProgram Program, string Level, MembershipState State, DateOnly JoinedOn, DateOnly ValidUntil);
}
