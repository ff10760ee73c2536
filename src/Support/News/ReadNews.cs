using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.News;

/// <summary>Somebody opens an announcement; from then on its list does not mark it as unread.</summary>
internal sealed class ReadNews(SupportDb db, NewsLists lists, BusinessDay businessDay)
{
    /// <summary>Opens it; null if it is not meant for the actor, or not yet.</summary>
    public async Task<NewsView?> Run(Guid id, Actor by, CancellationToken ct = default)
    {
        if (await lists.Find(id, by, ct) is not { } view)
        {
            return null;
        }

        await using var mark = db.Unit.Command(
            "insert into support.reading values ($1, $2, $3) on conflict do nothing", by.Account, view.Id, businessDay.Now);
        await mark.ExecuteNonQueryAsync(ct);
        await db.Save(by, "support.read-news", ct);
        return view;
    }
}
