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
        api.MapGet("/customer-identity", Identity).RequireAuthorization(ProgramsModule.See).WithSummary("Whether one's own account may buy from the vendor, and if not why");
        api.MapPost("/partners/{partner:guid}/memberships", Admit).RequireAuthorization(ProgramsModule.Admit)
            .WithSummary("Admit a partner to a programme, a reseller under its distributor");
        api.MapGet("/score-card", Card).RequireAuthorization(ProgramsModule.See).WithSummary("How far one is from the next level");
        api.MapPost("/score-card/raise", Raise).RequireAuthorization(ProgramsModule.Join).WithSummary("Raise the level by one");
        api.MapGet("/assessments", Assessments).RequireAuthorization(ProgramsModule.See).WithSummary("One's own annual assessments, once published");
        api.MapGet("/partners/{partner:guid}/assessments", AssessmentsOf).RequireAuthorization(ProgramsModule.Admit).WithSummary("A partner's annual assessments");
        api.MapPost("/partners/{partner:guid}/assessments", Assess).RequireAuthorization(ProgramsModule.Admit).WithSummary("Enter the assessment of the present year");
        api.MapPost("/partners/{partner:guid}/memberships/{program}/end", End).RequireAuthorization(ProgramsModule.Admit)
            .WithSummary("Take a partner out of a programme, on its wish or by delisting");
        api.MapPut("/partners/{partner:guid}/channel-only", Mark).RequireAuthorization(ProgramsModule.Admit)
            .WithSummary("Mark a distributor's account as one that develops resellers only, or take the mark away");
        api.MapGet("/resellers", ListResellers).RequireAuthorization(ProgramsModule.ManageResellers).WithSummary("A distributor's resellers");
        api.MapGet("/reseller-requests", ListRequests).RequireAuthorization(ProgramsModule.ManageResellers).WithSummary("Invitations and applications");
        api.MapPost("/reseller-invitations", Invite).RequireAuthorization(ProgramsModule.ManageResellers).WithSummary("Invite a partner to become one's reseller");
        api.MapPost("/reseller-invitations/acceptance", Accept).RequireAuthorization(ProgramsModule.Join).WithSummary("Accept a distributor's invitation");
        api.MapPost("/reseller-applications", Apply).RequireAuthorization(ProgramsModule.Join).WithSummary("Apply to a distributor");
        api.MapPost("/reseller-applications/{id:guid}/answer", Answer).RequireAuthorization(ProgramsModule.ManageResellers).WithSummary("Answer an application");
    }

    private static async Task<Ok<IdentityView>> Identity(HttpContext http, CustomerIdentity identity) =>
        TypedResults.Ok(new IdentityView((await identity.Why(http.Actor().PartnerId, http.RequestAborted))?.Code));

    private static async Task<Results<Ok<ScoreCardView>, NotFound>> Card(HttpContext http, ScoreCard card) =>
        await card.Of(http.Actor(), http.RequestAborted) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound();

    private static async Task<NoContent> Raise(HttpContext http, ScoreCard card)
    {
        await card.Raise(http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<List<AssessmentRow>>> Assessments(HttpContext http, AssessMembership assessments) =>
        TypedResults.Ok(await assessments.Of(http.Actor().PartnerId, http.Actor(), http.RequestAborted));

    private static async Task<Ok<List<AssessmentRow>>> AssessmentsOf(HttpContext http, AssessMembership assessments, Guid partner) =>
        TypedResults.Ok(await assessments.Of(partner, http.Actor(), http.RequestAborted));

    private static async Task<NoContent> Assess(HttpContext http, AssessMembership assess, Guid partner, AssessmentWish wish)
    {
        await assess.Run(partner, Input.Chosen(wish.Program, "Program"), wish.Passed, wish.Comment, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> End(HttpContext http, EndMembership end, Guid partner, PartnerProgram program, EndWish wish)
    {
        await end.Run(partner, program, wish.Delisted, wish.Reason, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Mark(HttpContext http, MarkChannelOnly mark, Guid partner, ChannelWish wish)
    {
        await mark.Run(partner, Input.Chosen(wish.ChannelOnly, "ChannelOnly"), http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<List<ResellerRow>>> ListResellers(HttpContext http, Resellers resellers) =>
        TypedResults.Ok(await resellers.Of(http.Actor(), http.RequestAborted));

    private static async Task<Ok<List<ResellerRequestRow>>> ListRequests(HttpContext http, Resellers resellers) =>
        TypedResults.Ok(await resellers.Requests(http.Actor(), http.RequestAborted));

    private static async Task<Ok<InvitationLink>> Invite(HttpContext http, Resellers resellers, InvitationWish wish) => TypedResults.Ok(
        new InvitationLink(await resellers.Invite(wish.Email, $"{http.Request.Scheme}://{http.Request.Host}", http.Actor(), http.RequestAborted)));

    private static async Task<Ok<CertificateNumber>> Accept(HttpContext http, Resellers resellers, AcceptanceWish wish) =>
        TypedResults.Ok(new CertificateNumber(await resellers.Accept(Input.Text(wish.Token, "Token"), http.Actor(), http.RequestAborted)));

    private static async Task<NoContent> Apply(HttpContext http, Resellers resellers, ApplicationWish wish)
    {
        await resellers.Apply(wish.Distributor, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound>> Answer(HttpContext http, Resellers resellers, Guid id, AnswerWish wish) =>
        await resellers.Answer(id, Input.Chosen(wish.Yes, "Yes"), http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Ok<List<MembershipRow>>> List(HttpContext http, Certificates certificates) => TypedResults.Ok(
        (await certificates.Of(http.Actor().PartnerId, http.RequestAborted)).ConvertAll(
            m => new MembershipRow(m.Number, m.Program, m.Level, m.State, m.JoinedOn, m.ValidUntil)));

    private static async Task<Ok<CertificateNumber>> Join(HttpContext http, JoinProgram join, JoiningWish wish) =>
        TypedResults.Ok(new CertificateNumber(await join.Run(Input.Chosen(wish.Program, "Program"), http.Actor(), http.RequestAborted)));

    private static async Task<Ok<CertificateNumber>> Admit(HttpContext http, JoinProgram join, Guid partner, AdmissionWish wish) => TypedResults.Ok(
        new CertificateNumber(await join.Admit(partner, Input.Chosen(wish.Program, "Program"), wish.Distributor, http.Actor(), wish.Level, wish.Office, http.RequestAborted)));

    private sealed record IdentityView(string? Why)
    {
        public bool MayBuy => Why is null;
    }

    private sealed record JoiningWish(PartnerProgram? Program);

    private sealed record AdmissionWish(PartnerProgram? Program, Guid? Distributor, string? Level, string? Office);

    private sealed record AssessmentWish(PartnerProgram? Program, bool? Passed, string? Comment);

    private sealed record EndWish(bool Delisted, string? Reason);

    private sealed record ChannelWish(bool? ChannelOnly);

    private sealed record InvitationWish(string? Email);

    private sealed record InvitationLink(string Link);

    private sealed record AcceptanceWish(string? Token);

    private sealed record ApplicationWish(string? Distributor);

    private sealed record AnswerWish(bool? Yes);

    private sealed record CertificateNumber(string Certificate);

    private sealed record MembershipRow(
        string Certificate, PartnerProgram Program, string Level, MembershipState State, DateOnly JoinedOn, DateOnly ValidUntil);
}
