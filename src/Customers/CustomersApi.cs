using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers;

/// <summary>Customers and prospects over JSON.</summary>
internal static class CustomersApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Customers");
        api.MapGet("/customers", List).RequireAuthorization(CustomersModule.See).WithSummary("Present customers, by number");
        api.MapGet("/customers/{id:guid}", Find).RequireAuthorization(CustomersModule.See).WithSummary("One customer");
        api.MapGet("/customers/{id:guid}/invoice-issuer", IssuerOf).RequireAuthorization(CustomersModule.See).WithSummary("Who issues a customer's invoices today");
        api.MapGet("/customer/invoice-issuer", OwnIssuer).RequireAuthorization(CustomersModule.Own).WithSummary("Who issues one's own invoices today, as a customer");
        api.MapPost("/prospects", Register).RequireAuthorization(CustomersModule.Acquire).WithSummary("Register a prospect");
        api.MapPost("/prospects/imports", Import).RequireAuthorization(CustomersModule.Acquire).DisableAntiforgery()
            .WithSummary("Register the prospects of a CSV file, all of them or none");
        api.MapGet("/prospects/template", Template).RequireAuthorization(CustomersModule.Acquire).WithSummary("An empty file of prospects to fill in").Produces<string>(StatusCodes.Status200OK, "text/csv");
        api.MapPost("/prospects/{id:guid}/invitations", Invite).RequireAuthorization(CustomersModule.Acquire)
            .WithSummary("Invite a prospect by e-mail");
        api.MapPost("/prospects/{id:guid}/offline-invitations", Offline).RequireAuthorization(CustomersModule.Acquire)
            .WithSummary("Make a link to hand over offline: it works until it is used or revoked");
        api.MapPut("/customers/{id:guid}/manager", Assign).RequireAuthorization(CustomersModule.Assign)
            .WithSummary("Give a customer to an account manager, or to nobody");
    }

    private static async Task<Ok<Page<CustomerRow>>> List(
        HttpContext http, CustomerLists lists, string? search, AssociationMode? mode, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        var rows = await lists.CustomersAfter(http.Actor(), search, mode, Cursor.Read(cursor), size + 1, http.RequestAborted);
        return TypedResults.Ok(Cursor.Page(rows, size, row => row.Number));
    }

    private static async Task<Results<Ok<CustomerRow>, NotFound>> Find(HttpContext http, CustomerLists lists, Guid id) =>
        await lists.Find(id, http.Actor(), http.RequestAborted) is { } row ? TypedResults.Ok(row) : TypedResults.NotFound();

    private static async Task<Results<Ok<Issuer>, NotFound>> IssuerOf(HttpContext http, CustomerLists lists, InvoiceIssuer issuer, BusinessDay businessDay, Guid id) =>
        await lists.Find(id, http.Actor(), http.RequestAborted) is null
            ? TypedResults.NotFound()
            : TypedResults.Ok(await issuer.Of(id, businessDay.Today, http.RequestAborted));

    private static async Task<Ok<Issuer>> OwnIssuer(HttpContext http, InvoiceIssuer issuer, BusinessDay businessDay) =>
        TypedResults.Ok(await issuer.Of(http.Actor().CustomerId, businessDay.Today, http.RequestAborted));

    private static async Task<Created<CreatedProspect>> Register(HttpContext http, RegisterProspect register, ProspectForm form)
    {
        var id = await register.Run(form, http.Actor(), http.RequestAborted);
        return TypedResults.Created($"/api/v1/prospects/{id}", new CreatedProspect(id));
    }

    private static async Task<Ok<ProspectImport>> Import(HttpContext http, ImportProspects import, IFormFile? file) =>
        TypedResults.Ok(await SentFiles.With([file], files => import.Run(files[0]?.Content, http.Actor(), http.RequestAborted)));

    private static FileContentHttpResult Template() => TypedResults.File(ImportProspects.Shape.Template(), "text/csv", "prospects.csv");

    private static async Task<Results<Ok<InvitationLink>, NotFound>> Invite(
        HttpContext http, InviteProspect invite, Guid id, InvitationWish wish)
    {
        var site = $"{http.Request.Scheme}://{http.Request.Host}";
        return await invite.Run(id, Input.Chosen(wish.Mode, "Mode"), wish.Email, site, http.Actor(), http.RequestAborted) is { } link
            ? TypedResults.Ok(new InvitationLink(link))
            : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<InvitationLink>, NotFound>> Offline(HttpContext http, InviteProspect invite, Guid id, OfflineWish wish)
    {
        var site = $"{http.Request.Scheme}://{http.Request.Host}";
        return await invite.Offline(id, Input.Chosen(wish.Mode, "Mode"), site, http.Actor(), http.RequestAborted) is { } link
            ? TypedResults.Ok(new InvitationLink(link))
            : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Assign(HttpContext http, AssignCustomer assign, Guid id, ManagerWish wish) =>
        await assign.Run(id, wish.Manager, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private sealed record OfflineWish(AssociationMode? Mode);

    private sealed record ManagerWish(Guid? Manager);

    private sealed record CreatedProspect(Guid Id);

    private sealed record InvitationWish(AssociationMode? Mode, string? Email);

    private sealed record InvitationLink(string Link);
}
