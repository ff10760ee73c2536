using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Identity;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Customers.Cancelling;

/// <summary>Cancelling one's account over JSON, as a customer.</summary>
internal static class CancellingApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/customer/cancellation").WithTags("Customers").RequireAuthorization(CustomersModule.Own);
        api.MapGet("/", Obstacles).WithSummary("What stands in the way of cancelling one's account, with remedies");
        api.MapPost("/codes", SendCode).WithSummary("Have the verification code for it sent");
        api.MapPost("/", Cancel).WithSummary("Cancel one's account for good");
    }

    private static async Task<Ok<List<ObstacleView>>> Obstacles(HttpContext http, CancelCustomer cancel) => TypedResults.Ok(
        (await cancel.Obstacles(http.Actor(), http.RequestAborted)).Select(o => new ObstacleView(o.Problem.ToString(), o.Remedy.ToString())).ToList());

    private static async Task<NoContent> SendCode(HttpContext http, SendConfirmationCode send)
    {
        await send.Run(http.Actor().Account, CancelCustomer.Operation, http.Actor().CustomerId.ToString(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Cancel(HttpContext http, CancelCustomer cancel, CancellationWish wish)
    {
        await cancel.Run(wish.Agreed == true, wish.Code, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private sealed record ObstacleView(string Problem, string Remedy);

    private sealed record CancellationWish(bool? Agreed, string? Code);
}
