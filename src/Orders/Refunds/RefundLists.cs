using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Orders.Refunds;

/// <summary>A refund as pages and API show it; the amount in CNY.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">RF-2026-000001.</param>
/// <param name="Order">The order that was paid.</param>
/// <param name="OrderNumber">Its number.</param>
/// <param name="Cause">The unsubscription or change that it comes of.</param>
/// <param name="Customer">The customer.</param>
/// <param name="CustomerName">Its name when it ordered.</param>
/// <param name="PaidFrom">How the order was paid.</param>
/// <param name="Amount">How much.</param>
/// <param name="Since">What has become of the association since.</param>
/// <param name="Destination">Where it goes, or went.</param>
/// <param name="State">How far it is.</param>
/// <param name="AskedAt">Since when, UTC.</param>
/// <param name="DueAt">When it arrives at the latest, UTC.</param>
/// <param name="ArrivedAt">When it arrived, UTC.</param>
public sealed record RefundRow(
    Guid Id, string Number, Guid Order, string OrderNumber, Guid Cause, Guid Customer, string CustomerName, PaidFrom PaidFrom, decimal Amount, Since Since,
    Destination Destination, RefundState State, DateTimeOffset AskedAt, DateTimeOffset DueAt, DateTimeOffset? ArrivedAt);

/// <summary>Refunds: a customer's own; of a partner those of what was paid while the customer was its own; the vendor's people see all.</summary>
public sealed class RefundLists(OrdersDb db, CustomerAccounts customers)
{
    private static readonly Sorting<Refund> Columns = new()
    {
        { "number", r => r.Number, true }, { "customer", r => r.CustomerName }, { "amount", r => r.Amount }, { "state", r => r.State },
        { "destination", r => r.Destination },
    };

    /// <summary>As ordered by a column, the newest first unless told.</summary>
    public async Task<List<RefundRow>> Of(Actor by, RefundState? state, string? sort, int skip, int limit, CancellationToken ct = default) =>
        await Rows(Columns.Apply(await Seen(by, state, ct), sort).Skip(skip).Take(limit)).ToListAsync(ct);

    /// <summary>By number, the newest first, from below a number on.</summary>
    public async Task<List<RefundRow>> After(Actor by, RefundState? state, string? below, int limit, CancellationToken ct = default)
    {
        var seen = await Seen(by, state, ct);
        return await Rows((below is null ? seen : seen.Where(r => r.Number.CompareTo(below) < 0)).OrderByDescending(r => r.Number).Take(limit)).ToListAsync(ct);
    }

    /// <summary>Those of an order, whether it was paid or caused them.</summary>
    public async Task<List<RefundRow>> OfOrder(Guid order, Actor by, CancellationToken ct = default) =>
        await Rows((await Seen(by, null, ct)).Where(r => r.OrderId == order || r.CauseId == order).OrderBy(r => r.Number)).ToListAsync(ct);

    private async Task<IQueryable<Refund>> Seen(Actor by, RefundState? state, CancellationToken ct)
    {
        var refunds = db.Refunds.AsNoTracking();
        if (by.Customer is { } customer)
        {
            by.Need(OrdersModule.Own);
            refunds = refunds.Where(r => r.CustomerId == customer);
        }
        else if (by.Partner is { } partner)
        {
            by.Need(OrdersModule.See);
            var managed = await customers.Seen(by, ct);
            refunds = refunds.Where(r => r.PartnerId == partner && (managed == null || managed.Contains(r.CustomerId)));
        }
        else
        {
            by.Need(OrdersModule.Oversee);
        }

        return state is null ? refunds : refunds.Where(r => r.State == state);
    }

    private static IQueryable<RefundRow> Rows(IQueryable<Refund> refunds) => refunds.Select(r => new RefundRow(
        r.Id, r.Number, r.OrderId, r.OrderNumber, r.CauseId, r.CustomerId, r.CustomerName, r.PaidFrom, r.Amount, r.Since, r.Destination, r.State, r.AskedAt,
        r.DueAt, r.ArrivedAt));
}
