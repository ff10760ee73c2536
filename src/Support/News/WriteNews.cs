using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Support.Persistence;
using PartnerCenter.Support.Published;

namespace PartnerCenter.Support.News;

/// <summary>What an announcement is to say, to whom and when.</summary>
internal sealed record NewsForm(
    string? TitleZh, string? TitleEn, string? TextZh, string? TextEn, Audience? Audience, IReadOnlyCollection<string>? Programmes,
    DateOnly? VisibleFrom, DateOnly? VisibleTo, bool Pinned);

/// <summary>The vendor's people write an announcement, or write a draft anew. Both languages are needed.</summary>
internal sealed class WriteNews(SupportDb db, IEnumerable<IProgrammeSource> programmes, BusinessDay businessDay)
{
    /// <summary>Writes a draft.</summary>
    /// <exception cref="Refusal"><c>news.no-programme</c> at Programmes, <c>news.days</c> at VisibleTo; refusals of fields.</exception>
    public async Task<Guid> Run(NewsForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.WriteNews);
        var announcement = new Announcement { TitleZh = "", TitleEn = "", TextZh = "", TextEn = "", WrittenBy = by.Name };
        Fill(announcement, form, by);
        db.Announcements.Add(announcement);
        await db.Save(by, "support.write-news", ct);
        return announcement.Id;
    }

    /// <summary>Writes a draft anew.</summary>
    /// <returns>False if there is no such announcement.</returns>
    /// <exception cref="Refusal"><c>news.not-draft</c>, and as above.</exception>
    public async Task<bool> Change(Guid id, NewsForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.WriteNews);
        if (await db.Announcements.SingleOrDefaultAsync(a => a.Id == id, ct) is not { } announcement)
        {
            return false;
        }

        if (!announcement.CanBeWritten)
        {
            throw new Refusal("news.not-draft");
        }

        Fill(announcement, form, by);
        await db.Save(by, "support.change-news", ct);
        return true;
    }

    private void Fill(Announcement announcement, NewsForm form, Actor by)
    {
        (announcement.TitleZh, announcement.TitleEn) = (Input.Text(form.TitleZh, "TitleZh", 100), Input.Text(form.TitleEn, "TitleEn", 200));
        (announcement.TextZh, announcement.TextEn) = (Input.Text(form.TextZh, "TextZh", 20_000), Input.Text(form.TextEn, "TextEn", 20_000));
        announcement.Audience = Input.Chosen(form.Audience, "Audience");
        var known = programmes.SelectMany(source => source.All.Keys).ToList();
        announcement.Programmes = announcement.Audience == Audience.Programmes ? [.. (form.Programmes ?? []).Distinct().Order()] : [];
        if (announcement.Audience == Audience.Programmes && (announcement.Programmes.Count == 0 || announcement.Programmes.Except(known).Any()))
        {
            throw new Refusal("news.no-programme") { Field = "Programmes" };
        }

        (announcement.VisibleFrom, announcement.VisibleTo) = (Input.Chosen(form.VisibleFrom, "VisibleFrom"), form.VisibleTo);
        if (announcement.VisibleTo < announcement.VisibleFrom)
        {
            throw new Refusal("news.days") { Field = "VisibleTo" };
        }

        (announcement.Pinned, announcement.WrittenBy, announcement.WrittenAt) = (form.Pinned, by.Name, businessDay.Now);
    }
}
