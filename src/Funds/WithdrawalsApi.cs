using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Funds.Sources;
using PartnerCenter.Funds.Withdrawals;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds;

/// <summary>Withdrawals and bank accounts over JSON.</summary>
internal static class WithdrawalsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Withdrawals");
        api.MapGet("/bank-accounts", BankAccounts).RequireAuthorization(FundsModule.Withdraw).WithSummary("The partner's bank accounts");
        api.MapPost("/bank-accounts", Propose).RequireAuthorization(FundsModule.BankAccounts)
            .WithSummary("Name a bank account; it counts once the vendor's finance has checked it");
        api.MapDelete("/bank-accounts/{id:guid}", Retire).RequireAuthorization(FundsModule.BankAccounts).WithSummary("Take a bank account out of use");
        api.MapGet("/funds/sources", Sources).RequireAuthorization(FundsModule.Withdraw).WithSummary("What can be withdrawn, by where it came from");
        api.MapGet("/withdrawals", List).RequireAuthorization(FundsModule.Withdraw).WithSummary("Withdrawals, newest first");
        api.MapGet("/withdrawals/{id:guid}", Find).RequireAuthorization(FundsModule.Withdraw).WithSummary("One withdrawal");
        api.MapPost("/withdrawals", Request).RequireAuthorization(FundsModule.Withdraw).WithSummary("Ask for money back");

        var vendor = routes.MapGroup("/api/v1/vendor/withdrawals").WithTags("Withdrawals").RequireAuthorization(FundsModule.PayWithdrawals);
        vendor.MapGet("/", List).WithSummary("Withdrawals of all partners, newest first");
        vendor.MapGet("/{id:guid}", Find).WithSummary("One of them");
        vendor.MapPost("/{id:guid}/payment", Pay).WithSummary("Enter that it was paid at the bank");
    }

    private static async Task<Ok<List<BankAccountRow>>> BankAccounts(HttpContext http, WithdrawalLists lists) =>
        TypedResults.Ok(await lists.BankAccounts(http.Actor(), http.RequestAborted));

    private static async Task<Ok<Named>> Propose(HttpContext http, ProposeBankAccount propose, BankAccountForm form) =>
        TypedResults.Ok(new Named(await propose.Run(form, http.Actor(), http.RequestAborted)));

    private static async Task<Results<NoContent, NotFound>> Retire(HttpContext http, ProposeBankAccount accounts, Guid id) =>
        await accounts.Retire(id, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Ok<List<SourceBalance>>> Sources(HttpContext http, MoneySources sources) =>
        TypedResults.Ok(await sources.Of(http.Actor(), http.RequestAborted));

    private static async Task<Ok<Page<WithdrawalRow>>> List(HttpContext http, WithdrawalLists lists, WithdrawalState? state, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        var rows = await lists.After(http.Actor(), state, Cursor.Read(cursor), size + 1, http.RequestAborted);
        return TypedResults.Ok(Cursor.Page(rows, size, row => row.Number));
    }

    private static async Task<Results<Ok<WithdrawalRow>, NotFound>> Find(HttpContext http, WithdrawalLists lists, Guid id) =>
        await lists.Find(id, http.Actor(), http.RequestAborted) is { } row ? TypedResults.Ok(row) : TypedResults.NotFound();

    private static async Task<Ok<Named>> Request(HttpContext http, RequestWithdrawal request, WithdrawalForm form)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        await request.Run(id, form, http.Actor(), http.RequestAborted);
        return TypedResults.Ok(new Named(id));
    }

    private static async Task<Results<NoContent, NotFound>> Pay(HttpContext http, PayWithdrawal pay, Guid id, Payment payment) =>
        await pay.Run(id, payment.Reference, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private sealed record Named(Guid Id);

    private sealed record Payment(string? Reference);
}
