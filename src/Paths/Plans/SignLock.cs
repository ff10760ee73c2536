using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Paths.Persistence;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Paths.Plans;

/// <summary>The partner signs what it has written, and sends it to the vendor.</summary>
internal sealed class SendLock(PathsDb db, BusinessDay businessDay)
{
    /// <summary>Sends it.</summary>
    /// <returns>False if the actor's partner has none with that id.</returns>
    /// <exception cref="Refusal">
    /// <c>lock.wrong-state</c>; <c>paths.plan-incomplete</c>: a plan has direction, resources, actions and goals (R2.3);
    /// <c>paths.list-empty</c>.
    /// </exception>
    public async Task<bool> Run(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Manage);
        if (await db.Locks.SingleOrDefaultAsync(l => l.Id == id && l.PartnerId == by.PartnerId, ct) is not { } one)
        {
            return false;
        }

        if (one.Kind == LockKind.CustomerList && !await db.ListedCustomers.AnyAsync(c => c.LockId == id, ct))
        {
            throw new Refusal("paths.list-empty");
        }

        if (one.Kind == LockKind.BusinessPlan && (one.Direction == "" || one.Resources == "" || one.Actions == ""
            || !await db.Goals.AnyAsync(g => g.LockId == id && (g.Revenue > 0 || g.Customers > 0), ct)))
        {
            throw new Refusal("paths.plan-incomplete");
        }

        one.Send();
        db.Note(one, LockStepKind.Sent, "", by, businessDay.Now);
        await db.Save(by, "paths.send-lock", ct);
        return true;
    }
}

/// <summary>The ecosystem manager signs too, which locks it for the year; or gives it back with what is to be changed.</summary>
internal sealed class CounterSign(PathsDb db, BusinessDay businessDay)
{
    /// <summary>Signs: from now on it counts for the path (R4.3.3, R4.3.7).</summary>
    /// <returns>False if the actor sees none with that id.</returns>
    /// <exception cref="Refusal"><c>lock.wrong-state</c>.</exception>
    public async Task<bool> Run(Guid id, string? comment, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Agree);
        if (await db.Locks.SingleOrDefaultAsync(l => l.Id == id, ct) is not { } one)
        {
            return false;
        }

        one.Lock(businessDay.Today);
        db.Note(one, LockStepKind.Locked, string.IsNullOrWhiteSpace(comment) ? "" : Input.Text(comment, "Comment", 2000), by, businessDay.Now);
        db.Publish(new PathEvidenceChanged(one.PartnerId));
        await db.Save(by, "paths.counter-sign", ct);
        return true;
    }

    /// <summary>Gives it back.</summary>
    /// <returns>False if the actor sees none with that id.</returns>
    /// <exception cref="Refusal"><c>lock.wrong-state</c>; those of the comment, which is needed.</exception>
    public async Task<bool> Return(Guid id, string? comment, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Agree);
        if (await db.Locks.SingleOrDefaultAsync(l => l.Id == id, ct) is not { } one)
        {
            return false;
        }

        one.Return();
        db.Note(one, LockStepKind.Returned, Input.Text(comment, "Comment", 2000), by, businessDay.Now);
        await db.Save(by, "paths.return-lock", ct);
        return true;
    }
}

/// <summary>The vendor unlocks what must be changed within its year; it counts no more until it is locked again.</summary>
internal sealed class Unlock(PathsDb db, BusinessDay businessDay)
{
    /// <summary>Unlocks it.</summary>
    /// <returns>False if the actor sees none with that id.</returns>
    /// <exception cref="Refusal"><c>lock.wrong-state</c>; those of the reason, which is needed.</exception>
    public async Task<bool> Run(Guid id, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(PathsModule.Agree);
        if (await db.Locks.SingleOrDefaultAsync(l => l.Id == id, ct) is not { } one)
        {
            return false;
        }

        one.Unlock();
        db.Note(one, LockStepKind.Unlocked, Input.Text(reason, "Comment", 2000), by, businessDay.Now);
        db.Publish(new PathEvidenceChanged(one.PartnerId));
        await db.Save(by, "paths.unlock", ct);
        return true;
    }
}
