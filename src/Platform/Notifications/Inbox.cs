using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Notifications;

/// <summary>A person's own inbox, preferences, and the viewer of sent messages.</summary>
public sealed class Inbox(PlatformDb db, IEnumerable<NotificationKind> kinds, BusinessDay businessDay)
{
    /// <summary>The newest entries.</summary>
    public Task<List<Notification>> Latest(Actor by, int limit, CancellationToken ct = default) =>
        db.Notifications.AsNoTracking().Where(n => n.AccountId == by.Account).OrderByDescending(n => n.CreatedAt).Slice(0, limit).ToListAsync(ct);

    /// <summary>How many are unread.</summary>
    public async Task<int> Unread(Actor by, CancellationToken ct = default)
    {
        // Asked for with every page, and therefore plainly.
        await using var count = db.Unit.Command("select count(*)::int from platform.notification where account_id = $1 and read_at is null", by.Account);
        return (int)(await count.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Marks everything as read.</summary>
    public async Task ReadAll(Actor by, CancellationToken ct = default)
    {
        // One statement: somebody who clicks twice must not meet a conflict.
        await using var read = db.Unit.Command(
            "update platform.notification set read_at = $2 where account_id = $1 and read_at is null", by.Account, businessDay.Now);
        await read.ExecuteNonQueryAsync(ct);
        await db.Save(by, "platform.read-inbox", ct);
    }

    /// <summary>Every kind of event that can reach a person, with the ways it is told by.</summary>
    public async Task<IReadOnlyList<(NotificationKind Kind, NotificationPreference Wish)>> Preferences(Actor by, CancellationToken ct = default)
    {
        var set = await db.Preferences.AsNoTracking().Where(p => p.AccountId == by.Account).ToDictionaryAsync(p => p.Event, ct);
        return [.. kinds.Where(kind => kind.Kinds.Contains(by.Kind)).Select(kind => (
            kind, set.GetValueOrDefault(kind.Code) ?? new() { Event = kind.Code, Sms = kind.SmsByDefault }))];
    }

    /// <summary>Sets by which ways a kind of event is told.</summary>
    /// <exception cref="Refusal"><c>notification.kind</c></exception>
    public async Task Prefer(Actor by, string kind, bool inbox, bool email, bool sms, CancellationToken ct = default)
    {
        if (!kinds.Any(k => k.Code == kind))
        {
            throw new Refusal("notification.kind", kind);
        }

        await using var set = db.Unit.Command("""
            insert into platform.notification_preference (account_id, event, inbox, email, sms) values ($1, $2, $3, $4, $5)
            on conflict (account_id, event) do update set inbox = excluded.inbox, email = excluded.email, sms = excluded.sms
            """, by.Account, kind, inbox, email, sms);
        await set.ExecuteNonQueryAsync(ct);
        db.Unit.Record(by.Partner ?? Guid.Empty, $"platform.notification_preference/{by.Account}/{kind}", new { inbox, email, sms });
        await db.Save(by, "platform.prefer-notifications", ct);
    }

    /// <summary>What the embedded default sent, newest first.</summary>
    public Task<List<SentMessage>> Sent(string? recipient, int limit, CancellationToken ct = default) =>
        db.SentMessages.AsNoTracking().Where(m => recipient == null || m.Recipient == recipient)
            .OrderByDescending(m => m.SentAt).Slice(0, limit).ToListAsync(ct);
}
