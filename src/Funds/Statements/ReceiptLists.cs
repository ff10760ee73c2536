using Microsoft.EntityFrameworkCore;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Funds.Statements;

/// <summary>A receipt as pages and API show it; the amount in CNY.</summary>
public sealed record ReceiptRow(
    Guid Id, DateTimeOffset BookedAt, decimal Amount, string Payer, string PayerLastFour, string Number, string Reference, string Remark,
    ReceiptState State, Guid? Partner, Guid? Customer, string? Entity, string? Reason, string? AssignedBy, string? DecidedBy, string FileName);

/// <summary>Receipts of the bank's statements, for the vendor's finance.</summary>
public sealed class ReceiptLists(FundsDb db, Partners partners)
{
    /// <summary>The newest first; those of a state, or all.</summary>
    public Task<List<ReceiptRow>> Of(Actor by, ReceiptState? state, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(FundsModule.TopUp);
        return Rows(db.Receipts.AsNoTracking().Where(r => state == null || r.State == state).OrderByDescending(r => r.BookedAt).ThenByDescending(r => r.Id).Slice(skip, limit))
            .ToListAsync(ct);
    }

    /// <summary>One, or null.</summary>
    public Task<ReceiptRow?> Find(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.TopUp);
        return Rows(db.Receipts.AsNoTracking().Where(r => r.Id == id)).SingleOrDefaultAsync(ct);
    }

    /// <summary>Of partners, number and company, for what lists show.</summary>
    public async Task<Dictionary<Guid, string>> Names(IEnumerable<ReceiptRow> rows, CancellationToken ct = default) =>
        (await partners.Of([.. rows.Select(row => row.Partner).OfType<Guid>().Distinct()], ct)).ToDictionary(p => p.Key, p => $"{p.Value.Number} {p.Value.CompanyName}");

    private IQueryable<ReceiptRow> Rows(IQueryable<Receipt> receipts) => receipts.Join(db.Statements, r => r.StatementId, s => s.Id, (r, s) => new ReceiptRow(
        r.Id, r.BookedAt, r.Amount, r.Payer, r.PayerAccount.Substring(r.PayerAccount.Length > 4 ? r.PayerAccount.Length - 4 : 0), r.Number, r.Reference, r.Remark,
        r.State, r.PartnerId, r.CustomerId, r.Entity, r.Reason, r.AssignedByName, r.DecidedBy, s.FileName));
}
