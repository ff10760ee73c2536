using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Vouchers.Quotas;

/// <summary>Quotas over JSON: a partner's own, those that a distributor shares, those that the vendor gives.</summary>
internal static class QuotasApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/api/v1/voucher-quotas").WithTags("Voucher quotas");
        own.MapGet("/", List).RequireAuthorization(VouchersModule.See).WithSummary("One's own quotas, the newest first");
        own.MapGet("/entries", Entries).RequireAuthorization(VouchersModule.See).WithSummary("What went into one's quotas and out of them, the newest first");
        own.MapPost("/{id:guid}/shares", Share).RequireAuthorization(VouchersModule.Share).WithSummary("Give one of one's resellers a part of a quota");
        var shares = routes.MapGroup("/api/v1/reseller-quotas").WithTags("Voucher quotas").RequireAuthorization(VouchersModule.Share);
        shares.MapGet("/", Shared).WithSummary("Quotas that one has given to resellers, the newest first");
        shares.MapPost("/{id:guid}/reclaim", Reclaim).WithSummary("Take back what a reseller has not issued");
        var vendor = routes.MapGroup("/api/v1/partner-quotas").WithTags("Voucher quotas, vendor").RequireAuthorization(VouchersModule.Issue);
        vendor.MapGet("/", Given).WithSummary("Quotas that the vendor has given, the newest first");
        vendor.MapPost("/", Give).WithSummary("Give a solution provider or a distributor a quota");
    }

    private static Task<Ok<Page<QuotaRow>>> List(HttpContext http, QuotaLists lists, string? search, VoucherSort? sort, bool? open, string? cursor, int? limit) =>
        Paged(cursor, limit, (skip, size) => lists.Of(http.Actor(), new(search, sort, open == true), null, skip, size, http.RequestAborted));

    private static Task<Ok<Page<QuotaRow>>> Shared(HttpContext http, QuotaLists lists, string? search, VoucherSort? sort, Guid? reseller, string? cursor, int? limit) =>
        Paged(cursor, limit, (skip, size) => lists.Shared(http.Actor(), new(search, sort, false, reseller), null, skip, size, http.RequestAborted));

    private static Task<Ok<Page<QuotaRow>>> Given(HttpContext http, QuotaLists lists, string? search, VoucherSort? sort, Guid? partner, string? cursor, int? limit) =>
        Paged(cursor, limit, (skip, size) => lists.Given(http.Actor(), new(search, sort, false, partner), null, skip, size, http.RequestAborted));

    private static Task<Ok<Page<QuotaEntryRow>>> Entries(HttpContext http, QuotaLists lists, Guid? quota, string? cursor, int? limit) =>
        Paged(cursor, limit, (skip, size) => lists.Entries(http.Actor(), quota, skip, size, http.RequestAborted));

    private static async Task<Results<Ok<Made>, NotFound>> Share(HttpContext http, ShareQuota share, Guid id, ShareWish wish)
    {
        var part = CommandId.Of(http.Request, http.Actor());
        return await share.Run(part, id, Input.Chosen(wish.Reseller, "Reseller"), wish.Amount, wish.Reason, http.Actor(), http.RequestAborted)
            ? TypedResults.Ok(new Made(part))
            : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<TakenBack>, NotFound>> Reclaim(HttpContext http, ReclaimQuota reclaim, Guid id, ReclaimWish wish) =>
        await reclaim.Run(id, wish.Reason, http.Actor(), http.RequestAborted) is { } amount
            ? TypedResults.Ok(new TakenBack(amount.ToString("0.00", CultureInfo.InvariantCulture)))
            : TypedResults.NotFound();

    private static async Task<Ok<Made>> Give(HttpContext http, GiveQuota give, QuotaWish wish)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        var form = new QuotaForm(
            wish.Partner, wish.Sort, wish.Amount, wish.Customer, wish.ValidFrom, wish.ValidTo, wish.Limits ?? LimitsForm.None, wish.Reason);
        await give.Run(id, form, http.Actor(), http.RequestAborted);
        return TypedResults.Ok(new Made(id));
    }

    /// <summary>A page whose cursor is how many rows came before it.</summary>
    internal static async Task<Ok<Page<T>>> Paged<T>(string? cursor, int? limit, Func<int, int, Task<List<T>>> read)
    {
        var size = Cursor.Limit(limit);
        var skip = Cursor.Read(cursor) is not { } key ? 0
            : int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new Refusal("request.cursor") { Field = "cursor" };
        var rows = await read(skip, size + 1);
        return TypedResults.Ok(Cursor.Page(rows, size, _ => (skip + size).ToString(CultureInfo.InvariantCulture)));
    }

    private sealed record ShareWish(Guid? Reseller, string? Amount, string? Reason);

    private sealed record ReclaimWish(string? Reason);

    private sealed record QuotaWish(
        string? Partner, VoucherSort? Sort, string? Amount, string? Customer, DateOnly? ValidFrom, DateOnly? ValidTo, LimitsForm? Limits, string? Reason);

    private sealed record Made(Guid Id);

    private sealed record TakenBack(string Cny);
}
