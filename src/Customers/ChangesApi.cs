using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Identity;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers;

/// <summary>Changes of associations over JSON: a partner asks and answers, and so does a customer.</summary>
internal static class ChangesApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Associations");
        api.MapGet("/association-changes", List).RequireAuthorization(CustomersModule.See).WithSummary("The association log, newest first");
        api.MapGet("/association-changes/{id:guid}", Find).RequireAuthorization(CustomersModule.See).WithSummary("One entry of the association log");
        api.MapGet("/customers/{id:guid}/association-changes/preview", Preview).RequireAuthorization(CustomersModule.Change)
            .WithSummary("What a change would do, and what is in its way");
        api.MapPost("/customers/{id:guid}/association-changes", Ask).RequireAuthorization(CustomersModule.Change)
            .WithSummary("Ask a customer for the other mode or for the end of the association");
        api.MapPost("/association-changes/{id:guid}/confirmation-code", SendCode).RequireAuthorization(CustomersModule.AnswerChange)
            .WithSummary("Have a verification code sent, to agree with");
        api.MapPost("/customers/{id:guid}/association-changes/confirmation-code", SendAskCode).RequireAuthorization(CustomersModule.Change)
            .WithSummary("Have a verification code sent, to ask with");
        api.MapPost("/association-changes/{id:guid}/agreement", Agree).RequireAuthorization(CustomersModule.AnswerChange).WithSummary("Let a customer go");
        api.MapPost("/association-changes/{id:guid}/refusal", Refuse).RequireAuthorization(CustomersModule.AnswerChange).WithSummary("Refuse to let a customer go");
        api.MapPost("/association-changes/{id:guid}/withdrawal", Withdraw).RequireAuthorization(CustomersModule.Change).WithSummary("Take back what was asked");
        api.MapPost("/customer-moves", Move).RequireAuthorization(CustomersModule.Move).WithSummary("Move customers of a solution provider to a reseller, all or none");

        var own = routes.MapGroup("/api/v1/customer/association-changes").WithTags("Associations");
        own.MapGet("/", List).RequireAuthorization(CustomersModule.Own).WithSummary("The customer's own association log, newest first");
        own.MapGet("/{id:guid}", Find).RequireAuthorization(CustomersModule.Own).WithSummary("One entry of it");
        own.MapPost("/", Leave).RequireAuthorization(CustomersModule.Own).WithSummary("Ask the partner to let one go");
        own.MapPost("/{id:guid}/confirmation-code", SendCode).RequireAuthorization(CustomersModule.Own).WithSummary("Have a verification code sent, to agree with");
        own.MapPost("/{id:guid}/agreement", Agree).RequireAuthorization(CustomersModule.Own).WithSummary("Confirm what the partner asks");
        own.MapPost("/{id:guid}/refusal", Refuse).RequireAuthorization(CustomersModule.Own).WithSummary("Refuse what the partner asks");
        own.MapPost("/{id:guid}/withdrawal", Withdraw).RequireAuthorization(CustomersModule.Own).WithSummary("Take back what was asked");
    }

    private static async Task<Ok<Page<ChangeRow>>> List(
        HttpContext http, AssociationLog log, string? search, ChangeKind? kind, ChangeState? state, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        var rows = await log.After(http.Actor(), search, kind, state, Cursor.Read(cursor), size + 1, http.RequestAborted);
        return TypedResults.Ok(Cursor.Page(rows, size, row => row.Number));
    }

    private static async Task<Results<Ok<ChangeRow>, NotFound>> Find(HttpContext http, AssociationLog log, Guid id) =>
        await log.Find(id, http.Actor(), http.RequestAborted) is { } row ? TypedResults.Ok(row) : TypedResults.NotFound();

    private static async Task<Results<Ok<Stake>, NotFound>> Preview(
        HttpContext http, AskAssociationChange ask, CustomerLists lists, AccountCheck check, Guid id, ChangeKind? kind)
    {
        var by = http.Actor();
        return await lists.Find(id, by, http.RequestAborted) is not null
            && await ask.Would(id, Input.Chosen(kind, "kind"), by, http.RequestAborted) is { } would
            ? TypedResults.Ok(await check.Run(would, http.RequestAborted))
            : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<AskedChange>, NotFound>> Ask(HttpContext http, AskAssociationChange ask, Guid id, ChangeWish wish) =>
        await ask.Run(id, wish.Kind, wish.Reason, wish.Code, http.Actor(), http.RequestAborted) is { } change
            ? TypedResults.Ok(new AskedChange(change))
            : TypedResults.NotFound();

    private static async Task<Ok<AskedChange>> Leave(HttpContext http, AskAssociationChange ask, LeaveWish wish) =>
        TypedResults.Ok(new AskedChange(await ask.RunAs(wish.Reason, http.Actor(), http.RequestAborted)));

    private static async Task<Results<NoContent, NotFound>> SendCode(HttpContext http, AssociationLog log, SendConfirmationCode send, Guid id)
    {
        if (await log.Find(id, http.Actor(), http.RequestAborted) is null)
        {
            return TypedResults.NotFound();
        }

        await send.Run(http.Actor().Account, AnswerAssociationChange.Operation, id.ToString(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound>> SendAskCode(HttpContext http, CustomerLists lists, SendConfirmationCode send, Guid id)
    {
        if (await lists.Find(id, http.Actor(), http.RequestAborted) is null)
        {
            return TypedResults.NotFound();
        }

        await send.Run(http.Actor().Account, AskAssociationChange.Operation, id.ToString(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound>> Agree(HttpContext http, AnswerAssociationChange answer, Guid id, Agreement agreement) =>
        await answer.Agree(id, agreement.Code, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Refuse(HttpContext http, AnswerAssociationChange answer, Guid id, No no) =>
        await answer.Refuse(id, no.Answer, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Withdraw(HttpContext http, AnswerAssociationChange answer, Guid id) =>
        await answer.Withdraw(id, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Ok<Moved>> Move(HttpContext http, MoveCustomers move, MoveForm form) =>
        TypedResults.Ok(new Moved(await move.Run(form, http.Actor(), http.RequestAborted)));

    private sealed record Moved(int Customers);

    private sealed record ChangeWish(ChangeKind? Kind, string? Reason, string? Code);

    private sealed record LeaveWish(string? Reason);

    private sealed record AskedChange(Guid Id);

    private sealed record Agreement(string? Code);

    private sealed record No(string? Answer);
}
