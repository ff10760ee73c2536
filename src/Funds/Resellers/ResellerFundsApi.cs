using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds.Resellers;

/// <summary>A distributor's money with its resellers over JSON. Amounts are decimal strings in CNY.</summary>
internal static class ResellerFundsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/funds").WithTags("Resellers' money").RequireAuthorization(FundsModule.Resellers);
        api.MapGet("/resellers", List).WithSummary("The balances of one's resellers, and what of each can be taken back");
        api.MapPost("/reseller-fundings", Fund).WithSummary("Top up a reseller's balance from one's own");
        api.MapPost("/reseller-reclaims", Reclaim).WithSummary("Take back what a reseller has left of one's money");
    }

    private static async Task<Ok<List<ResellerBalance>>> List(HttpContext http, ResellerAccounts accounts) =>
        TypedResults.Ok(await accounts.Of(http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<Named>, NotFound>> Fund(HttpContext http, FundReseller fund, ResellerMovement movement)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        return await fund.Run(id, movement.Reseller, movement.Amount, http.Actor(), http.RequestAborted) ? TypedResults.Ok(new Named(id)) : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<Named>, NotFound>> Reclaim(HttpContext http, ReclaimFromReseller reclaim, ResellerMovement movement)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        return await reclaim.Run(id, movement.Reseller, movement.Amount, http.Actor(), http.RequestAborted) ? TypedResults.Ok(new Named(id)) : TypedResults.NotFound();
    }

    private sealed record ResellerMovement(Guid Reseller, string? Amount);

    private sealed record Named(Guid Id);
}
