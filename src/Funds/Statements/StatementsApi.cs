using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds.Statements;

/// <summary>The bank's statements over JSON.</summary>
internal static class StatementsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/vendor").WithTags("Bank statements").RequireAuthorization(FundsModule.TopUp);
        api.MapPost("/bank-statements", Import).WithSummary("Import the bank's statement: the whole file or nothing of it").DisableAntiforgery();
        api.MapGet("/receipts", List).WithSummary("Receipts, newest first");
        api.MapPost("/receipts/{id:guid}/assignment", Assign).WithSummary("Say whose an unmatched receipt is; another person approves");
        api.MapPost("/receipts/{id:guid}/approval", Approve).WithSummary("Agree to whose it is said to be: it is booked");
        api.MapPost("/receipts/{id:guid}/refusal", Refuse).WithSummary("Do not agree: it is unmatched again");
        api.MapPost("/receipts/{id:guid}/return", Return).WithSummary("Enter that it was sent back to the payer");
    }

    private static async Task<Ok<StatementOutcome>> Import(HttpContext http, ImportStatement import, IFormFile? file)
    {
        await using var content = file?.OpenReadStream();
        return TypedResults.Ok(await import.Run(file?.FileName ?? "", content, http.Actor(), http.RequestAborted));
    }

    private static async Task<Ok<List<ReceiptRow>>> List(HttpContext http, ReceiptLists lists, ReceiptState? state, int? skip, int? limit) =>
        TypedResults.Ok(await lists.Of(http.Actor(), state, Math.Max(0, skip ?? 0), Cursor.Limit(limit), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Assign(HttpContext http, SettleReceipt settle, Guid id, Assignment wish) =>
        Answer(await settle.Assign(id, wish.Partner, wish.Reason, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Approve(HttpContext http, SettleReceipt settle, Guid id) =>
        Answer(await settle.Approve(id, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Refuse(HttpContext http, SettleReceipt settle, Guid id) =>
        Answer(await settle.Refuse(id, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Return(HttpContext http, SettleReceipt settle, Guid id, Reason wish) =>
        Answer(await settle.Return(id, wish.Words, http.Actor(), http.RequestAborted));

    private static Results<NoContent, NotFound> Answer(bool found) => found ? TypedResults.NoContent() : TypedResults.NotFound();

    private sealed record Assignment(string? Partner, string? Reason);

    private sealed record Reason(string? Words);
}
