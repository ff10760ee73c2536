using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.OpenApi.Webhooks;

/// <summary>Endpoints of a partner's own systems and what was sent there, over the product's own JSON.</summary>
internal static class WebhooksApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/webhook-events", Events).WithSummary("The events that an endpoint can hear of");
        api.MapGet("/webhooks", List).WithSummary("The partner's endpoints");
        api.MapPost("/webhooks", Register).WithSummary("Register an endpoint; its secret is in this answer only");
        api.MapGet("/webhooks/{id:guid}", Find).WithSummary("An endpoint");
        api.MapPut("/webhooks/{id:guid}", Change).WithSummary("Change an endpoint, or switch it off or on again");
        api.MapDelete("/webhooks/{id:guid}", Remove).WithSummary("Take an endpoint away, with its log");
        api.MapPost("/webhooks/{id:guid}/secrets", Rotate).WithSummary("A new secret, in this answer only; the one before holds for some hours beside it");
        api.MapPost("/webhooks/{id:guid}/tests", Test).WithSummary("Send a test message");
        api.MapGet("/webhooks/{id:guid}/deliveries", Deliveries).WithSummary("What was sent to an endpoint, newest first");
        api.MapGet("/webhooks/{id:guid}/deliveries/{delivery:guid}", Delivery).WithSummary("A message, and every time that it was sent");
        api.MapPost("/webhooks/{id:guid}/deliveries/{delivery:guid}/replays", Replay).WithSummary("Send a message again, as it was");
        api.MapPost("/webhooks/{id:guid}/replays", ReplaySpan).WithSummary("Send again what was made in a span of time");
    }

    private static Ok<List<EventView>> Events() =>
        TypedResults.Ok(WebhookEvent.All.Select(one => new EventView(one.Type, one.Name.ToString())).ToList());

    private static async Task<Ok<List<WebhookRow>>> List(HttpContext http, WebhookLists lists) =>
        TypedResults.Ok(await lists.Of(http.Actor(), http.RequestAborted));

    private static async Task<Ok<NewWebhook>> Register(HttpContext http, RegisterWebhook register, WebhookForm form) =>
        TypedResults.Ok(await register.Run(form, http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<WebhookRow>, NotFound>> Find(Guid id, HttpContext http, WebhookLists lists) =>
        await lists.Find(id, http.Actor(), http.RequestAborted) is { } webhook ? TypedResults.Ok(webhook) : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Change(Guid id, HttpContext http, ChangeWebhook change, WebhookForm form) =>
        await change.Run(id, form, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Remove(Guid id, HttpContext http, RemoveWebhook remove) =>
        await remove.Run(id, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<Ok<NewWebhook>, NotFound>> Rotate(Guid id, HttpContext http, RotateSecret rotate) =>
        await rotate.Run(id, http.Actor(), http.RequestAborted) is { } made ? TypedResults.Ok(made) : TypedResults.NotFound();

    private static async Task<Results<Ok<MessageView>, NotFound>> Test(Guid id, HttpContext http, TestWebhook test) =>
        await test.Run(id, http.Actor(), http.RequestAborted) is { } message ? TypedResults.Ok(new MessageView(message)) : TypedResults.NotFound();

    private static async Task<Ok<List<DeliveryRow>>> Deliveries(
        Guid id, HttpContext http, WebhookLists lists, DeliveryState? state, string? type, int? skip, int? limit) =>
        TypedResults.Ok(await lists.Deliveries(id, state, type, null, Math.Max(skip ?? 0, 0), Cursor.Limit(limit), http.Actor(), http.RequestAborted));

    private static async Task<Results<Ok<DeliveryView>, NotFound>> Delivery(Guid id, Guid delivery, HttpContext http, WebhookLists lists) =>
        await lists.Delivery(id, delivery, http.Actor(), http.RequestAborted) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Replay(Guid id, Guid delivery, HttpContext http, ReplayWebhooks replay) =>
        await replay.One(id, delivery, http.Actor(), http.RequestAborted) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<Ok<ReplayView>, NotFound>> ReplaySpan(Guid id, HttpContext http, ReplayWebhooks replay, SpanWish wish) =>
        await replay.Span(id, wish.From, wish.To, wish.OnlyFailed, http.Actor(), http.RequestAborted) is { } count
            ? TypedResults.Ok(new ReplayView(count)) : TypedResults.NotFound();

    private sealed record EventView(string Type, string Name);

    private sealed record MessageView(Guid Id);

    private sealed record SpanWish(DateTimeOffset? From, DateTimeOffset? To, bool OnlyFailed = false);

    private sealed record ReplayView(int Count);
}
