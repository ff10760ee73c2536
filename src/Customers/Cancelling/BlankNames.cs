using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Customers.Cancelling;

/// <summary>Takes the name of a cancelled customer off the association log, offline contracts and sales expansion tasks (R12.1.9.23).</summary>
internal sealed class BlankNames(CustomersDb db) : IHandleNow<CustomerCancelled>
{
    public async Task Handle(CustomerCancelled happened, CancellationToken ct)
    {
        var (customer, name) = (happened.Customer, happened.Name);
        await db.Changes.Where(c => c.CustomerId == customer).ExecuteUpdateAsync(
            row => row.SetProperty(c => c.CustomerName, "").SetProperty(c => c.AskedBy, c => c.AskedBy == name ? "" : c.AskedBy)
                .SetProperty(c => c.EndedBy, c => c.EndedBy == name ? "" : c.EndedBy),
            ct);
        await db.Contracts.Where(c => c.CustomerId == customer).ExecuteUpdateAsync(row => row.SetProperty(c => c.CustomerName, ""), ct);
        await db.SalesTasks.Where(t => t.CustomerId == customer).ExecuteUpdateAsync(row => row.SetProperty(t => t.CustomerName, ""), ct);
    }
}
