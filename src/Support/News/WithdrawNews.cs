using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.News;

/// <summary>An announcement is taken back: lists do not show it any more, and its old link says that it was withdrawn.</summary>
internal sealed class WithdrawNews(SupportDb db, BusinessDay businessDay)
{
    /// <summary>Withdraws it.</summary>
    /// <returns>False if there is no such announcement.</returns>
    /// <exception cref="Refusal"><c>news.wrong-state</c></exception>
    public async Task<bool> Run(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.WriteNews);
        if (await db.Announcements.SingleOrDefaultAsync(a => a.Id == id, ct) is not { } announcement)
        {
            return false;
        }

        announcement.Withdraw(businessDay.Now);
        await db.Save(by, "support.withdraw-news", ct);
        return true;
    }
}
