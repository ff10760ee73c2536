using Microsoft.EntityFrameworkCore;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Funds.Sources;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Funds.Withdrawals;

/// <summary>A withdrawal as pages and API show it; the amount in CNY.</summary>
public sealed record WithdrawalRow
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>WD-2026-000001.</summary>
    public required string Number { get; init; }

    /// <summary>Whose.</summary>
    public required Guid Partner { get; init; }

    /// <summary>In whose name the bank account is.</summary>
    public required string Holder { get; init; }

    /// <summary>Bank and branch.</summary>
    public required string Bank { get; init; }

    /// <summary>The last four characters of its number.</summary>
    public required string LastFour { get; init; }

    /// <summary>How much.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Out of which money.</summary>
    public required MoneySource Source { get; init; }

    /// <summary>Which of the vendor's entities pays.</summary>
    public required string PayingEntity { get; init; }

    /// <summary>How it stands.</summary>
    public required WithdrawalState State { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Who approved or rejected it.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When it was paid, UTC.</summary>
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>By whom.</summary>
    public string? PaidBy { get; init; }

    /// <summary>The bank's reference.</summary>
    public string? Reference { get; init; }
}

/// <summary>A bank account as pages and API show it.</summary>
public sealed record BankAccountRow(Guid Id, string Holder, string Bank, string LastFour, BankAccountState State, DateTimeOffset ProposedAt);

/// <summary>Withdrawals and bank accounts: a partner's own; the vendor's finance sees withdrawals of all.</summary>
public sealed class WithdrawalLists(FundsDb db)
{
    private static readonly Sorting<WithdrawalRow> Columns = new()
    {
        { "requested", row => row.RequestedAt, true }, { "number", row => row.Number }, { "holder", row => row.Holder },
        { "amount", row => row.Amount }, { "state", row => row.State },
    };

    /// <summary>Withdrawals as ordered by a column, the newest first unless told.</summary>
    public Task<List<WithdrawalRow>> Of(Actor by, WithdrawalState? state, string? sort, int skip, int limit, CancellationToken ct = default) =>
        Columns.Apply(Filtered(by, state), sort).Slice(skip, limit).ToListAsync(ct);

    /// <summary>Withdrawals by number, the newest first, from below a number on.</summary>
    public Task<List<WithdrawalRow>> After(Actor by, WithdrawalState? state, string? below, int limit, CancellationToken ct = default)
    {
        var rows = Filtered(by, state);
        return (below is null ? rows : rows.Where(row => row.Number.CompareTo(below) < 0)).OrderByDescending(row => row.Number).Slice(0, limit).ToListAsync(ct);
    }

    /// <summary>One, or null.</summary>
    public Task<WithdrawalRow?> Find(Guid id, Actor by, CancellationToken ct = default) => Rows(by).SingleOrDefaultAsync(row => row.Id == id, ct);

    /// <summary>The partner's bank accounts, the newest first.</summary>
    public Task<List<BankAccountRow>> BankAccounts(Actor by, CancellationToken ct = default)
    {
        var partner = by.PartnerId;
        return db.BankAccounts.AsNoTracking().Where(a => a.PartnerId == partner).OrderByDescending(a => a.ProposedAt)
            .Select(a => new BankAccountRow(a.Id, a.Holder, a.Bank, a.LastFour, a.State, a.ProposedAt)).ToListAsync(ct);
    }

    private IQueryable<WithdrawalRow> Filtered(Actor by, WithdrawalState? state) => state is null ? Rows(by) : Rows(by).Where(row => row.State == state);

    private IQueryable<WithdrawalRow> Rows(Actor by)
    {
        var (all, partner) = (by.May(FundsModule.PayWithdrawals), by.Partner);
        return db.Withdrawals.AsNoTracking().Where(w => all || w.PartnerId == partner).Join(db.BankAccounts, w => w.BankAccountId, a => a.Id, (w, a) => new WithdrawalRow
        {
            Id = w.Id,
            Number = w.Number,
            Partner = w.PartnerId,
            Holder = a.Holder,
            Bank = a.Bank,
            LastFour = a.LastFour,
            Amount = w.Amount,
            Source = w.Source,
            PayingEntity = w.PayingEntity,
            State = w.State,
            RequestedAt = w.RequestedAt,
            RequestedBy = w.RequestedBy,
            DecidedBy = w.DecidedByName,
            PaidAt = w.PaidAt,
            PaidBy = w.PaidBy,
            Reference = w.Reference,
        });
    }
}
