using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Orders;

/// <summary>Takes the name of a cancelled customer off its orders, refunds, requests and discounts (R12.1.9.23); the rest of them stays.</summary>
internal sealed class BlankNames(OrdersDb db) : IHandleNow<CustomerCancelled>
{
    public async Task Handle(CustomerCancelled happened, CancellationToken ct)
    {
        var (customer, name) = (happened.Customer, happened.Name);
        await db.Orders.Where(o => o.CustomerId == customer).ExecuteUpdateAsync(
            row => row.SetProperty(o => o.CustomerName, "").SetProperty(o => o.PlacedBy, o => o.PlacedBy == name ? "" : o.PlacedBy)
                .SetProperty(o => o.EndedBy, o => o.EndedBy == name ? "" : o.EndedBy),
            ct);
        await db.Payments.Where(p => p.CustomerId == customer && p.By == name).ExecuteUpdateAsync(row => row.SetProperty(p => p.By, ""), ct);
        await db.Requests.Where(r => r.CustomerId == customer).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.CustomerName, "").SetProperty(r => r.EndedBy, r => r.EndedBy == name ? "" : r.EndedBy), ct);
        await db.Refunds.Where(r => r.CustomerId == customer).ExecuteUpdateAsync(row => row.SetProperty(r => r.CustomerName, ""), ct);
        await db.Discounts.Where(d => d.CustomerId == customer).ExecuteUpdateAsync(row => row.SetProperty(d => d.CustomerName, ""), ct);
    }
}
