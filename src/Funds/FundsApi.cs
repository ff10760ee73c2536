using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Funds.Alerts;
using PartnerCenter.Funds.Published;
using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds;

/// <summary>Funds over JSON. Amounts are decimal strings in CNY.</summary>
internal static class FundsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/funds").WithTags("Funds");
        api.MapGet("/balance", Balance).RequireAuthorization(FundsModule.See).WithSummary("The partner's balance");
        api.MapGet("/statement", Statement).RequireAuthorization(FundsModule.See).WithSummary("Movements, newest first");
        api.MapGet("/customer-statements", CustomersOf).RequireAuthorization(FundsModule.See).WithSummary("Present and former customers");
        api.MapGet("/customer-statements/{customer:guid}", CustomerStatement).RequireAuthorization(FundsModule.See)
            .WithSummary("A customer's movements while it was one's own, newest first");
        api.MapPost("/allocations", Allocate).RequireAuthorization(FundsModule.Allocate).WithSummary("Allocate money to a resale customer");
        api.MapPost("/confirmation-codes", SendCode).RequireAuthorization(FundsModule.Allocate)
            .WithSummary("Have a verification code sent: for a customer, or for the list that will come with the same Idempotency-Key");
        api.MapPost("/allocation-lists", AllocateMany).RequireAuthorization(FundsModule.Allocate)
            .WithSummary("Allocate money to many resale customers: the whole list or nothing of it");
        api.MapPost("/top-ups", TopUp).RequireAuthorization(FundsModule.TopUp).WithSummary("Enter a bank transfer that arrived for a partner");
        api.MapGet("/top-up-account", TopUpAccount).RequireAuthorization(FundsModule.AddFunds).WithSummary("Where to transfer money to");
        api.MapGet("/alert", Alert).RequireAuthorization(FundsModule.Alert).WithSummary("The threshold below which one is warned");
        api.MapPut("/alert", SetAlert).RequireAuthorization(FundsModule.Alert).WithSummary("Set that threshold, or none");
        api.MapPost("/reclaims", Reclaim).RequireAuthorization(FundsModule.Allocate).WithSummary("Take back what a customer has not spent");
    }

    private static async Task<Ok<BalanceView>> Balance(HttpContext http, Ledger ledger) =>
        TypedResults.Ok(new BalanceView((await ledger.Balance(http.Actor().PartnerId, null, Currency.Cny, http.RequestAborted)).ToString()));

    private static async Task<Ok<Page<StatementLine>>> Statement(
        HttpContext http, FundsLists lists, TransferKind? kind, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        var lines = await lists.Statement(http.Actor(), kind, Key(cursor), size + 1, ct: http.RequestAborted);
        return TypedResults.Ok(Cursor.Page(lines, size, line => $"{line.At:O}|{line.Id}"));
    }

    private static async Task<Ok<List<StatementCustomer>>> CustomersOf(HttpContext http, CustomerStatements statements, int? skip, int? limit) =>
        TypedResults.Ok(await statements.Customers(http.Actor(), Math.Max(0, skip ?? 0), Cursor.Limit(limit), http.RequestAborted));

    private static async Task<Results<Ok<List<StatementLine>>, NotFound>> CustomerStatement(
        HttpContext http, CustomerStatements statements, Guid customer, int? skip, int? limit) =>
        await statements.Find(customer, http.Actor(), http.RequestAborted) is null
            ? TypedResults.NotFound()
            : TypedResults.Ok(await statements.Of(customer, http.Actor(), Math.Max(0, skip ?? 0), Cursor.Limit(limit), http.RequestAborted));

    private static async Task<Results<Ok<MovementView>, NotFound>> Allocate(HttpContext http, AllocateFunds allocate, Movement movement)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        return await allocate.Run(id, movement.Customer, movement.Amount, http.Actor(), movement.Code, http.RequestAborted)
            ? TypedResults.Ok(new MovementView(id))
            : TypedResults.NotFound();
    }

    private static async Task<NoContent> SendCode(HttpContext http, SendConfirmationCode sendCode, CodeWish wish)
    {
        var thing = wish.Customer ?? CommandId.Of(http.Request, http.Actor());
        await sendCode.Run(http.Actor().Account, FundsModule.Allocate, thing.ToString(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<MovementView>> AllocateMany(HttpContext http, AllocateFundsToMany allocate, AllocationList list)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        await allocate.Run(id, list.Lines ?? [], http.Actor(), list.Code, http.RequestAborted);
        return TypedResults.Ok(new MovementView(id));
    }

    private static async Task<Results<Ok<MovementView>, NotFound>> Reclaim(HttpContext http, ReclaimFunds reclaim, Movement movement)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        return await reclaim.Run(id, movement.Customer, movement.Amount, http.Actor(), http.RequestAborted)
            ? TypedResults.Ok(new MovementView(id))
            : TypedResults.NotFound();
    }

    private static async Task<Ok<MovementView>> TopUp(HttpContext http, RecordTopUp topUp, TopUpWish wish)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        await topUp.Run(id, wish.Partner, wish.Amount, wish.Reference, http.Actor(), http.RequestAborted);
        return TypedResults.Ok(new MovementView(id));
    }

    private static async Task<Ok<TopUpAccount>> TopUpAccount(HttpContext http, TopUpAccounts accounts) =>
        TypedResults.Ok(await accounts.Of(http.Actor(), http.RequestAborted));

    private static async Task<Ok<AlertView>> Alert(HttpContext http, SetBalanceAlert alert) =>
        TypedResults.Ok(new AlertView((await alert.Of(http.Actor(), http.RequestAborted))?.ToString("0.00", CultureInfo.InvariantCulture)));

    private static async Task<NoContent> SetAlert(HttpContext http, SetBalanceAlert alert, AlertView wish)
    {
        await alert.Run(wish.Threshold, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static (DateTimeOffset, Guid)? Key(string? cursor)
    {
        if (Cursor.Read(cursor)?.Split('|') is not { Length: 2 } parts)
        {
            return null;
        }

        return DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, out var at)
            && Guid.TryParse(parts[1], out var id) ? (at, id) : throw new Refusal("request.cursor") { Field = "cursor" };
    }

    private sealed record Movement(Guid Customer, string? Amount, string? Code);

    private sealed record TopUpWish(string? Partner, string? Amount, string? Reference);

    private sealed record AllocationList(IReadOnlyList<AllocationLine>? Lines, string? Code);

    private sealed record AlertView(string? Threshold);

    private sealed record CodeWish(Guid? Customer);

    private sealed record MovementView(Guid Id);

    private sealed record BalanceView(string Cny);
}
