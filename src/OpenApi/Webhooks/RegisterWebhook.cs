using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.OpenApi.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.OpenApi.Webhooks;

/// <summary>What is written of an endpoint.</summary>
/// <param name="Url">Its address: https and public.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Events">The types of events that it wants to hear of.</param>
/// <param name="Active">Whether anything is sent there; left out, that stays.</param>
internal sealed record WebhookForm(string? Url, string? Description, IReadOnlyList<string>? Events, bool? Active = null)
{
    private const int LongestDescription = 255;

    public string ReadDescription() => string.IsNullOrWhiteSpace(Description) ? "" : Input.Text(Description, "Description", LongestDescription);

    /// <summary>The events in the order of the list.</summary>
    /// <exception cref="Refusal"><c>form.required</c>, <c>openapi.no-event</c>.</exception>
    public string[] ReadEvents()
    {
        var known = WebhookEvent.All.Select(one => one.Type).ToList();
        if (Events is null or { Count: 0 })
        {
            throw new Refusal("form.required") { Field = "Events" };
        }

        return Events.FirstOrDefault(one => !known.Contains(one)) is { } odd
            ? throw new Refusal("openapi.no-event", odd) { Field = "Events" }
            : [.. known.Where(Events.Contains)];
    }
}

/// <summary>A new endpoint; its secret is shown this once.</summary>
/// <param name="Id">The endpoint.</param>
/// <param name="Secret">What its messages are signed with: <c>whsec_…</c>.</param>
public sealed record NewWebhook(Guid Id, string Secret);

/// <summary>A partner says where its own system hears what happens.</summary>
internal sealed class RegisterWebhook(OpenApiDb db, EnteredAddresses addresses, Vault vault, Rulebook rulebook, BusinessDay businessDay)
{
    /// <summary>Registers it.</summary>
    /// <param name="form">What is written.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>openapi.too-many-webhooks</c>, <c>openapi.no-event</c>, those of <see cref="EnteredAddresses.Check"/> and of the fields.</exception>
    public async Task<NewWebhook> Run(WebhookForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        var (partner, events, description) = (by.PartnerId, form.ReadEvents(), form.ReadDescription());
        var url = await addresses.Check(form.Url, "Url", ct);
        await db.Unit.InTurn($"webhooks of {partner}", ct);
        var most = rulebook.On<WebhookTerms>(WebhookTerms.Rule, businessDay.Today).Terms.Endpoints;
        if (await db.Webhooks.CountAsync(webhook => webhook.PartnerId == partner, ct) >= most)
        {
            throw new Refusal("openapi.too-many-webhooks", most);
        }

        var (id, secret) = (Guid.CreateVersion7(), WebhookSecret.New());
        db.Webhooks.Add(new()
        {
            Id = id,
            PartnerId = partner,
            Url = url.AbsoluteUri,
            Description = description,
            Events = events,
            Secret = vault.Seal(secret, Webhook.SecretColumn.Place, id),
            CreatedAt = businessDay.Now,
            CreatedBy = by.Name,
        });
        await db.Save(by, "openapi.register-webhook", ct);
        return new(id, secret);
    }
}
