using Microsoft.EntityFrameworkCore;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Funds.OnlineTopUps;

/// <summary>An online payment as pages and API show it; the amount in CNY, the address where it can still be paid.</summary>
public sealed record OnlineTopUpRow(Guid Id, string Number, string Channel, decimal Amount, OnlineTopUpState State, DateTimeOffset RequestedAt, string RequestedBy, string? Url);

/// <summary>Online payments of the actor's partner, or of the customer that it is.</summary>
public sealed class OnlineTopUpLists(FundsDb db)
{
    /// <summary>The newest first, from below a number on.</summary>
    public Task<List<OnlineTopUpRow>> After(Actor by, string? below, int limit, CancellationToken ct = default)
    {
        by.Need(by.Customer is null ? FundsModule.AddFunds : FundsModule.OwnMoney);
        var (partner, customer) = (by.Customer is null ? by.Partner : null, by.Customer);
        var rows = db.OnlineTopUps.AsNoTracking().Where(one => one.PartnerId == partner && one.CustomerId == customer);
        return (below is null ? rows : rows.Where(one => one.Number.CompareTo(below) < 0)).OrderByDescending(one => one.Number).Slice(0, limit)
            .Select(one => new OnlineTopUpRow(one.Id, one.Number, one.Channel, one.Amount, one.State, one.RequestedAt, one.RequestedByName,
                one.State == OnlineTopUpState.Open ? one.Url : null)).ToListAsync(ct);
    }
}
