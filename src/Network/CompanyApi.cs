using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Network.Company;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Network;

/// <summary>A partner's basic information over JSON.</summary>
internal static class CompanyApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Company").RequireAuthorization(NetworkModule.SeeCompany);
        api.MapGet("/company/accounts", Accounts).WithSummary("The accounts of one's own legal entity, the main one first");
        api.MapGet("/company/license", License).WithSummary("The licence's data in force, and those in review or rejected last");
        api.MapGet("/company/signing-entity", Entity).WithSummary("The vendor's entity with which one has signed, and its settlement currency");
        api.MapGet("/agreements", Signed).WithSummary("One's own agreements, by contract code");
        api.MapGet("/agreements/{id:guid}/pdf", Pdf).WithSummary("One of them as PDF");
        api.MapGet("/company/profile", Profile).WithSummary("Logo, contact and introduction; they change through a ticket");
        routes.MapPost("/api/v1/partners/{id:guid}/profile", ChangeProfile).WithTags("Network").RequireAuthorization(NetworkModule.ChangeProfiles)
            .WithSummary("Change logo, contact and introduction of a company, on its ticket").DisableAntiforgery();
        var edit = routes.MapGroup("/api/v1/company").WithTags("Company").RequireAuthorization(NetworkModule.EditCompany);
        edit.MapPut("/contact", Contact).WithSummary("Change one's contact");
        var further = routes.MapGroup("/api/v1/company").WithTags("Company").RequireAuthorization(NetworkModule.RegisterQuickly);
        further.MapPost("/registration-codes", SendCode).WithSummary("Send the code that a quick registration needs to one's own e-mail address");
        further.MapPost("/registration-links", Begin).WithSummary("Make the link by which a further account of the company is registered");
        var cancel = routes.MapGroup("/api/v1/company/cancellation").WithTags("Company").RequireAuthorization(NetworkModule.CancelAccount);
        cancel.MapGet("/", Reasons).WithSummary("Everything that stands in the way of cancelling the account");
        cancel.MapPost("/", Cancel).WithSummary("Cancel the account");
        edit.MapPost("/license", Change).WithSummary("Send changed licence data with the licence's file, for review").DisableAntiforgery();
    }

    private static async Task<Ok<List<CompanyAccount>>> Accounts(HttpContext http, CompanyAccounts accounts) =>
        TypedResults.Ok(await accounts.Of(http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<CompanyProfileView>, NotFound>> Profile(HttpContext http, CompanyProfiles profiles) =>
        await profiles.Of(http.Actor().PartnerId, http.RequestAborted) is { } profile ? TypedResults.Ok(profile) : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> ChangeProfile(
        HttpContext http, ChangeProfile change, Guid id, IFormFile? logo, [FromForm] string? ticket, [FromForm] string? contact,
        [FromForm] string? introductionZh, [FromForm] string? introductionEn, [FromForm] string? website)
    {
        await using var content = logo?.OpenReadStream();
        return await change.Run(id, new(ticket, contact, introductionZh, introductionEn, website), logo?.FileName, content, http.Actor(), http.RequestAborted)
            ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static async Task<Ok<LicensesView>> License(HttpContext http, CompanyAccounts accounts)
    {
        var (inForce, latest) = await accounts.License(http.Actor(), http.RequestAborted);
        return TypedResults.Ok(new LicensesView(inForce, latest));
    }

    private static async Task<Results<Ok<SigningEntity>, NotFound>> Entity(HttpContext http, SigningEntities entities) =>
        await entities.Of(http.Actor().PartnerId, http.RequestAborted) is { } entity ? TypedResults.Ok(entity) : TypedResults.NotFound();

    private static async Task<Ok<List<SignedAgreement>>> Signed(HttpContext http, Agreements agreements, string? search, AgreementState? state) =>
        TypedResults.Ok(await agreements.Own(search, state, http.Actor(), http.RequestAborted));

    private static async Task<Results<FileContentHttpResult, NotFound>> Pdf(HttpContext http, Agreements agreements, Guid id) =>
        await agreements.Pdf(id, http.Actor(), http.RequestAborted) is { } file
            ? TypedResults.File(file.Pdf, "application/pdf", file.Name)
            : TypedResults.NotFound();

    private static async Task<NoContent> Contact(HttpContext http, ChangeContact change, ContactForm form)
    {
        await change.Run(form, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Sent>> Change(
        HttpContext http, ChangeLicense change, IFormFile? file, [FromForm] string? code, [FromForm] string? name, [FromForm] string? capital,
        [FromForm] DateOnly? foundedOn, [FromForm] string? term, [FromForm] string? legalPerson, [FromForm] string? address, [FromForm] string? postcode,
        [FromForm] string? scope)
    {
        await using var content = file?.OpenReadStream();
        var form = new LicenseForm(code, name, capital, foundedOn, term, legalPerson, address, postcode, scope);
        return TypedResults.Ok(new Sent(await change.Run(form, file?.FileName, content, http.Actor(), http.RequestAborted)));
    }

    private static async Task<NoContent> SendCode(HttpContext http, RegisterQuickly register)
    {
        await register.SendCode(http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<RegistrationLink>> Begin(HttpContext http, RegisterQuickly register, CodeWish wish)
    {
        var (link, until) = await register.Begin(wish.Code, $"{http.Request.Scheme}://{http.Request.Host}", http.Actor(), http.RequestAborted);
        return TypedResults.Ok(new RegistrationLink(link, until));
    }

    private static async Task<Ok<List<string>>> Reasons(HttpContext http, CancelAccount cancel) =>
        TypedResults.Ok((await cancel.Reasons(http.Actor(), http.RequestAborted)).Select(reason => reason.ToString()).ToList());

    private static async Task<NoContent> Cancel(HttpContext http, CancelAccount cancel, CancellationWish wish)
    {
        await cancel.Run(wish.Present, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private sealed record CodeWish(string? Code);

    private sealed record RegistrationLink(string Link, DateTimeOffset Until);

    private sealed record CancellationWish(string? Present);

    private sealed record LicensesView(LicenseView? InForce, LicenseView? Latest);

    private sealed record Sent(Guid Id);
}
