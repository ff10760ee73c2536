using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Customers.Expansion;

/// <summary>The vendor takes a task back that need not be done any more.</summary>
internal sealed class WithdrawSalesTask(CustomersDb db, Notifier notifier, BusinessDay businessDay)
{
    /// <summary>Takes it back.</summary>
    /// <returns>False if the actor sees no such task.</returns>
    /// <exception cref="Refusal"><c>sales-task.wrong-state</c>, those of the reason.</exception>
    public async Task<bool> Run(Guid id, string? reason, Actor by, CancellationToken ct = default)
    {
        by.Need(CustomersModule.GiveTasks);
        if (await db.SalesTasks.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } task)
        {
            return false;
        }

        task.Withdraw(businessDay.Now);
        var words = Input.Text(reason, "Reason", 500);
        // The manager of a reseller reads the task of its distributor, and may take back what it gave.
        await using var wide = await db.Unit.AcrossWalls(ct);
        db.SalesTaskEntries.Add(SalesTaskEntry.Of(task, SalesTaskEvent.Withdrawn, words, by, businessDay.Now));
        if (task.PartnerId != Guid.Empty)
        {
            await notifier.TellPartner(task.PartnerId, CustomersModule.ProcessTasks, SalesTaskMessages.Ended(task, Words.Of(task.State)), ct);
        }

        await db.Save(by, "customers.withdraw-sales-task", ct);
        return true;
    }
}
