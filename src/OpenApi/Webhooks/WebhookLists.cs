using Microsoft.EntityFrameworkCore;
using PartnerCenter.OpenApi.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.OpenApi.Webhooks;

/// <summary>An endpoint as its partner sees it.</summary>
/// <param name="Id">The endpoint.</param>
/// <param name="Url">Its address.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Events">The types of events that it hears of.</param>
/// <param name="Active">Whether anything is sent there.</param>
/// <param name="OffBecause">Why not.</param>
/// <param name="FailingSince">Since when nothing has arrived, UTC; null while it does.</param>
/// <param name="EarlierSecretUntil">Until when messages are signed with the earlier secret too, UTC.</param>
/// <param name="CreatedAt">When it was registered, UTC.</param>
/// <param name="CreatedBy">By whom.</param>
public sealed record WebhookRow(
    Guid Id, string Url, string Description, IReadOnlyList<string> Events, bool Active, OffBecause? OffBecause, DateTimeOffset? FailingSince,
    DateTimeOffset? EarlierSecretUntil, DateTimeOffset CreatedAt, string CreatedBy);

/// <summary>A message in a list.</summary>
internal sealed record DeliveryRow(
    Guid Id, string MessageId, string Event, DeliveryState State, int Attempts, int? Status, NoAnswer? Problem, DateTimeOffset MadeAt, DateTimeOffset? NextAt);

/// <summary>A message with every time that it was sent.</summary>
/// <param name="Row">As in the list.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Attempts">The oldest first.</param>
internal sealed record DeliveryView(DeliveryRow Row, string Body, IReadOnlyList<AttemptRow> Attempts);

/// <summary>A time that a message was sent.</summary>
internal sealed record AttemptRow(DateTimeOffset At, DateTimeOffset SentAt, int? Status, NoAnswer? Problem, string Answer, int Milliseconds);

/// <summary>The endpoints of the actor's partner and what was sent there.</summary>
internal sealed class WebhookLists(OpenApiDb db)
{
    private static readonly Sorting<WebhookDelivery> Columns = new()
    {
        { "made", d => d.MadeAt, true }, { "event", d => d.Event }, { "state", d => d.State }, { "attempts", d => d.Attempts },
    };

    /// <summary>The endpoints, the oldest first.</summary>
    public async Task<List<WebhookRow>> Of(Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        var partner = by.PartnerId;
        var webhooks = await db.Webhooks.AsNoTracking().Where(w => w.PartnerId == partner).OrderBy(w => w.CreatedAt).ThenBy(w => w.Id).ToListAsync(ct);
        return webhooks.ConvertAll(Row);
    }

    /// <summary>One, or null.</summary>
    public async Task<WebhookRow?> Find(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        return await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id && w.PartnerId == by.PartnerId, ct) is { } webhook ? Row(webhook) : null;
    }

    /// <summary>The messages of an endpoint, the newest first.</summary>
    /// <param name="id">The endpoint; of one that is not the partner's there are none.</param>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="type">Only those of this event; null for all.</param>
    /// <param name="sort">A column that orders them.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="by">Whose.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<List<DeliveryRow>> Deliveries(
        Guid id, DeliveryState? state, string? type, string? sort, int skip, int limit, Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        var partner = by.PartnerId;
        var rows = db.Deliveries.AsNoTracking().Where(d => d.WebhookId == id && d.PartnerId == partner);
        rows = state is null ? rows : rows.Where(d => d.State == state);
        rows = string.IsNullOrEmpty(type) ? rows : rows.Where(d => d.Event == type);
        return await Rows(Columns.Apply(rows, sort).ThenByDescending(d => d.Id).Slice(skip, limit)).ToListAsync(ct);
    }

    /// <summary>One message, or null.</summary>
    public async Task<DeliveryView?> Delivery(Guid id, Guid delivery, Actor by, CancellationToken ct = default)
    {
        by.Need(OpenApiModule.Use);
        var found = db.Deliveries.AsNoTracking().Where(d => d.Id == delivery && d.WebhookId == id && d.PartnerId == by.PartnerId);
        if (await Rows(found).SingleOrDefaultAsync(ct) is not { } row)
        {
            return null;
        }

        return new(row, await found.Select(d => d.Body).SingleAsync(ct), await db.Attempts.AsNoTracking().Where(a => a.DeliveryId == delivery)
            .OrderBy(a => a.At).ThenBy(a => a.Id).Select(a => new AttemptRow(a.At, a.SentAt, a.Status, a.Problem, a.Answer, a.Milliseconds)).ToListAsync(ct));
    }

    /// <summary>With what came of the last time that each was sent.</summary>
    private IQueryable<DeliveryRow> Rows(IQueryable<WebhookDelivery> deliveries) =>
        from d in deliveries
        let last = db.Attempts.Where(a => a.DeliveryId == d.Id).OrderByDescending(a => a.At).ThenByDescending(a => a.Id).FirstOrDefault()
        select new DeliveryRow(
            d.Id, WebhookDelivery.NameOf(d.Id), d.Event, d.State, db.Attempts.Count(a => a.DeliveryId == d.Id), last == null ? null : last.Status,
            last == null ? null : last.Problem, d.MadeAt, d.NextAt);

    private static WebhookRow Row(Webhook w) => new(
        w.Id, w.Url, w.Description, w.Events, w.Active, w.OffBecause, w.FailingSince, w.EarlierUntil, w.CreatedAt, w.CreatedBy);
}
