using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.News;

/// <summary>A draft is published: whom it is meant for reads it from its first day on.</summary>
internal sealed class PublishNews(SupportDb db, BusinessDay businessDay)
{
    /// <summary>Publishes it.</summary>
    /// <returns>False if there is no such announcement.</returns>
    /// <exception cref="Refusal"><c>news.wrong-state</c></exception>
    public async Task<bool> Run(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.WriteNews);
        if (await db.Announcements.SingleOrDefaultAsync(a => a.Id == id, ct) is not { } announcement)
        {
            return false;
        }

        announcement.Publish(businessDay.Now);
        await db.Save(by, "support.publish-news", ct);
        return true;
    }
}
