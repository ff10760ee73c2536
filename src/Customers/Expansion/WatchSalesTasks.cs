using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Customers.Expansion;

/// <summary>
/// Every night: tasks follow partners that changed their programme, and those whose day has passed are told once, to the account manager that
/// has it or else to its partner's people, and to whoever gave it.
/// </summary>
internal sealed class WatchSalesTasks(CustomersDb db, FollowCustomers follow, Notifier notifier, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "customers.watch-sales-tasks";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        await follow.All(ct);
        await db.Save(Actor.System, Type, ct);
        var today = businessDay.Today;
        foreach (var task in await db.SalesTasks.Where(t => SalesTask.Standing.Contains(t.State) && t.DueOn < today && t.OverdueToldAt == null).ToListAsync(ct))
        {
            task.TellOverdue(businessDay.Now);
            db.SalesTaskEntries.Add(SalesTaskEntry.Of(task, SalesTaskEvent.Overdue, "", Actor.System, businessDay.Now));
            var message = SalesTaskMessages.Overdue(task, $"/portal/sales-tasks/{task.Id}");
            if (task.HandlerId is { } handler)
            {
                await notifier.TellAccount(handler, message, ct);
            }
            else if (task.PartnerId != Guid.Empty)
            {
                await notifier.TellPartner(task.PartnerId, CustomersModule.ProcessTasks, message, ct);
            }

            await notifier.TellAccount(task.GivenById, message with { Link = $"/console/sales-tasks/{task.Id}" }, ct);
            await db.Save(Actor.System, Type, ct);
        }
    }
}
