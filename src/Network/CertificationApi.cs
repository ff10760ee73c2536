using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Network.Certification;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Network;

/// <summary>Certifications of business information over JSON.</summary>
internal static class CertificationApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/certifications").WithTags("Certifications").RequireAuthorization(NetworkModule.Certify);
        api.MapGet("/", Own).WithSummary("The partner's certifications of business information, newest first; the newest counts");
        api.MapPost("/", Certify).WithSummary("Submit bank data to be certified; what was certified before counts no more");
        api.MapPost("/{id:guid}/confirmation", Confirm).WithSummary("Name the small amount that the bank account received");
        api.MapGet("/{id:guid}/letter", Letter).WithSummary("The draft of the bank letter as PDF");
        api.MapPost("/{id:guid}/letter", SendLetter).WithSummary("Send the scan of the stamped bank letter (PDF or picture)").DisableAntiforgery();

        var vendor = routes.MapGroup("/api/v1/vendor/certifications").WithTags("Certifications").RequireAuthorization(NetworkModule.HandleCertifications);
        vendor.MapGet("/", List).WithSummary("Certifications of all partners, newest first");
        vendor.MapGet("/{id:guid}", Find).WithSummary("One of them");
        vendor.MapPost("/{id:guid}/letter-draft", Draft).WithSummary("Make the draft of the bank letter");

        var suppliers = routes.MapGroup("/api/v1/vendor/supplier-records").WithTags("Certifications").RequireAuthorization(NetworkModule.SupplierRecords);
        suppliers.MapGet("/", Suppliers).WithSummary("The newest 200 supplier records");
        suppliers.MapPost("/", EnterSuppliers).WithSummary("Enter supplier records, all or none");
        routes.MapPut("/api/v1/partners/{id:guid}/taxpayer-type", ChangeTaxpayer).WithTags("Network").RequireAuthorization(NetworkModule.ChangeTaxpayer)
            .WithSummary("Change the taxpayer type of a partner's company, on its ticket");
    }

    private static async Task<Ok<List<CertificationRow>>> Own(HttpContext http, CertificationLists lists) =>
        TypedResults.Ok(await lists.Own(http.Actor(), http.RequestAborted));

    private static async Task<Ok<Submitted>> Certify(HttpContext http, CertifyCompany certify, CertificationForm form) =>
        TypedResults.Ok(new Submitted(await certify.Run(form, http.Actor(), http.RequestAborted)));

    private static async Task<Results<Ok<Standing>, NotFound>> Confirm(HttpContext http, ConfirmAmount confirm, Guid id, NamedAmount named) =>
        await confirm.Run(id, named.Amount, http.Actor(), http.RequestAborted) is { } state ? TypedResults.Ok(new Standing(state)) : TypedResults.NotFound();

    private static async Task<Results<FileContentHttpResult, NotFound>> Letter(HttpContext http, BankLetter letter, Guid id) =>
        await letter.Download(id, http.Actor(), http.RequestAborted) is { } file
            ? TypedResults.File(file.Pdf, "application/pdf", file.Name)
            : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> SendLetter(HttpContext http, BankLetter letter, Guid id, IFormFile? file)
    {
        await using var content = file?.OpenReadStream();
        return await letter.Send(id, file?.FileName, content, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static async Task<Ok<Page<CertificationRow>>> List(HttpContext http, CertificationLists lists, CertificationState? state, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        var rows = await lists.After(http.Actor(), state, Cursor.Read(cursor), size + 1, http.RequestAborted);
        return TypedResults.Ok(Cursor.Page(rows, size, row => row.Number));
    }

    private static async Task<Results<Ok<CertificationRow>, NotFound>> Find(HttpContext http, CertificationLists lists, Guid id) =>
        await lists.Find(id, http.Actor(), http.RequestAborted) is { } row ? TypedResults.Ok(row) : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Draft(HttpContext http, BankLetter letter, Guid id) =>
        await letter.Draft(id, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Ok<List<SupplierRow>>> Suppliers(HttpContext http, SupplierRecords records) =>
        TypedResults.Ok(await records.All(http.Actor(), 0, Cursor.Most, http.RequestAborted));

    private static async Task<Ok<Entered>> EnterSuppliers(HttpContext http, SupplierRecords records, SupplierList list) =>
        TypedResults.Ok(new Entered(await records.Enter(list.Lines ?? [], http.Actor(), http.RequestAborted)));

    private static async Task<Results<NoContent, NotFound>> ChangeTaxpayer(HttpContext http, ChangeTaxpayerType change, Guid id, TaxpayerWish wish) =>
        await change.Run(id, wish.Type, wish.Ticket, wish.Reason, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private sealed record Submitted(Guid Id);

    private sealed record NamedAmount(string? Amount);

    private sealed record Standing(CertificationState State);

    private sealed record SupplierList(List<SupplierLine>? Lines);

    private sealed record Entered(int Added);

    private sealed record TaxpayerWish(TaxpayerType? Type, string? Ticket, string? Reason);
}
