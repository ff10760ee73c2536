using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.OpenApi.Webhooks;

/// <summary>A message that a job is to send.</summary>
/// <param name="Delivery">The message.</param>
/// <param name="Turn">Which turn of it; if it has gone on since, the job has nothing to do.</param>
internal sealed record SendWish(Guid Delivery, int Turn);

/// <summary>
/// Sends a message to its endpoint, at least once: a process that dies between the answer and the note of it sends it again. The database
/// waits for no receiver: what is read is let go before, and what came of it is written after.
/// </summary>
internal sealed class SendWebhook(
    OpenApiDb db, EnteredAddresses addresses, Vault vault, JobQueue queue, Notifier notifier, Rulebook rulebook, BusinessDay businessDay, MachineClock machine)
    : IJob<SendWish>
{
    public const string Type = "openapi.send-webhook";
    public const string Queue = "webhooks";
    public const string Notice = "openapi.webhook-off";
    private const int Gone = 410;

    public async Task Run(SendWish wish, JobProgress progress, CancellationToken ct)
    {
        if (await Waiting(wish, ct) is not { } delivery || await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == delivery.WebhookId, ct) is not { } webhook)
        {
            return;
        }

        if (!webhook.Active)
        {
            delivery.GiveUp(businessDay.Now);
            await db.Save(Actor.System, Type, ct);
            return;
        }

        await db.Unit.Forget(ct);
        var terms = rulebook.On<WebhookTerms>(WebhookTerms.Rule, businessDay.Today).Terms;
        var attempt = await Send(delivery, webhook, terms, ct);
        await Note(wish, attempt, webhook, terms, ct);
    }

    private Task<WebhookDelivery?> Waiting(SendWish wish, CancellationToken ct) => db.Deliveries.SingleOrDefaultAsync(
        d => d.Id == wish.Delivery && d.Turn == wish.Turn && d.State == DeliveryState.Waiting, ct);

    private async Task<WebhookAttempt> Send(WebhookDelivery delivery, Webhook webhook, WebhookTerms terms, CancellationToken ct)
    {
        var (began, sent) = (machine.Provider.GetTimestamp(), machine.Now);
        var seconds = sent.ToUnixTimeSeconds();
        var answer = await addresses.Post(
            webhook.Url, delivery.Body,
            [
                ("webhook-id", delivery.MessageId), ("webhook-timestamp", $"{seconds}"),
                ("webhook-signature", WebhookSecret.Sign(webhook.Secrets(vault, businessDay.Now), delivery.MessageId, seconds, delivery.Body)),
            ],
            TimeSpan.FromSeconds(terms.TimeoutSeconds), terms.AnswerBytes, ct);
        return new()
        {
            Id = Guid.CreateVersion7(),
            DeliveryId = delivery.Id,
            PartnerId = delivery.PartnerId,
            At = businessDay.Now,
            SentAt = sent,
            Status = answer.Status,
            Problem = answer.Problem,
            Answer = answer.Text,
            Milliseconds = (int)machine.Provider.GetElapsedTime(began).TotalMilliseconds,
        };
    }

    private async Task Note(SendWish wish, WebhookAttempt attempt, Webhook webhook, WebhookTerms terms, CancellationToken ct)
    {
        if (!await db.Deliveries.AnyAsync(d => d.Id == wish.Delivery, ct))
        {
            return;
        }

        db.Attempts.Add(attempt);
        var arrived = attempt.Status is >= 200 and < 300;
        if (await Waiting(wish, ct) is { } delivery)
        {
            if (arrived)
            {
                delivery.Arrive(businessDay.Now);
            }
            else
            {
                delivery.Miss(terms.RetrySeconds, businessDay.Now);
                await Again(delivery, ct);
            }
        }

        await Remember(webhook, arrived, attempt.Status == Gone, terms, ct);
        await db.Save(Actor.System, Type, ct);
    }

    private async Task Again(WebhookDelivery delivery, CancellationToken ct)
    {
        if (delivery.NextAt is { } at)
        {
            await queue.Enqueue(new NewJob(Type, new SendWish(delivery.Id, delivery.Turn)) { Queue = Queue, RunAt = at }, Actor.System, ct);
        }
    }

    /// <summary>Since when the endpoint fails, beside its row's version: many messages come and go at once. One that fails for days is switched off.</summary>
    private async Task Remember(Webhook webhook, bool arrived, bool gone, WebhookTerms terms, CancellationToken ct)
    {
        if (arrived)
        {
            await using var well = db.Unit.Command("update openapi.webhook set failing_since = null where id = $1 and failing_since is not null", webhook.Id);
            await well.ExecuteNonQueryAsync(ct);
            return;
        }

        var now = businessDay.Now;
        await using var failing = db.Unit.Command("""
            update openapi.webhook set failing_since = coalesce(failing_since, $2), active = not ($3 or coalesce(failing_since, $2) <= $4),
                off_because = case when $3 or failing_since <= $4 then $5 end
            where id = $1 and active returning active
            """, webhook.Id, now, gone, now.AddDays(-terms.FailingDays), $"{(gone ? OffBecause.Gone : OffBecause.Failing)}");
        if (await failing.ExecuteScalarAsync(ct) is false)
        {
            await TellOff(webhook, gone, ct);
        }
    }

    private async Task TellOff(Webhook webhook, bool gone, CancellationToken ct)
    {
        var why = Words.Of(gone ? OffBecause.Gone : OffBecause.Failing);
        db.Unit.Record(webhook.PartnerId, $"openapi.webhook/{webhook.Id}", new { active = false, why = why.En });
        await notifier.TellPartner(webhook.PartnerId, OpenApiModule.Use, new(
            Notice, new("回调地址已停用", "An endpoint is off"), new($"{webhook.Url}：{why.Zh}", $"{webhook.Url}: {why.En}"),
            $"/portal/open-api/webhooks/{webhook.Id}"), ct);
    }
}
