using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Identity;
using PartnerCenter.Orders.Discounts;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Orders;

/// <summary>Customers' orders over JSON, for their partner and for the vendor.</summary>
internal static class PartnerOrdersApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var see = routes.MapGroup("/api/v1").WithTags("Customers' orders").RequireAuthorization(OrdersModule.See);
        see.MapGet("/customer-orders", OrdersApi.List).WithSummary("Orders of one's customers, newest first");
        see.MapGet("/customer-orders/{id:guid}", OrdersApi.Find).WithSummary("One of them");
        see.MapGet("/customer-refunds", OrdersApi.Refunds).WithSummary("Refunds of one's customers, newest first");
        var pay = routes.MapGroup("/api/v1/payment-requests").WithTags("Customers' orders").RequireAuthorization(OrdersModule.PayFor);
        pay.MapGet("/", OrdersApi.Requests).WithSummary("What customers ask to be paid, newest first");
        pay.MapPost("/{id:guid}/confirmation-code", SendCode).WithSummary("Have the verification code for a payment sent");
        pay.MapPost("/{id:guid}/payment", Pay).WithSummary("Pay it from one's balance");
        pay.MapPost("/{id:guid}/refusal", Decline).WithSummary("Say no");

        var vendor = routes.MapGroup("/api/v1/vendor").WithTags("Customers' orders, vendor");
        vendor.MapGet("/customer-orders", OrdersApi.List).RequireAuthorization(OrdersModule.Oversee).WithSummary("Orders of all customers, newest first");
        vendor.MapGet("/customer-orders/{id:guid}", OrdersApi.Find).RequireAuthorization(OrdersModule.Oversee).WithSummary("One of them");
        vendor.MapGet("/customer-refunds", OrdersApi.Refunds).RequireAuthorization(OrdersModule.Oversee).WithSummary("Refunds of all customers, newest first");
        vendor.MapGet("/discounts", OrdersApi.Discounts).RequireAuthorization(OrdersModule.Grant).WithSummary("Authorised discounts, newest first");
        vendor.MapPost("/discounts", Grant).RequireAuthorization(OrdersModule.Grant).WithSummary("Grant a customer a discount");
        vendor.MapDelete("/discounts/{id:guid}", End).RequireAuthorization(OrdersModule.Grant).WithSummary("End a discount with yesterday");
    }

    private static async Task<Results<NoContent, NotFound>> SendCode(HttpContext http, RequestLists lists, SendConfirmationCode sendCode, Guid id)
    {
        if (await lists.Find(id, http.Actor(), http.RequestAborted) is null)
        {
            return TypedResults.NotFound();
        }

        await sendCode.Run(http.Actor().Account, OrdersModule.PayFor, id.ToString(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound>> Pay(HttpContext http, AnswerRequest answer, Guid id, CodeWish wish) =>
        await answer.Pay(id, wish.Code, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Decline(HttpContext http, AnswerRequest answer, Guid id, AnswerWish wish) =>
        await answer.Decline(id, wish.Answer, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Ok<Granted>> Grant(HttpContext http, GrantDiscount grant, DiscountForm form) =>
        TypedResults.Ok(new Granted(await grant.Run(form, http.Actor(), http.RequestAborted)));

    private static async Task<Results<NoContent, NotFound>> End(HttpContext http, GrantDiscount grant, Guid id) =>
        await grant.End(id, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private sealed record CodeWish(string? Code);

    private sealed record AnswerWish(string? Answer);

    private sealed record Granted(string Number);
}
