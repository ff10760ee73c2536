using Microsoft.EntityFrameworkCore;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Funds.Own;

/// <summary>A customer's withdrawal as pages and API show it; the amount in CNY.</summary>
public sealed record OwnWithdrawalRow(
    Guid Id, string Number, string Holder, string Bank, string LastFour, decimal Amount, OwnWithdrawalState State, DateTimeOffset RequestedAt,
    DateTimeOffset? EndedAt, string? EndedBy, string? Answer);

/// <summary>Customers' withdrawals: a customer's own; the vendor's finance sees those of all.</summary>
public sealed class OwnWithdrawalLists(FundsDb db)
{
    /// <summary>The newest first, from below a number on.</summary>
    public Task<List<OwnWithdrawalRow>> After(Actor by, string? below, int limit, CancellationToken ct = default)
    {
        var rows = Rows(by);
        return (below is null ? rows : rows.Where(row => row.Number.CompareTo(below) < 0)).OrderByDescending(row => row.Number).Take(limit).ToListAsync(ct);
    }

    /// <summary>One, or null.</summary>
    public Task<OwnWithdrawalRow?> Find(Guid id, Actor by, CancellationToken ct = default) => Rows(by).SingleOrDefaultAsync(row => row.Id == id, ct);

    private IQueryable<OwnWithdrawalRow> Rows(Actor by)
    {
        var (all, customer) = (by.May(FundsModule.PayWithdrawals), by.Customer);
        return db.OwnWithdrawals.AsNoTracking().Where(w => all || w.CustomerId == customer).Select(w => new OwnWithdrawalRow(
            w.Id, w.Number, w.Holder, w.Bank, w.LastFour, w.Amount, w.State, w.RequestedAt, w.EndedAt, w.EndedBy, w.Answer));
    }
}
