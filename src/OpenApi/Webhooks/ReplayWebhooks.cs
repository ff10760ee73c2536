using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.OpenApi.Webhooks;

/// <summary>A partner has a message sent that says nothing, to see whether its endpoint takes it.</summary>
internal sealed class TestWebhook(OpenApiDb db, JobQueue queue, BusinessDay businessDay)
{
    /// <summary>Sends it.</summary>
    /// <returns>The message; null if the partner has no such endpoint.</returns>
    /// <exception cref="Refusal"><c>openapi.webhook-off</c>.</exception>
    public async Task<Guid?> Run(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        if (await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id && w.PartnerId == by.PartnerId, ct) is not { } webhook)
        {
            return null;
        }

        NeedActive(webhook);
        var (message, now) = (Guid.CreateVersion7(), businessDay.Now);
        db.Deliveries.Add(new()
        {
            Id = message,
            WebhookId = id,
            PartnerId = webhook.PartnerId,
            Event = WebhookEvent.Test,
            Body = Announcer.Body(WebhookEvent.Test, now, new { WebhookId = id.ToString("n") }),
            MadeAt = now,
            NextAt = now,
        });
        await queue.Enqueue(new NewJob(SendWebhook.Type, new SendWish(message, 1)) { Queue = SendWebhook.Queue }, by, ct);
        db.Unit.Record(webhook.PartnerId, $"openapi.webhook/{id}", new { test = message });
        await db.Save(by, "openapi.test-webhook", ct);
        return message;
    }

    internal static void NeedActive(Webhook webhook)
    {
        if (!webhook.Active)
        {
            throw new Refusal("openapi.webhook-off");
        }
    }
}

/// <summary>A partner has messages sent again, as they were: one, or those of a span of time.</summary>
internal sealed class ReplayWebhooks(OpenApiDb db, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Sends one again.</summary>
    /// <returns>False if the endpoint has no such message.</returns>
    /// <exception cref="Refusal"><c>openapi.webhook-off</c>.</exception>
    public async Task<bool> One(Guid id, Guid delivery, Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        return await Found(id, by, ct) && await Again(id, "id = $3", by, ct, delivery) > 0;
    }

    /// <summary>Sends again what was made in a span of time, the oldest first.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="from">The first instant.</param>
    /// <param name="to">The first instant after it.</param>
    /// <param name="failed">Whether only what has failed.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>How many; null if the partner has no such endpoint.</returns>
    /// <exception cref="Refusal"><c>openapi.webhook-off</c>, <c>openapi.span</c>, <c>form.required</c>.</exception>
    public async Task<int?> Span(Guid id, DateTimeOffset? from, DateTimeOffset? to, bool failed, Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        if (!await Found(id, by, ct))
        {
            return null;
        }

        var (first, end) = (Input.Chosen(from, "From"), Input.Chosen(to, "To"));
        if (end <= first)
        {
            throw new Refusal("openapi.span") { Field = "To" };
        }

        var most = rulebook.On<WebhookTerms>(WebhookTerms.Rule, businessDay.Today).Terms.MostReplays;
        return await Again(
            id, "made_at >= $3 and made_at < $4 and (not $5 or state = 'Failed') order by made_at, id limit $6", by, ct,
            first.ToUniversalTime(), end.ToUniversalTime(), failed, most);
    }

    private async Task<bool> Found(Guid id, Actor by, CancellationToken ct)
    {
        if (await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id && w.PartnerId == by.PartnerId, ct) is not { } webhook)
        {
            return false;
        }

        TestWebhook.NeedActive(webhook);
        return true;
    }

    /// <summary>Each begins its turns anew; a job of an earlier turn that comes late does nothing.</summary>
    private async Task<int> Again(Guid id, string which, Actor by, CancellationToken ct, params object?[] values)
    {
        await using var command = db.Unit.Command($"""
            with again as (
                update openapi.webhook_delivery set state = 'Waiting', turn = turn + 1, attempts = 0, next_at = $2, ended_at = null
                where id in (select id from openapi.webhook_delivery where webhook_id = $1 and {which})
                returning id, turn)
            select count(*) from (
                select platform.enqueue('{SendWebhook.Type}', '{SendWebhook.Queue}', jsonb_build_object('delivery', id, 'turn', turn), $2, $2) from again offset 0) sent
            """, [id, businessDay.Now, .. values]);
        var count = (int)(long)(await command.ExecuteScalarAsync(ct))!;
        db.Unit.Record(by.PartnerId, $"openapi.webhook/{id}", new { again = count });
        await db.Save(by, "openapi.replay-webhooks", ct);
        return count;
    }
}
