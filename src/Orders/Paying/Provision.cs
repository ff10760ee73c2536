using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Database;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Orders.Paying;

/// <summary>Does what an order was placed for, once it is paid: each of a combination by itself.</summary>
public sealed class Provision(OrdersDb db, Numbers numbers, BusinessDay businessDay)
{
    /// <summary>To be saved by the caller.</summary>
    internal async Task Run(Order order, CancellationToken ct)
    {
        switch (order.Kind)
        {
            case OrderKind.New:
                await Begin(order, ct);
                break;
            case OrderKind.Renewal:
                var resource = await db.Resources.SingleAsync(r => r.Id == order.ResourceId, ct);
                resource.NeedPeriod();
                resource.Extend(order.Until!.Value);
                break;
            case OrderKind.Change:
                (await db.Resources.SingleAsync(r => r.Id == order.ResourceId, ct)).Resize(order.Quantity);
                break;
        }
    }

    /// <summary>A resource begins: at once, or on the day that was wished for.</summary>
    internal async Task Begin(Order order, CancellationToken ct)
    {
        var today = businessDay.Today;
        var from = order.From > today ? order.From.Value : today;
        DateOnly? until = order.Purchase == PurchaseType.Period ? from.AddMonths(order.Months) : null;
        var resource = new Resource
        {
            Id = Guid.CreateVersion7(),
            Number = await numbers.Next("RS", ct),
            CustomerId = order.CustomerId,
            PartnerId = order.PartnerId,
            Purchase = order.Purchase,
            Product = order.Product,
            ProductZh = order.ProductZh,
            ProductEn = order.ProductEn,
            Service = order.Service,
            From = from,
        }.Holding(order.Quantity, until, until is null ? businessDay.Now : null);
        db.Resources.Add(resource);
        order.About(resource.Id, from, until);
    }
}
