using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.OpenApi.Webhooks;

/// <summary>A partner changes one of its endpoints, or switches it off or on again.</summary>
internal sealed class ChangeWebhook(OpenApiDb db, EnteredAddresses addresses)
{
    /// <summary>Changes it.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="form">What is written, all of it.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if the partner has no such endpoint.</returns>
    /// <exception cref="Refusal">Those of <see cref="RegisterWebhook.Run"/>.</exception>
    public async Task<bool> Run(Guid id, WebhookForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        if (await db.Webhooks.SingleOrDefaultAsync(w => w.Id == id && w.PartnerId == by.PartnerId, ct) is not { } webhook)
        {
            return false;
        }

        (webhook.Events, webhook.Description) = (form.ReadEvents(), form.ReadDescription());
        webhook.Url = (await addresses.Check(form.Url, "Url", ct)).AbsoluteUri;
        webhook.Switch(form.Active ?? webhook.Active);
        await db.Save(by, "openapi.change-webhook", ct);
        return true;
    }

    /// <summary>Switches it on or off and leaves the rest.</summary>
    /// <returns>False if the partner has no such endpoint.</returns>
    public async Task<bool> Switch(Guid id, bool active, Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        if (await db.Webhooks.SingleOrDefaultAsync(w => w.Id == id && w.PartnerId == by.PartnerId, ct) is not { } webhook)
        {
            return false;
        }

        webhook.Switch(active);
        await db.Save(by, "openapi.switch-webhook", ct);
        return true;
    }
}

/// <summary>A partner takes an endpoint away, with the log of its messages.</summary>
internal sealed class RemoveWebhook(OpenApiDb db)
{
    /// <summary>Takes it away.</summary>
    /// <returns>False if the partner has no such endpoint.</returns>
    public async Task<bool> Run(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        if (await db.Webhooks.SingleOrDefaultAsync(w => w.Id == id && w.PartnerId == by.PartnerId, ct) is not { } webhook)
        {
            return false;
        }

        db.Webhooks.Remove(webhook);
        await db.Save(by, "openapi.remove-webhook", ct);
        return true;
    }
}

/// <summary>An endpoint gets a new secret; for some hours messages are signed with both.</summary>
internal sealed class RotateSecret(OpenApiDb db, Vault vault, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Changes it.</summary>
    /// <returns>The new secret, shown this once; null if the partner has no such endpoint.</returns>
    public async Task<NewWebhook?> Run(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        if (await db.Webhooks.SingleOrDefaultAsync(w => w.Id == id && w.PartnerId == by.PartnerId, ct) is not { } webhook)
        {
            return null;
        }

        var (secret, hours) = (WebhookSecret.New(), rulebook.On<WebhookTerms>(WebhookTerms.Rule, businessDay.Today).Terms.OverlapHours);
        webhook.Rotate(secret, vault, businessDay.Now.AddHours(hours));
        await db.Save(by, "openapi.rotate-secret", ct);
        return new(id, secret);
    }
}
