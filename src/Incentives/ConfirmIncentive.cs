using Microsoft.EntityFrameworkCore;
using PartnerCenter.Incentives.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;

namespace PartnerCenter.Incentives;

/// <summary>A partner confirms an incentive bill (确认对账): that makes it claimable (R12.1.5.4c).</summary>
internal sealed class ConfirmIncentive(IncentivesDb db, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "incentives.confirm-after-notice";

    /// <summary>Confirms one.</summary>
    /// <returns>False if the partner has no such bill.</returns>
    /// <exception cref="Refusal"><c>incentive-bill.wrong-state</c></exception>
    public async Task<bool> Run(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(IncentivesModule.Claim);
        var bill = await db.Bills.SingleOrDefaultAsync(b => b.Id == id && b.PartnerId == by.PartnerId, ct);
        if (bill is null)
        {
            return false;
        }

        bill.Confirm(by.Name, businessDay.Now);
        await db.Save(by, "incentives.confirm", ct);
        return true;
    }

    /// <summary>Run every night.</summary>
    public Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct) => ConfirmAfterNotice(ct);

    /// <summary>Bills whose public notice is over confirm by themselves (R12.1.5.3c).</summary>
    public async Task ConfirmAfterNotice(CancellationToken ct = default)
    {
        var today = businessDay.Today;
        foreach (var bill in await db.Bills.Where(b => b.State == IncentiveState.ToBeConfirmed && b.NoticeEndsOn < today).ToListAsync(ct))
        {
            bill.Confirm(Actor.System.Name, businessDay.Now);
        }

        await db.Save(Actor.System, Type, ct);
    }
}
