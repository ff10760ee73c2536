using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Vouchers;

/// <summary>Vouchers that are set against partner bills, over JSON.</summary>
internal static class VouchersApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/vouchers").WithTags("Vouchers");
        api.MapGet("/", List).RequireAuthorization(VouchersModule.See).WithSummary("One's own vouchers and what is left of them");
        api.MapPost("/", Issue).RequireAuthorization(VouchersModule.Issue).WithSummary("Issue a voucher to a partner, for all its customers or for one");
    }

    private static async Task<Ok<List<VoucherRow>>> List(HttpContext http, VoucherLists lists) =>
        TypedResults.Ok(await lists.Of(http.Actor(), http.RequestAborted));

    private static async Task<Ok<Issued>> Issue(HttpContext http, IssuePartnerVoucher issue, VoucherWish wish) => TypedResults.Ok(new Issued(
        await issue.Run(
            wish.Partner, wish.Customer, wish.Face, wish.ValidFrom ?? throw new Refusal("form.required") { Field = "ValidFrom" },
            wish.ValidTo ?? throw new Refusal("form.required") { Field = "ValidTo" }, wish.Reason, http.Actor(), http.RequestAborted)));

    private sealed record VoucherWish(string? Partner, Guid? Customer, string? Face, DateOnly? ValidFrom, DateOnly? ValidTo, string? Reason);

    private sealed record Issued(string Number);
}
