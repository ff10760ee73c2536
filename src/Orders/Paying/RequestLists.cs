using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Orders.Persistence;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Orders.Paying;

/// <summary>A request for the partner's payment as pages and API show it; the amount in CNY.</summary>
internal sealed record RequestRow(
    Guid Id, string Number, Guid Customer, string CustomerName, Guid[] Orders, decimal Amount, string? Reason, PaymentRequestState State, DateTimeOffset AskedAt,
    DateTimeOffset? EndedAt, string? EndedBy, string? Answer);

/// <summary>Requests for the partner's payment: a customer's own, or those of a partner's customers.</summary>
internal sealed class RequestLists(OrdersDb db, CustomerAccounts customers)
{
    /// <summary>The newest first, from below a number on.</summary>
    public async Task<List<RequestRow>> After(Actor by, PaymentRequestState? state, string? below, int limit, CancellationToken ct = default)
    {
        var seen = (await Seen(by, ct)).Where(r => state == null || r.State == state);
        return await Rows((below is null ? seen : seen.Where(r => r.Number.CompareTo(below) < 0)).OrderByDescending(r => r.Number).Take(limit)).ToListAsync(ct);
    }

    /// <summary>One, or null.</summary>
    public async Task<RequestRow?> Find(Guid id, Actor by, CancellationToken ct = default) => await Rows((await Seen(by, ct)).Where(r => r.Id == id)).SingleOrDefaultAsync(ct);

    /// <summary>The one that waits for the payment of an order, or null.</summary>
    public async Task<RequestRow?> Waiting(Guid order, Actor by, CancellationToken ct = default) =>
        await Rows((await Seen(by, ct)).Where(r => r.State == PaymentRequestState.Asked && r.Orders.Contains(order))).FirstOrDefaultAsync(ct);

    private async Task<IQueryable<PaymentRequest>> Seen(Actor by, CancellationToken ct)
    {
        var requests = db.Requests.AsNoTracking();
        if (by.Customer is { } customer)
        {
            by.Need(OrdersModule.Own);
            requests = requests.Where(r => r.CustomerId == customer);
        }
        else
        {
            by.Need(OrdersModule.PayFor);
            var (partner, managed) = (by.PartnerId, await customers.Seen(by, ct));
            requests = requests.Where(r => r.PartnerId == partner && (managed == null || managed.Contains(r.CustomerId)));
        }

        return requests;
    }

    private static IQueryable<RequestRow> Rows(IQueryable<PaymentRequest> requests) => requests.Select(r => new RequestRow(
        r.Id, r.Number, r.CustomerId, r.CustomerName, r.Orders, r.Amount, r.Reason, r.State, r.AskedAt, r.EndedAt, r.EndedBy, r.Answer));
}
