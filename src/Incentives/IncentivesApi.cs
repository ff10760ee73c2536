using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Incentives;

/// <summary>Incentives over JSON.</summary>
internal static class IncentivesApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/incentives").WithTags("Incentives");
        api.MapGet("/", List).RequireAuthorization(IncentivesModule.See).WithSummary("Incentive bills, newest period first");
        api.MapGet("/{id:guid}", Find).RequireAuthorization(IncentivesModule.See).WithSummary("One bill with its calculation");
        api.MapGet("/{id:guid}/lines", Lines).RequireAuthorization(IncentivesModule.See).WithSummary("The lines of a bill with their shares");
        api.MapPut("/{id:guid}/confirmation", Confirm).RequireAuthorization(IncentivesModule.Claim).WithSummary("Confirm a bill");
        api.MapGet("/products", Products).RequireAuthorization(IncentivesModule.See).WithSummary("The incentive and discount policy of each service in a month");
        api.MapPost("/payouts", Claim).RequireAuthorization(IncentivesModule.Claim).WithSummary("Claim confirmed bills");
        api.MapGet("/payouts", Payouts).RequireAuthorization(IncentivesModule.See).WithSummary("One's own payout requests, newest first");
        api.MapPut("/payouts/{id:guid}/payment", Pay).RequireAuthorization(IncentivesModule.Pay)
            .WithSummary("Pay an approved request; another person than the approver");
    }

    private static async Task<Ok<List<IncentiveView>>> List(HttpContext http, IncentiveLists lists) =>
        TypedResults.Ok((await lists.Bills(http.Actor(), http.RequestAborted)).ConvertAll(IncentiveView.Of));

    private static async Task<Results<Ok<IncentiveDetail>, NotFound>> Find(HttpContext http, IncentiveLists lists, Guid id) =>
        await lists.Find(id, http.Actor(), http.RequestAborted) is { } bill
            ? TypedResults.Ok(new IncentiveDetail(IncentiveView.Of(bill), IncentiveLists.WorkingOf(bill), bill.Residue))
            : TypedResults.NotFound();

    private static async Task<Results<Ok<List<IncentiveLine>>, NotFound>> Lines(HttpContext http, IncentiveLists lists, Guid id, int? skip) =>
        await lists.Find(id, http.Actor(), http.RequestAborted) is { } bill
            ? TypedResults.Ok(await lists.Lines(bill, Math.Max(0, skip ?? 0), Cursor.Most, http.RequestAborted))
            : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Confirm(HttpContext http, ConfirmIncentive confirm, Guid id) =>
        await confirm.Run(id, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static Ok<IReadOnlyList<ProductIncentive>> Products(HttpContext http, ProductIncentives products, string month) =>
        TypedResults.Ok(products.Of(Month.Parse(month), http.Actor()));

    private static async Task<Ok<PayoutView>> Claim(HttpContext http, RequestPayout request, PayoutWish wish)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        var payout = await request.Run(id, wish.Bills ?? [], Input.Chosen(wish.Form, "Form"), http.Actor(), http.RequestAborted);
        return TypedResults.Ok(PayoutView.Of(payout));
    }

    private static async Task<Ok<List<PayoutView>>> Payouts(HttpContext http, IncentiveLists lists) =>
        TypedResults.Ok((await lists.Payouts(http.Actor(), http.RequestAborted)).ConvertAll(PayoutView.Of));

    private static async Task<NoContent> Pay(HttpContext http, PayIncentive pay, Guid id)
    {
        await pay.Run(id, http.Actor(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private sealed record IncentiveView(
        Guid Id, string Policy, string Period, IncentiveState State, decimal Base, decimal Rate, decimal Amount, DateOnly? NoticeEndsOn)
    {
        public static IncentiveView Of(IncentiveBill bill) =>
            new(bill.Id, bill.Policy, bill.Period, bill.State, bill.Base, bill.Rate, bill.Amount, bill.NoticeEndsOn);
    }

    private sealed record IncentiveDetail(IncentiveView Bill, Working Working, decimal Residue);

    private sealed record PayoutWish(IReadOnlyCollection<Guid>? Bills, PayoutForm? Form);

    private sealed record PayoutView(Guid Id, string Number, decimal Amount, PayoutState State)
    {
        public static PayoutView Of(Payout payout) => new(payout.Id, payout.Number, payout.Amount, payout.State);
    }
}
