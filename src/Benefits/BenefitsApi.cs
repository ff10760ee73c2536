using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Benefits;

/// <summary>Benefits over JSON. Applications are decided over the reviews.</summary>
internal static class BenefitsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var see = routes.MapGroup("/api/v1").WithTags("Benefits").RequireAuthorization(BenefitsModule.See);
        see.MapGet("/benefits", Entitled).WithSummary("What one's company may have this year: cap, used, left, and the policy that says so");
        see.MapGet("/test-vouchers", Mine).WithSummary("One's test vouchers, the newest first");
        // The header Idempotency-Key, which a form of another site cannot send, takes the place of the antiforgery token.
        routes.MapPost("/api/v1/test-vouchers", Apply).WithTags("Benefits").RequireAuthorization(BenefitsModule.Apply)
            .WithSummary("Apply for a test voucher").DisableAntiforgery();
        var grant = routes.MapGroup("/api/v1").WithTags("Benefits, vendor").RequireAuthorization(BenefitsModule.Grant);
        grant.MapGet("/partner-test-vouchers", All).WithSummary("Partners' test vouchers, the newest first");
        grant.MapPut("/partner-test-vouchers/{id:guid}/grant", Grant).WithSummary("Issue an approved test voucher");
    }

    private static async Task<Ok<BenefitsView>> Entitled(HttpContext http, TestVoucherBudget budget) =>
        TypedResults.Ok(new BenefitsView(await budget.Mine(http.Actor(), http.RequestAborted)));

    private static async Task<Ok<List<TestVoucherRow>>> Mine(HttpContext http, TestVoucherLists lists) =>
        TypedResults.Ok(await lists.Mine(http.Actor(), http.RequestAborted));

    private static async Task<Created<Made>> Apply(
        HttpContext http, ApplyForTestVoucher apply, IFormFileCollection files, [FromForm] Guid? solution, [FromForm] decimal? amount, [FromForm] string? reason,
        [FromForm] DateOnly? from, [FromForm] DateOnly? to, [FromForm] string? configuration, [FromForm] bool? isNeeded, [FromForm] bool? isAgreed)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        var form = new TestVoucherForm(solution, amount, reason, from, to, configuration, isNeeded == true, isAgreed == true);
        await SentFiles.WithAll(files.GetFiles("files"), sent => apply.Run(id, form, sent, http.Actor(), http.RequestAborted));
        return TypedResults.Created($"/api/v1/test-vouchers/{id}", new Made(id));
    }

    private static async Task<Ok<List<TestVoucherRow>>> All(HttpContext http, TestVoucherLists lists) =>
        TypedResults.Ok(await lists.All(http.Actor(), http.RequestAborted));

    private static async Task<Results<NoContent, NotFound>> Grant(HttpContext http, GrantTestVoucher grant, Guid id) =>
        await grant.Run(id, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private sealed record BenefitsView(Entitlement TestVouchers);

    private sealed record Made(Guid Id);
}
