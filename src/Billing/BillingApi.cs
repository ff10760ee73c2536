using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Billing.Bills;
using PartnerCenter.Billing.Close;
using PartnerCenter.Billing.Published;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers;

namespace PartnerCenter.Billing;

/// <summary>Bills and the month close over JSON. Amounts are decimal numbers in CNY with up to 8 places.</summary>
internal static class BillingApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var bills = routes.MapGroup("/api/v1/bills").WithTags("Bills").RequireAuthorization(BillingModule.SeeBill);
        bills.MapGet("/", Months).WithSummary("Months with a bill, newest first");
        bills.MapGet("/{month}", Bill).WithSummary("The bill of a month");
        bills.MapGet("/{month}/items", Items).WithSummary("The bill by customer, product or charge type");
        bills.MapGet("/{month}/lines", Lines).WithSummary("The lines of a bill");
        bills.MapPost("/{month}/exports", Export).WithSummary("Start an export: PDF of the bill, CSV or XLSX of its lines");
        routes.MapGet("/api/v1/customers/{id:guid}/consumption", Consumption).WithTags("Bills")
            .RequireAuthorization(BillingModule.CustomerConsumption).WithSummary("What a customer consumed, by month and product type");
        routes.MapGet("/api/v1/customer/consumption/{month}/lines", OwnLines).WithTags("Bills")
            .RequireAuthorization(BillingModule.Own).WithSummary("What one consumed in a closed month, by line, or by resource and day or month");
        routes.MapPost("/api/v1/vendor/voucher-restorations", Restore).WithTags("Bills").RequireAuthorization(VouchersModule.Issue)
            .WithSummary("Give a partner's vouchers back what a billed line had taken, where it never took effect");
        var closes = routes.MapGroup("/api/v1/month-closes").WithTags("Month close").RequireAuthorization(BillingModule.Close);
        closes.MapPut("/{month}", Start).WithSummary("Close a month, or go on with a close");
        closes.MapGet("/{month}/jobs", Jobs).WithSummary("How far a close is");
        var files = routes.MapGroup("/api/v1/usage-files").WithTags("Usage").RequireAuthorization(BillingModule.Import);
        // The header Idempotency-Key, which a form of another site cannot send, takes the place of the antiforgery token.
        files.MapPost("/", Upload).WithSummary("Upload a usage file (CSV or Parquet) to be imported").DisableAntiforgery();
        files.MapGet("/{id:guid}", UsageFile).WithSummary("How far an uploaded file is, and what became of it");
        files.MapGet("/{id:guid}/rejects", Rejects).WithSummary("The bad lines of an uploaded file as CSV: line, reason, detail")
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
    }

    private static async Task<Ok<Restored>> Restore(HttpContext http, RestoreVouchers restore, RestoreForm form)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        await restore.Run(id, form, http.Actor(), http.RequestAborted);
        return TypedResults.Ok(new Restored(id));
    }

    private sealed record Restored(Guid Id);

    private static async Task<Ok<List<BillRow>>> Months(HttpContext http, BillLists bills) =>
        TypedResults.Ok(await bills.Months(http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<BillRow>, NotFound>> Bill(HttpContext http, BillLists bills, string month) =>
        await bills.Bill(http.Actor(), Month.Parse(month), http.RequestAborted) is { } bill ? TypedResults.Ok(bill) : TypedResults.NotFound();

    private static async Task<Ok<List<BillRow>>> Items(HttpContext http, BillLists bills, string month, string? by, ChargeType? charge) =>
        TypedResults.Ok(await bills.Items(http.Actor(), Month.Parse(month), by ?? "customer", charge, http.RequestAborted));

    private static async Task<Ok<Page<BillLine>>> Lines(
        HttpContext http, BillLists bills, string month, Guid? customer, ChargeType? charge, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        if (!long.TryParse(Cursor.Read(cursor) ?? "0", out var skip) || skip < 0)
        {
            throw new Refusal("request.cursor") { Field = "cursor" };
        }

        var lines = await bills.Lines(http.Actor(), Month.Parse(month), customer, charge, null, skip, size + 1, http.RequestAborted);
        return TypedResults.Ok(Cursor.Page(lines, size, _ => $"{skip + size}"));
    }

    private static async Task<Ok<Page<BillLine>>> OwnLines(HttpContext http, IOwnBillLines bills, string month, LineGrouping? grouping, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        if (!long.TryParse(Cursor.Read(cursor) ?? "0", out var skip) || skip < 0)
        {
            throw new Refusal("request.cursor") { Field = "cursor" };
        }

        var (lines, _) = await bills.Matching(http.Actor(), Month.Parse(month), new(grouping ?? LineGrouping.Line), skip, size + 1, http.RequestAborted);
        return TypedResults.Ok(Cursor.Page(lines, size, _ => $"{skip + size}"));
    }

    private static async Task<Results<Ok<List<BillRow>>, NotFound>> Consumption(
        HttpContext http, Customers.CustomerLists customers, BillLists bills, Guid id) =>
        await customers.Find(id, http.Actor(), http.RequestAborted) is null
            ? TypedResults.NotFound()
            : TypedResults.Ok(await bills.OfCustomer(id, http.Actor(), http.RequestAborted));

    private static async Task<Accepted<ExportStarted>> Export(HttpContext http, ExportDesk exports, string month, ExportFormat format)
    {
        var kind = format == ExportFormat.Pdf ? "billing.bill" : "billing.bill-lines";
        var arguments = new Dictionary<string, string> { ["month"] = Month.Parse(month).ToString() };
        var id = await exports.Start(kind, format, arguments, http.Actor(), http.RequestAborted);
        return TypedResults.Accepted($"/api/v1/exports/{id}", new ExportStarted(id));
    }

    private static async Task<Accepted> Start(HttpContext http, CloseMonth close, string month)
    {
        await close.Run(Month.Parse(month), http.Actor(), http.RequestAborted);
        return TypedResults.Accepted($"/api/v1/month-closes/{month}/jobs");
    }

    private static async Task<Ok<IReadOnlyList<JobView>>> Jobs(HttpContext http, JobQueue queue, string month) =>
        TypedResults.Ok(await queue.InGroup(CloseMonth.Group(Month.Parse(month)), http.RequestAborted));

    [TakesLargeFiles(UploadUsage.LargestSetting, UploadUsage.Largest)]
    private static async Task<Accepted<UsageFileTaken>> Upload(
        HttpContext http, UploadUsage upload, IFormFile? file, IFormFile? mapping, [FromForm] string? format, [FromForm] bool? acceptValid,
        [FromForm] string? partner, [FromForm] string? mode)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        await UsageForm.Upload(upload, id, file, mapping, format, acceptValid ?? false, partner, mode, http.Actor(), http.RequestAborted);
        return TypedResults.Accepted($"/api/v1/usage-files/{id}", new UsageFileTaken(id));
    }

    private static async Task<Results<Ok<UsageFile>, NotFound>> UsageFile(UsageFiles files, HttpContext http, Guid id) =>
        await files.Find(id, http.RequestAborted) is { } file ? TypedResults.Ok(file) : TypedResults.NotFound();

    private static async Task<Results<FileStreamHttpResult, NotFound>> Rejects(UsageFiles files, DocumentStore documents, HttpContext http, Guid id) =>
        await files.Find(id, http.RequestAborted) is { RejectsId: { } rejects }
        && await documents.Open(rejects, http.Actor(), http.RequestAborted) is { } found
            ? TypedResults.Stream(found.Content, found.Document.ContentType, found.Document.Name)
            : TypedResults.NotFound();

    private sealed record UsageFileTaken(Guid Id);

    private sealed record ExportStarted(Guid Id);
}
