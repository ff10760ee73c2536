using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Customers.Expansion;

/// <summary>
/// Open tasks go with their customer (R12.1.9.26): at once when it comes or leaves, and every night where a partner changed its programme or
/// distributor. One without a partner waits with the vendor until the customer has one again.
/// </summary>
internal sealed class FollowCustomers(CustomersDb db, TaskRoutes routes, Notifier notifier, BusinessDay businessDay)
    : IHandleNow<CustomerAssociated>, IHandleNow<AssociationChanged>
{
    public Task Handle(CustomerAssociated happened, CancellationToken ct) => Of(happened.Customer, ct);

    public Task Handle(AssociationChanged happened, CancellationToken ct) => Of(happened.Customer, ct);

    /// <summary>All open tasks; to be saved by the caller.</summary>
    public async Task All(CancellationToken ct) => await Move(await Standing.ToListAsync(ct), ct);

    private IQueryable<SalesTask> Standing => db.SalesTasks.Where(t => SalesTask.Standing.Contains(t.State));

    private async Task Of(Guid customer, CancellationToken ct)
    {
        await using var wide = await db.Unit.AcrossWalls(ct);
        // The sub accounts whose money it keeps come along.
        await Move(await Standing.Where(t => db.Customers.Any(c => c.Id == t.CustomerId && (c.Id == customer || (c.Custody && c.MasterId == customer)))).ToListAsync(ct), ct);
    }

    private async Task Move(List<SalesTask> tasks, CancellationToken ct)
    {
        var found = await routes.Of([.. tasks.Select(t => t.CustomerId).Distinct()], ct);
        foreach (var task in tasks)
        {
            var before = task.PartnerId;
            if (!task.Route(found[task.CustomerId]))
            {
                continue;
            }

            db.SalesTaskEntries.Add(SalesTaskEntry.Of(task, SalesTaskEvent.Moved, task.PartnerName ?? "", Actor.System, businessDay.Now));
            if (task.PartnerId != before && task.PartnerId != Guid.Empty)
            {
                await notifier.TellPartner(task.PartnerId, CustomersModule.ProcessTasks, SalesTaskMessages.Given(task), ct);
            }
        }
    }
}
