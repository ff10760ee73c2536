using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Funds.OnlineTopUps.Gateway;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds.OnlineTopUps;

/// <summary>Online payments over JSON, and where the gateway says what became of them.</summary>
internal static class OnlineTopUpsApi
{
    public const string Callback = "/payments/notifications";

    /// <summary>No callback is longer.</summary>
    private const int MostBytes = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var partner = routes.MapGroup("/api/v1/funds").WithTags("Online top-ups").RequireAuthorization(FundsModule.AddFunds);
        partner.MapGet("/channels", Channels).WithSummary("The ways to pay online, with their limits");
        partner.MapGet("/online-top-ups", List).WithSummary("Online payments, newest first");
        partner.MapPost("/online-top-ups", Begin).WithSummary("Begin an online payment; the answer says where to pay");
        var own = routes.MapGroup("/api/v1/customer/funds").WithTags("Online top-ups").RequireAuthorization(FundsModule.OwnMoney);
        own.MapGet("/channels", Channels).WithSummary("The ways to pay online, with their limits");
        own.MapGet("/online-top-ups", List).WithSummary("One's online payments, newest first");
        own.MapPost("/online-top-ups", Begin).WithSummary("Begin to top up one's own balance online; the answer says where to pay");

        // The gateway has no session and no token of ours: its signature stands in their place.
        routes.MapPost(Callback, Hear).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
    }

    /// <summary>Scheme and host under which the request came.</summary>
    internal static string Site(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private static Ok<IReadOnlyList<PaymentChannel>> Channels(BeginOnlineTopUp begin) => TypedResults.Ok(begin.Channels);

    private static async Task<Ok<Page<OnlineTopUpRow>>> List(HttpContext http, OnlineTopUpLists lists, string? cursor, int? limit)
    {
        var size = Cursor.Limit(limit);
        return TypedResults.Ok(Cursor.Page(await lists.After(http.Actor(), Cursor.Read(cursor), size + 1, http.RequestAborted), size, row => row.Number));
    }

    private static async Task<Ok<Begun>> Begin(HttpContext http, BeginOnlineTopUp begin, OnlineTopUpForm form)
    {
        var id = CommandId.Of(http.Request, http.Actor());
        return TypedResults.Ok(new Begun(id, await begin.Run(id, form, Site(http.Request), http.Actor(), http.RequestAborted)));
    }

    private static async Task<IResult> Hear(HttpContext http, IPaymentGateway gateway, SettleOnlineTopUp settle)
    {
        if (http.Request.ContentLength is not (> 0 and <= MostBytes))
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var body = new byte[(int)http.Request.ContentLength];
        await http.Request.Body.ReadExactlyAsync(body, http.RequestAborted);
        if (!CallbackSignature.Is(http.Request.Headers[CallbackSignature.Header], body, gateway.Secret))
        {
            return Results.Unauthorized();
        }

        PaymentNews? news;
        try
        {
            news = JsonSerializer.Deserialize<PaymentNews>(body, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return Results.BadRequest();
        }

        try
        {
            return news is not null && await settle.Run(news, http.RequestAborted) ? Results.NoContent() : Results.NotFound();
        }
        catch (Refusal refusal) when (refusal.Code == "funds.payment-differs")
        {
            return Results.UnprocessableEntity(new { code = refusal.Code });
        }
    }

    private sealed record Begun(Guid Id, string Url);
}
