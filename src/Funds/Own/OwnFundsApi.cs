using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Funds.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds.Own;

/// <summary>Customers' own money over JSON. Amounts are decimal strings in CNY.</summary>
internal static class OwnFundsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/api/v1/customer/funds").WithTags("Customers' money");
        own.MapGet("/balances", Balances).RequireAuthorization(FundsModule.Own).WithSummary("One's own balance, and what the partner has allocated");
        own.MapGet("/top-up-account", Account).RequireAuthorization(FundsModule.OwnMoney).WithSummary("Where to transfer one's own money to");
        own.MapGet("/withdrawals", List).RequireAuthorization(FundsModule.OwnMoney).WithSummary("One's withdrawals, newest first");
        own.MapPost("/withdrawals", Request).RequireAuthorization(FundsModule.OwnMoney).WithSummary("Ask for one's own money back");

        var vendor = routes.MapGroup("/api/v1/vendor").WithTags("Customers' money");
        vendor.MapPost("/customer-top-ups", TopUp).RequireAuthorization(FundsModule.TopUp).WithSummary("Enter a bank transfer that arrived for a customer");
        vendor.MapGet("/customer-withdrawals", List).RequireAuthorization(FundsModule.PayWithdrawals).WithSummary("Withdrawals of all customers, newest first");
        vendor.MapPost("/customer-withdrawals/{id:guid}/approval", Approve).RequireAuthorization(FundsModule.PayWithdrawals).WithSummary("Approve it; somebody else pays");
        vendor.MapPost("/customer-withdrawals/{id:guid}/payment", Pay).RequireAuthorization(FundsModule.PayWithdrawals).WithSummary("Enter that it was paid at the bank");
        vendor.MapPost("/customer-withdrawals/{id:guid}/rejection", Reject).RequireAuthorization(FundsModule.PayWithdrawals).WithSummary("Reject it");
    }

    private static async Task<Ok<BalancesView>> Balances(HttpContext http, Ledger ledger, FundsLists lists) => TypedResults.Ok(new BalancesView(
        (await ledger.OwnBalance(http.Actor().CustomerId, http.RequestAborted)).Amount, await lists.OfCustomer(http.Actor().CustomerId, http.RequestAborted)));

    private static async Task<Ok<TopUpAccount>> Account(HttpContext http, TopUpAccounts accounts) =>
        TypedResults.Ok(await accounts.OfCustomer(http.Actor(), http.RequestAborted));

    private static async Task<Ok<Page<OwnWithdrawalRow>>> List(HttpContext http, OwnWithdrawalLists lists, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        return TypedResults.Ok(Cursor.Page(await lists.After(http.Actor(), Cursor.Read(cursor), size + 1, http.RequestAborted), size, row => row.Number));
    }

    private static async Task<Ok<Named>> Request(HttpContext http, RequestOwnWithdrawal request, OwnWithdrawalForm form)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        await request.Run(id, form, http.Actor(), http.RequestAborted);
        return TypedResults.Ok(new Named(id));
    }

    private static async Task<Ok<Named>> TopUp(HttpContext http, RecordOwnTopUp topUp, TopUpWish wish)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        await topUp.Run(id, wish.Customer, wish.Amount, wish.Reference, http.Actor(), http.RequestAborted);
        return TypedResults.Ok(new Named(id));
    }

    private static async Task<Results<NoContent, NotFound>> Approve(HttpContext http, AnswerOwnWithdrawal answer, Guid id) =>
        await answer.Approve(id, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Pay(HttpContext http, AnswerOwnWithdrawal answer, Guid id, AnswerWish wish) =>
        await answer.Pay(id, wish.Answer, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Reject(HttpContext http, AnswerOwnWithdrawal answer, Guid id, AnswerWish wish) =>
        await answer.Reject(id, wish.Answer, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private sealed record BalancesView(decimal Own, decimal Allocated);

    private sealed record Named(Guid Id);

    private sealed record TopUpWish(string? Customer, string? Amount, string? Reference);

    private sealed record AnswerWish(string? Answer);
}
