using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers.Published;
using PartnerCenter.Vouchers.Quotas;

namespace PartnerCenter.Vouchers.CustomerVouchers;

/// <summary>Customers' vouchers over JSON: what a partner and the vendor issue and take back, and what a customer has.</summary>
internal static class CustomerVouchersApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/api/v1/customer-vouchers").WithTags("Customers' vouchers");
        own.MapGet("/", Issued).RequireAuthorization(VouchersModule.See).WithSummary("Vouchers that one has issued to customers, the newest first");
        own.MapPost("/", Issue).RequireAuthorization(VouchersModule.Give).WithSummary("Issue a voucher to a customer out of a quota");
        own.MapPost("/{id:guid}/reclaim", Reclaim).RequireAuthorization(VouchersModule.Give).WithSummary("Take back a voucher that is not used");
        var vendor = routes.MapGroup("/api/v1/vendor-vouchers").WithTags("Customers' vouchers, vendor").RequireAuthorization(VouchersModule.Issue);
        vendor.MapGet("/", All).WithSummary("Vouchers, coupons and cards of all customers, the newest first");
        vendor.MapPost("/", VendorIssue).WithSummary("Issue a customer a voucher, a cash coupon or a stored-value card");
        vendor.MapPost("/{id:guid}/reclaim", Reclaim).WithSummary("Take back one of the vendor's that is not used");
        routes.MapGet("/api/v1/customer/vouchers", Own).WithTags("Customers' vouchers").RequireAuthorization(VouchersModule.Own)
            .WithSummary("The customer's own vouchers, coupons and cards");
    }

    private static Task<Ok<Page<CustomerVoucherRow>>> Issued(
        HttpContext http, CustomerVoucherLists lists, string? search, VoucherSort? sort, VoucherStanding? standing, string? cursor, int? limit) =>
        QuotasApi.Paged(cursor, limit, (skip, size) => lists.Issued(http.Actor(), new(search, sort, standing), null, skip, size, http.RequestAborted));

    private static Task<Ok<Page<CustomerVoucherRow>>> All(
        HttpContext http, CustomerVoucherLists lists, string? search, VoucherSort? sort, VoucherStanding? standing, string? cursor, int? limit) =>
        QuotasApi.Paged(cursor, limit, (skip, size) => lists.All(http.Actor(), new(search, sort, standing), null, skip, size, http.RequestAborted));

    private static Task<Ok<Page<CustomerVoucherRow>>> Own(
        HttpContext http, CustomerVoucherLists lists, string? search, VoucherSort? sort, VoucherStanding? standing, string? cursor, int? limit) =>
        QuotasApi.Paged(cursor, limit, (skip, size) => lists.Own(http.Actor(), new(search, sort, standing), null, skip, size, http.RequestAborted));

    private static async Task<Ok<IssuedVoucher>> Issue(HttpContext http, IssueVoucher issue, VoucherWish wish)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        var form = new VoucherForm(wish.Quota, wish.Customer, wish.Face, wish.ValidFrom, wish.ValidTo, wish.Limits ?? LimitsForm.None, wish.Reason);
        return TypedResults.Ok(new IssuedVoucher(id, await issue.Run(id, form, http.Actor(), http.RequestAborted)));
    }

    private static async Task<Ok<IssuedVoucher>> VendorIssue(HttpContext http, IssueVendorVoucher issue, VendorWish wish)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        var form = new VendorVoucherForm(
            wish.Customer, wish.Sort, wish.Face, wish.ValidFrom, wish.ValidTo, wish.Limits ?? LimitsForm.None, wish.Reason);
        return TypedResults.Ok(new IssuedVoucher(id, await issue.Run(id, form, http.Actor(), http.RequestAborted)));
    }

    private static async Task<Results<NoContent, NotFound>> Reclaim(HttpContext http, ReclaimVoucher reclaim, Guid id) =>
        await reclaim.Run(id, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private sealed record VoucherWish(Guid? Quota, Guid? Customer, string? Face, DateOnly? ValidFrom, DateOnly? ValidTo, LimitsForm? Limits, string? Reason);

    private sealed record VendorWish(
        string? Customer, VoucherSort? Sort, string? Face, DateOnly? ValidFrom, DateOnly? ValidTo, LimitsForm? Limits, string? Reason);

    private sealed record IssuedVoucher(Guid Id, string Number);
}
