using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Support.Persistence;
using PartnerCenter.Support.Published;

namespace PartnerCenter.Support.News;

/// <summary>An announcement in a reader's list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="PublishedAt">When it was published, UTC.</param>
/// <param name="Pinned">Whether it stands above the others.</param>
/// <param name="Unread">Whether this account has not opened it.</param>
public sealed record NewsRow(Guid Id, LocalText Title, DateTimeOffset PublishedAt, bool Pinned, bool Unread);

/// <summary>An announcement as its reader opens it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Text">Its text; empty once it is over.</param>
/// <param name="PublishedAt">When it was published, UTC.</param>
/// <param name="IsOver">Whether it was withdrawn, or its last day has passed.</param>
public sealed record NewsView(Guid Id, LocalText Title, LocalText Text, DateTimeOffset PublishedAt, bool IsOver);

/// <summary>Announcements, for their readers and their writers.</summary>
public sealed class NewsLists(SupportDb db, IEnumerable<IProgrammeSource> programmes, BusinessDay businessDay)
{
    private static readonly Sorting<Announcement> Columns = new()
    {
        { "written", row => row.WrittenAt, true }, { "title", row => row.TitleZh }, { "audience", row => row.Audience },
        { "state", row => row.State }, { "from", row => row.VisibleFrom }, { "published", row => row.PublishedAt },
    };

    /// <summary>What the actor can read today: what is pinned first, then the newest.</summary>
    public async Task<List<NewsRow>> Latest(Actor by, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(SupportModule.News);
        var (account, today) = (by.Account, businessDay.Today);
        return await (await MeantFor(by, ct))
            .Where(a => a.State == AnnouncementState.Published && a.VisibleFrom <= today && (a.VisibleTo == null || a.VisibleTo >= today))
            .OrderByDescending(a => a.Pinned).ThenByDescending(a => a.PublishedAt).ThenByDescending(a => a.Id).Slice(skip, limit)
            .Select(a => new NewsRow(
                a.Id, new(a.TitleZh, a.TitleEn), a.PublishedAt!.Value, a.Pinned,
                !db.Readings.Any(r => r.AnnouncementId == a.Id && r.AccountId == account)))
            .ToListAsync(ct);
    }

    /// <summary>What can be said of one announcement: null if it is not meant for the actor, or not yet; without its text once it is over.</summary>
    internal async Task<NewsView?> Find(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.News);
        var today = businessDay.Today;
        if (await (await MeantFor(by, ct)).SingleOrDefaultAsync(a => a.Id == id && a.State != AnnouncementState.Draft && a.VisibleFrom <= today, ct)
            is not { } found)
        {
            return null;
        }

        var over = found.State == AnnouncementState.Withdrawn || found.VisibleTo < today;
        return new(found.Id, found.Title, over ? new("", "") : found.Text, found.PublishedAt!.Value, over);
    }

    /// <summary>All announcements for their writers, as ordered by a column.</summary>
    internal Task<List<Announcement>> All(string? sort, int skip, int limit, Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.WriteNews);
        return Columns.Apply(db.Announcements.AsNoTracking(), sort).Slice(skip, limit).ToListAsync(ct);
    }

    /// <summary>One announcement for its writers, or null.</summary>
    internal Task<Announcement?> Written(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.WriteNews);
        return db.Announcements.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);
    }

    /// <summary>The programmes that can be chosen: names by code.</summary>
    internal IEnumerable<KeyValuePair<string, LocalText>> Programmes => programmes.SelectMany(source => source.All);

    private async Task<IQueryable<Announcement>> MeantFor(Actor by, CancellationToken ct)
    {
        var all = db.Announcements.AsNoTracking();
        if (by.Customer is not null)
        {
            return all.Where(a => a.Audience == Audience.All || a.Audience == Audience.Customers);
        }

        var mine = new List<string>();
        foreach (var source in programmes)
        {
            mine.AddRange(await source.Of(by.PartnerId, ct));
        }

        return all.Where(a => a.Audience == Audience.All || a.Audience == Audience.Partners
            || (a.Audience == Audience.Programmes && a.Programmes.Any(p => mine.Contains(p))));
    }
}
