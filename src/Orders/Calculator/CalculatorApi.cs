using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Orders.Catalogue;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Orders.Calculator;

/// <summary>The price calculator over JSON: open to everybody, and one's saved lists (R10.2.3).</summary>
internal static class CalculatorApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup("/api/v1").WithTags("Price calculator").AllowAnonymous();
        open.MapGet("/price-calculator", Choices).WithSummary("What can be priced: products with their specification, and regions");
        open.MapPost("/price-calculator/prices", Calculate).WithSummary("What things cost today, line by line and together");
        open.MapGet("/shared-price-lists/{token}", Shared).WithSummary("A list that somebody shares by its link");

        var own = routes.MapGroup("/api/v1/price-lists").WithTags("Price calculator").RequireAuthorization(PlatformPermissions.Signed);
        own.MapGet("/", List).WithSummary("One's saved lists, newest first");
        own.MapPost("/", Save).WithSummary("Save a list under a name, with the prices of today");
        own.MapGet("/{id:guid}", Find).WithSummary("One of them, with what it costs today");
        own.MapPost("/{id:guid}/link", Share).WithSummary("Make a link by which anybody reads it, in place of the one before");
        own.MapDelete("/{id:guid}/link", Revoke).WithSummary("End that link");
        own.MapDelete("/{id:guid}", Delete).WithSummary("Delete it");
    }

    private static Ok<CalculatorChoices> Choices(PriceCalculator calculator) => TypedResults.Ok(new CalculatorChoices(calculator.Products, calculator.Regions));

    private static Ok<PricedList> Calculate(PriceCalculator calculator, PriceQuestion question) => TypedResults.Ok(calculator.Calculate(question.Lines));

    private static async Task<Results<Ok<SavedList>, NotFound>> Shared(HttpContext http, PriceLists lists, string token) =>
        await lists.Shared(token, http.RequestAborted) is { } list ? TypedResults.Ok(list) : TypedResults.NotFound();

    private static async Task<Ok<List<SavedListRow>>> List(HttpContext http, PriceLists lists) => TypedResults.Ok(await lists.Own(http.Actor(), http.RequestAborted));

    private static async Task<Created<SavedId>> Save(HttpContext http, SavePriceList save, SaveWish wish)
    {
        var id = await save.Run(wish.Name, wish.Lines, http.Actor(), http.RequestAborted);
        return TypedResults.Created($"/api/v1/price-lists/{id}", new SavedId(id));
    }

    private static async Task<Results<Ok<SavedList>, NotFound>> Find(HttpContext http, PriceLists lists, Guid id) =>
        await lists.Find(id, http.Actor(), http.RequestAborted) is { } list ? TypedResults.Ok(list) : TypedResults.NotFound();

    private static async Task<Results<Ok<PriceListLink>, NotFound>> Share(HttpContext http, SharePriceList share, Guid id) =>
        await share.Run(id, $"{http.Request.Scheme}://{http.Request.Host}", http.Actor(), http.RequestAborted) is { } link
            ? TypedResults.Ok(new PriceListLink(link))
            : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Revoke(HttpContext http, SharePriceList share, Guid id) =>
        await share.Revoke(id, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Delete(HttpContext http, SharePriceList share, Guid id) =>
        await share.Delete(id, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private sealed record CalculatorChoices(IReadOnlyList<Product> Products, IReadOnlyList<Region> Regions);

    private sealed record PriceQuestion(List<PriceWish>? Lines);

    private sealed record SaveWish(string? Name, List<PriceWish>? Lines);

    private sealed record SavedId(Guid Id);

    private sealed record PriceListLink(string Link);
}
