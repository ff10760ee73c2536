using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Orders.Catalogue;
using PartnerCenter.Orders.Discounts;
using PartnerCenter.Orders.Paying;
using PartnerCenter.Orders.Refunds;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders;

/// <summary>A customer's orders over JSON. What makes something takes the header Idempotency-Key; amounts are in CNY.</summary>
internal static class OrdersApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var see = routes.MapGroup("/api/v1/customer").WithTags("Orders").RequireAuthorization(OrdersModule.Own);
        see.MapGet("/catalogue", Catalogue).WithSummary("What is sold today, with one's discounts");
        see.MapGet("/catalogue/{product}/price", Price).WithSummary("What months of something would cost, with one's discount");
        see.MapGet("/orders", List).WithSummary("One's orders, newest first");
        see.MapGet("/orders/{id:guid}", Find).WithSummary("One of them");
        see.MapGet("/orders/{id:guid}/vouchers", Vouchers).WithSummary("The vouchers that fit it, best first");
        see.MapGet("/order-combinations/{id:guid}", Combination).WithSummary("Orders that are paid or cancelled together");
        see.MapGet("/resources", Resources).WithSummary("One's resources, newest first");
        see.MapGet("/resources/{id:guid}/renewal-price", RenewalPrice).WithSummary("What it would cost that it goes on for some months");
        see.MapGet("/resources/{id:guid}/refund-preview", Preview).WithSummary("What would come back if it were given up, and where to");
        see.MapGet("/refunds", Refunds).WithSummary("One's refunds, newest first");
        see.MapGet("/payment-requests", Requests).WithSummary("What one's partner was asked to pay, newest first");
        see.MapGet("/discounts", Discounts).WithSummary("One's authorised discounts, newest first");
        see.MapGet("/sub-account-discounts", SubAccounts).WithSummary("One's sub accounts, and which of them have one's discounts");

        var buy = routes.MapGroup("/api/v1/customer").WithTags("Orders").RequireAuthorization(OrdersModule.Buy);
        buy.MapPost("/orders", Place).WithSummary("Order, one product or several that are paid together");
        buy.MapPost("/orders/{id:guid}/cancellation", Cancel).WithSummary("Cancel an unpaid order, and those of its combination");
        buy.MapPost("/payments", Pay).WithSummary("Pay orders, by voucher what it covers and from one's balance the rest");
        buy.MapPost("/payment-requests", Ask).WithSummary("Ask the partner to pay orders");
        buy.MapPost("/payment-requests/{id:guid}/withdrawal", Withdraw).WithSummary("Take such a request back");
        buy.MapPost("/renewals", Renew).WithSummary("Order that resources go on");
        buy.MapPost("/unsubscriptions", GiveUp).WithSummary("Give resources up; what stands for the days left comes back");
        buy.MapPut("/resources/{id:guid}/quantity", Resize).WithSummary("Make one larger or smaller");
        buy.MapPut("/resources/{id:guid}/automatic-renewal", RenewItself).WithSummary("Have one renew itself, or not");
        buy.MapPut("/sub-account-discounts/{id:guid}", SetPolicy).WithSummary("Say whether a sub account inherits one's discounts");
    }

    private static async Task<Ok<List<Offer>>> Catalogue(HttpContext http, CatalogueLists lists) => TypedResults.Ok(await lists.For(http.Actor(), http.RequestAborted));

    private static async Task<Ok<Quote>> Price(HttpContext http, Quotes quotes, string product, int? months, int? quantity) =>
        TypedResults.Ok(await quotes.Period(product, months, quantity ?? 1, http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<Quote>, NotFound>> RenewalPrice(HttpContext http, Quotes quotes, Guid id, int? months) =>
        (await quotes.Renewals([id], months, http.Actor(), http.RequestAborted)).SingleOrDefault() is not { } found ? TypedResults.NotFound()
        : found.WhyNot is { } no ? throw no
        : TypedResults.Ok(found.Quote!);

    internal static async Task<Ok<Page<OrderRow>>> List(HttpContext http, OrderLists lists, OrderState? state, string? search, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        var rows = await lists.After(http.Actor(), new(state, search), Cursor.Read(cursor), size + 1, http.RequestAborted);
        return TypedResults.Ok(Cursor.Page(rows, size, row => row.Number));
    }

    internal static async Task<Results<Ok<OrderRow>, NotFound>> Find(HttpContext http, OrderLists lists, Guid id) =>
        await lists.Find(id, http.Actor(), http.RequestAborted) is { } row ? TypedResults.Ok(row) : TypedResults.NotFound();

    private static async Task<Ok<IReadOnlyList<UsableVoucher>>> Vouchers(HttpContext http, PayOrders pay, Guid id) =>
        TypedResults.Ok(await pay.Vouchers(id, http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<CombinationView>, NotFound>> Combination(HttpContext http, OrderLists lists, Guid id) =>
        await lists.Combination(id, http.Actor(), http.RequestAborted) is var (row, orders) ? TypedResults.Ok(new CombinationView(row, orders)) : TypedResults.NotFound();

    private static async Task<Ok<List<ResourceRow>>> Resources(HttpContext http, ResourceLists lists) => TypedResults.Ok(await lists.Own(http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<List<RefundPreview>>, NotFound>> Preview(HttpContext http, Unsubscribe unsubscribe, Guid id) =>
        await unsubscribe.Preview(id, http.Actor(), http.RequestAborted) is { } parts ? TypedResults.Ok(parts) : TypedResults.NotFound();

    internal static async Task<Ok<Page<RefundRow>>> Refunds(HttpContext http, RefundLists lists, RefundState? state, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        return TypedResults.Ok(Cursor.Page(await lists.After(http.Actor(), state, Cursor.Read(cursor), size + 1, http.RequestAborted), size, row => row.Number));
    }

    internal static async Task<Ok<Page<RequestRow>>> Requests(HttpContext http, RequestLists lists, PaymentRequestState? state, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        return TypedResults.Ok(Cursor.Page(await lists.After(http.Actor(), state, Cursor.Read(cursor), size + 1, http.RequestAborted), size, row => row.Number));
    }

    internal static async Task<Ok<Page<DiscountRow>>> Discounts(HttpContext http, DiscountLists lists, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        return TypedResults.Ok(Cursor.Page(await lists.After(http.Actor(), Cursor.Read(cursor), size + 1, http.RequestAborted), size, row => row.Number));
    }

    private static async Task<Ok<List<SubAccountDiscount>>> SubAccounts(HttpContext http, DiscountLists lists) =>
        TypedResults.Ok(await lists.SubAccounts(http.Actor(), http.RequestAborted));

    private static async Task<Ok<Named>> Place(HttpContext http, PlaceOrders place, OrdersWish wish)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        await place.Run(id, [.. (wish.Lines ?? []).OfType<OrderLine>()], wish.Kind, wish.Name, http.Actor(), http.RequestAborted);
        return TypedResults.Ok(new Named(id));
    }

    private static async Task<Results<NoContent, NotFound>> Cancel(HttpContext http, CancelOrders cancel, Guid id) =>
        Done(await cancel.Run(id, http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<Named>, NotFound>> Pay(HttpContext http, PayOrders pay, PaymentWish wish)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        return Made(id, await pay.Run(id, wish.Orders ?? [], [.. (wish.Vouchers ?? []).OfType<VoucherChoice>()], http.Actor(), http.RequestAborted));
    }

    private static async Task<Results<Ok<Named>, NotFound>> Ask(HttpContext http, AskPartner ask, RequestWish wish)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        return Made(id, await ask.Run(id, wish.Orders ?? [], wish.Reason, http.Actor(), http.RequestAborted));
    }

    private static async Task<Results<NoContent, NotFound>> Withdraw(HttpContext http, AskPartner ask, Guid id) =>
        Done(await ask.Withdraw(id, http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<Named>, NotFound>> Renew(HttpContext http, ChangeResources change, RenewalWish wish)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        return Made(id, await change.Renew(id, wish.Resources ?? [], wish.Months, http.Actor(), http.RequestAborted));
    }

    private static async Task<Results<Ok<Named>, NotFound>> GiveUp(HttpContext http, Unsubscribe unsubscribe, UnsubscriptionWish wish)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        return Made(id, await unsubscribe.Run(id, wish.Resources ?? [], http.Actor(), http.RequestAborted));
    }

    private static async Task<Results<Ok<Named>, NotFound>> Resize(HttpContext http, ChangeResources change, Guid id, QuantityWish wish)
    {
        var command = CommandId.Of(http.Request, http.Actor());
        return Made(command, await change.Resize(command, id, wish.Quantity, http.Actor(), http.RequestAborted));
    }

    private static async Task<Results<NoContent, NotFound>> RenewItself(HttpContext http, ChangeResources change, Guid id, Switch wish) =>
        Done(await change.RenewItself(id, wish.On, http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> SetPolicy(HttpContext http, SetSubAccountPolicy policy, Guid id, Switch wish) =>
        Done(await policy.Run(id, wish.On, http.Actor(), http.RequestAborted));

    private static Results<NoContent, NotFound> Done(bool found) => found ? TypedResults.NoContent() : TypedResults.NotFound();

    private static Results<Ok<Named>, NotFound> Made(Guid id, bool found) => found ? TypedResults.Ok(new Named(id)) : TypedResults.NotFound();

    private sealed record CombinationView(CombinationRow Combination, List<OrderRow> Orders);

    private sealed record Named(Guid Id);

    private sealed record OrdersWish(IReadOnlyList<OrderLine>? Lines, CombinationKind? Kind, string? Name);

    private sealed record PaymentWish(IReadOnlyList<Guid>? Orders, IReadOnlyList<VoucherChoice>? Vouchers);

    private sealed record RequestWish(IReadOnlyList<Guid>? Orders, string? Reason);

    private sealed record RenewalWish(IReadOnlyList<Guid>? Resources, int? Months);

    private sealed record UnsubscriptionWish(IReadOnlyList<Guid>? Resources);

    private sealed record QuantityWish(int? Quantity);

    private sealed record Switch(bool On);
}
