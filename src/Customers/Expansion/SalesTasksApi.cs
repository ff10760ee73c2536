using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers.Expansion;

/// <summary>Sales expansion tasks over JSON: for partners, and for the vendor under <c>/given-sales-tasks</c>.</summary>
internal static class SalesTasksApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var portal = routes.MapGroup("/api/v1/sales-tasks").WithTags("Sales expansion tasks").RequireAuthorization(CustomersModule.Tasks);
        portal.MapGet("/", List).WithSummary("Tasks that one processes, or as a reseller reads, the newest first");
        portal.MapGet("/{id:guid}", Find).WithSummary("One of them with its record");
        var process = routes.MapGroup("/api/v1/sales-tasks").WithTags("Sales expansion tasks").RequireAuthorization(CustomersModule.ProcessTasks);
        process.MapPost("/{id:guid}/start", Start).WithSummary("Begin");
        process.MapPost("/{id:guid}/notes", Note).WithSummary("Write down how it goes");
        process.MapPost("/{id:guid}/result", Finish).WithSummary("End it with a result, and for Later with a day");
        routes.MapPut("/api/v1/sales-tasks/{id:guid}/manager", Hand).WithTags("Sales expansion tasks").RequireAuthorization(CustomersModule.ProcessTasks, CustomersModule.Assign)
            .WithSummary("Hand it to an account manager");

        var vendor = routes.MapGroup("/api/v1/given-sales-tasks").WithTags("Sales expansion tasks, vendor").RequireAuthorization(CustomersModule.GiveTasks);
        vendor.MapGet("/", List).WithSummary("Tasks of the partners that one serves, the newest first");
        vendor.MapGet("/figures", Figures).WithSummary("How far they are");
        vendor.MapGet("/{id:guid}", Find).WithSummary("One of them with its record");
        vendor.MapPost("/", Give).WithSummary("Give a task about one customer");
        vendor.MapPost("/imports", Import).WithSummary("Give a task about each customer of a CSV file, all of it or nothing").DisableAntiforgery();
        vendor.MapPost("/{id:guid}/withdrawal", Withdraw).WithSummary("Take a task back");
    }

    private static async Task<Ok<Page<SalesTaskRow>>> List(
        HttpContext http, SalesTaskLists lists, SalesTaskState? state, string? kind, DateOnly? dueBy, bool? overdue, string? search, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        var rows = await lists.After(http.Actor(), new(state, kind, dueBy, overdue == true, search), Cursor.Read(cursor), size + 1, http.RequestAborted);
        return TypedResults.Ok(Cursor.Page(rows, size, row => row.Number));
    }

    private static async Task<Results<Ok<SalesTaskDetail>, NotFound>> Find(HttpContext http, SalesTaskLists lists, Guid id) =>
        await lists.Find(id, http.Actor(), http.RequestAborted) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound();

    private static async Task<Ok<SalesTaskFigures>> Figures(
        HttpContext http, SalesTaskLists lists, SalesTaskState? state, string? kind, DateOnly? dueBy, bool? overdue, string? search) =>
        TypedResults.Ok(await lists.Figures(http.Actor(), new(state, kind, dueBy, overdue == true, search), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Start(HttpContext http, ProcessSalesTask process, Guid id) =>
        Answer(await process.Start(id, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Note(HttpContext http, ProcessSalesTask process, Guid id, NoteWish wish) =>
        Answer(await process.Note(id, wish.Text, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Hand(HttpContext http, ProcessSalesTask process, Guid id, HandWish wish) =>
        Answer(await process.Hand(id, wish.Manager, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Finish(HttpContext http, ProcessSalesTask process, Guid id, ResultWish wish) =>
        Answer(await process.Finish(id, wish.Result, wish.LaterOn, wish.Text, http.Actor(), http.RequestAborted));

    private static async Task<Ok<GivenSalesTasks>> Give(HttpContext http, GiveSalesTasks give, SalesTaskForm form) =>
        TypedResults.Ok(await give.Run(form, null, http.Actor(), http.RequestAborted));

    private static async Task<Ok<GivenSalesTasks>> Import(
        HttpContext http, GiveSalesTasks give, IFormFile? file, [FromForm] string? kind, [FromForm] string? title, [FromForm] string? instructions,
        [FromForm] string? subject, [FromForm] DateOnly? dueOn) =>
        TypedResults.Ok(await SentFiles.With([file], files => give.Run(
            new(kind, title, instructions, subject, dueOn, null), files[0]?.Content ?? throw new Refusal("form.required") { Field = "File" }, http.Actor(), http.RequestAborted)));

    private static async Task<Results<NoContent, NotFound>> Withdraw(HttpContext http, WithdrawSalesTask withdraw, Guid id, WithdrawalWish wish) =>
        Answer(await withdraw.Run(id, wish.Reason, http.Actor(), http.RequestAborted));

    private static Results<NoContent, NotFound> Answer(bool found) => found ? TypedResults.NoContent() : TypedResults.NotFound();

    private sealed record NoteWish(string? Text);

    private sealed record HandWish(Guid? Manager);

    private sealed record ResultWish(SalesTaskResult? Result, DateOnly? LaterOn, string? Text);

    private sealed record WithdrawalWish(string? Reason);
}
