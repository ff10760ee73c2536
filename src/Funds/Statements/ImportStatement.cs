using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Own;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Funds.Published;
using PartnerCenter.Funds.Sources;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds.Statements;

/// <summary>What came of a file.</summary>
/// <param name="Statement">Its id; null if nothing was taken.</param>
/// <param name="Lines">Lines read.</param>
/// <param name="Booked">Those that were booked.</param>
/// <param name="Unmatched">Those whose number is nobody's.</param>
/// <param name="Known">Those that had been booked before, from another file or by hand.</param>
/// <param name="Bad">Those at fault; if there are any, nothing was taken.</param>
public sealed record StatementOutcome(Guid? Statement, int Lines, int Booked, int Unmatched, int Known, IReadOnlyList<BadRow> Bad);

/// <summary>
/// The vendor's finance imports the bank's statement (银行流水, R12.1.3.1): what arrived on a dedicated number is that owner's. The whole
/// file is taken or nothing of it, and a bank reference is booked once, ever.
/// </summary>
public sealed class ImportStatement(
    FundsDb db, BookReceipt book, TopUpAccounts accounts, Associations associations, RefusalTexts texts, BusinessDay businessDay)
{
    /// <summary>Reads and books it.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="file">CSV, see docs/reference/bank-statements.md.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">Those of <see cref="CsvFile.Read"/>.</exception>
    public async Task<StatementOutcome> Run(string name, Stream? file, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.TopUp);
        var id = Guid.CreateVersion7();
        var (read, bad) = await StatementFile.Read(file, id, texts, ct);
        file!.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
        // Two files at once may have a line in common.
        await db.Unit.InTurn("bank statements", ct);
        var fresh = await Fresh(read, bad, ct);
        if (bad.Count > 0)
        {
            return new(null, read.Count + bad.Count, 0, 0, 0, [.. bad.OrderBy(one => one.Line)]);
        }

        if (fresh.Count > 0)
        {
            db.Statements.Add(new()
            {
                Id = id,
                FileName = Input.Text(Path.GetFileName(name.Replace('\\', '/')), "File", 80),
                Sha256 = hash,
                Lines = read.Count,
                ImportedAt = businessDay.Now,
                ImportedBy = by.Name,
            });
            foreach (var receipt in fresh)
            {
                await Match(receipt, by, ct);
            }

            await db.Save(by, "funds.import-statement", ct);
        }

        var booked = fresh.Count(receipt => receipt.State == ReceiptState.Booked);
        return new(fresh.Count > 0 ? id : null, read.Count, booked, fresh.Count - booked, read.Count - fresh.Count, []);
    }

    /// <summary>Those that were not booked before. One that comes again with another amount or number is at fault.</summary>
    private async Task<List<Receipt>> Fresh(List<Receipt> read, List<BadRow> bad, CancellationToken ct)
    {
        var references = read.Select(receipt => receipt.Reference).ToList();
        var known = await db.Receipts.AsNoTracking().Where(receipt => references.Contains(receipt.Reference)).ToDictionaryAsync(receipt => receipt.Reference, ct);
        var byHand = await book.EnteredByHand(references, ct);
        foreach (var receipt in read.Where(r => known.TryGetValue(r.Reference, out var old) && (old.Amount, old.Number) != (r.Amount, r.Number)))
        {
            bad.Add(StatementFile.Shape.Bad(receipt.Line, new Refusal("statement.other-content", receipt.Reference) { Field = "reference" }, texts));
        }

        return read.FindAll(receipt => !known.ContainsKey(receipt.Reference) && !byHand.Contains((receipt.Reference, receipt.Amount)));
    }

    private async Task Match(Receipt receipt, Actor by, CancellationToken ct)
    {
        db.Receipts.Add(receipt);
        if (await accounts.Owner(receipt.Number, ct) is { } owner)
        {
            (receipt.State, receipt.PartnerId, receipt.Entity) = (ReceiptState.Booked, owner.Partner, owner.Entity);
            await book.ForPartner(receipt, by, ct);
        }
        else if (await accounts.OwnerOfOwn(receipt.Number, ct) is { } customer
            && (await associations.OfCustomer(customer, ct))?.Mode != AssociationMode.Resale)
        {
            (receipt.State, receipt.CustomerId) = (ReceiptState.Booked, customer);
            await book.ForCustomer(receipt, by, ct);
        }
    }
}

/// <summary>Puts a receipt on the balance of its owner, and tells it.</summary>
public sealed class BookReceipt(FundsDb db, Ledger ledger, MoneyOrigins origins, Notifier notifier)
{
    /// <summary>What partners are told of.</summary>
    public const string Notice = "funds.top-up";

    internal async Task ForPartner(Receipt receipt, Actor by, CancellationToken ct)
    {
        var partner = receipt.PartnerId!.Value;
        await origins.Bring(receipt.Id, partner, new(MoneySource.Transfer, null, receipt.Entity), ct);
        ledger.Post(receipt.Id, TransferKind.TopUp, partner, null, Money.Cny(receipt.Amount), receipt.Reference, by);
        await notifier.TellPartner(partner, FundsModule.See, Arrived(receipt.Amount, "/portal/funds"), ct);
    }

    internal async Task ForCustomer(Receipt receipt, Actor by, CancellationToken ct)
    {
        ledger.PostOwn(receipt.Id, TransferKind.OwnTopUp, receipt.CustomerId!.Value, Money.Cny(receipt.Amount), receipt.Reference, by);
        await notifier.TellCustomer(receipt.CustomerId.Value, Arrived(receipt.Amount, "/customer/funds") with { Event = RecordOwnTopUp.Notice }, ct);
    }

    /// <summary>Which of these references were entered by hand, with their amounts: they are on a balance already.</summary>
    internal async Task<HashSet<(string Reference, decimal Amount)>> EnteredByHand(IReadOnlyCollection<string> references, CancellationToken ct)
    {
        await using var command = db.Unit.Command(
            "select memo, amount from funds.transfer where kind in ('TopUp', 'OwnTopUp') and memo = any ($1)", (object)references.ToArray());
        var found = new HashSet<(string, decimal)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add((reader.GetString(0), reader.GetDecimal(1)));
        }

        return found;
    }

    /// <summary>Stops a top-up by hand that came with a statement; no statement is imported until it is saved.</summary>
    internal async Task RefuseKnown(string reference, CancellationToken ct)
    {
        await db.Unit.InTurn("bank statements", ct);
        if (await db.Receipts.AnyAsync(receipt => receipt.Reference == reference, ct))
        {
            throw new Refusal("funds.reference-known", reference) { Field = "Reference" };
        }
    }

    internal static Message Arrived(decimal amount, string link) => new(
        Notice, new("充值已到账", "A top-up has arrived"), new($"{amount:#,##0.00} 元", $"{amount:#,##0.00} CNY"), link);
}
