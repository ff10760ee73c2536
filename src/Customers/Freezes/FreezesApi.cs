using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers.Freezes;

/// <summary>Freezes over JSON. What freezes takes the header Idempotency-Key.</summary>
internal static class FreezesApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Customers");
        api.MapGet("/customers/{id:guid}/freezes", Of).RequireAuthorization(CustomersModule.See).WithSummary("When a customer was frozen, the newest first");
        api.MapPost("/customers/{id:guid}/freezes", Freeze).RequireAuthorization(CustomersModule.Freeze).WithSummary("Freeze a resale customer: it orders and pays nothing");
        api.MapPost("/customers/{id:guid}/unfreezing", Unfreeze).RequireAuthorization(CustomersModule.Freeze).WithSummary("Let it order and pay again");
        api.MapGet("/customer/freezes", Own).RequireAuthorization(CustomersModule.Own).WithSummary("When one was frozen, as a customer, the newest first");
    }

    private static async Task<Results<Ok<List<FreezeRow>>, NotFound>> Of(HttpContext http, FreezeLists lists, Guid id) =>
        await lists.Of(id, http.Actor(), http.RequestAborted) is { } rows ? TypedResults.Ok(rows) : TypedResults.NotFound();

    private static async Task<Ok<List<FreezeRow>>> Own(HttpContext http, FreezeLists lists) => TypedResults.Ok(await lists.Own(http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Freeze(HttpContext http, FreezeCustomer freeze, Guid id, ReasonWish wish) =>
        await freeze.Run(CommandId.Of(http.Request, http.Actor()), id, wish.Reason, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Unfreeze(HttpContext http, UnfreezeCustomer unfreeze, Guid id, ReasonWish wish) =>
        await unfreeze.Run(id, wish.Reason, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private sealed record ReasonWish(string? Reason);
}
