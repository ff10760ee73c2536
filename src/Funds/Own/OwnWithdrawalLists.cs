using Microsoft.EntityFrameworkCore;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Funds.Own;

/// <summary>A customer's withdrawal as pages and API show it; the amount in CNY.</summary>
public sealed record OwnWithdrawalRow(
    Guid Id, string Number, string Holder, string Bank, string LastFour, decimal Amount, OwnWithdrawalState State, DateTimeOffset RequestedAt,
    string? DecidedBy, DateTimeOffset? EndedAt, string? EndedBy, string? Answer);

/// <summary>Customers' withdrawals: a customer's own; the vendor's finance sees those of all.</summary>
public sealed class OwnWithdrawalLists(FundsDb db)
{
    /// <summary>The newest first, from below a number on.</summary>
    public Task<List<OwnWithdrawalRow>> After(Actor by, string? below, int limit, CancellationToken ct = default)
    {
        var seen = Seen(by);
        return Rows((below is null ? seen : seen.Where(w => w.Number.CompareTo(below) < 0)).OrderByDescending(w => w.Number).Slice(0, limit)).ToListAsync(ct);
    }

    /// <summary>One, or null.</summary>
    public Task<OwnWithdrawalRow?> Find(Guid id, Actor by, CancellationToken ct = default) => Rows(Seen(by).Where(w => w.Id == id)).SingleOrDefaultAsync(ct);

    private IQueryable<OwnWithdrawal> Seen(Actor by)
    {
        var (all, customer) = (by.May(FundsModule.PayWithdrawals), by.Customer);
        return db.OwnWithdrawals.AsNoTracking().Where(w => all || w.CustomerId == customer);
    }

    private static IQueryable<OwnWithdrawalRow> Rows(IQueryable<OwnWithdrawal> withdrawals) => withdrawals.Select(w => new OwnWithdrawalRow(
        w.Id, w.Number, w.Holder, w.Bank, w.LastFour, w.Amount, w.State, w.RequestedAt, w.DecidedByName, w.EndedAt, w.EndedBy, w.Answer));
}
