using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Published;
using PartnerCenter.Funds.Sources;
using PartnerCenter.Funds.Statements;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Organization.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds;

/// <summary>A partner gives a resale customer money to spend (拨款, R12.1.3.3), as often as it likes.</summary>
public sealed class AllocateFunds(UnitOfWork unit, Ledger ledger, Associations associations, Confirmations confirmations)
{
    /// <summary>Allocates.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="customer">A resale customer of the actor's partner.</param>
    /// <param name="amount">As written by a person: above zero, at most two decimals.</param>
    /// <param name="by">Who.</param>
    /// <param name="code">The verification code for this customer, if the partner asks for one (R12.1.2.2b).</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if the partner has no such customer.</returns>
    /// <exception cref="Refusal"><c>funds.not-resale</c>, <c>funds.balance-too-low</c>, and refusals of the amount.</exception>
    public async Task<bool> Run(Guid id, Guid customer, string? amount, Actor by, string? code = null, CancellationToken ct = default)
    {
        by.Need(FundsModule.Allocate);
        var money = Money.ParsePayable(amount, Currency.Cny, "Amount");
        if (await associations.Now(by.PartnerId, customer, ct) is not { } association)
        {
            return false;
        }

        if (association.Mode != AssociationMode.Resale)
        {
            throw new Refusal("funds.not-resale", association.Name);
        }

        await confirmations.Need(FundsModule.Allocate, customer, code, by, ct);
        ledger.Post(id, TransferKind.Allocation, by.PartnerId, customer, money, association.Name, by);
        await unit.Save(by, "funds.allocate", ct);
        return true;
    }
}

/// <summary>A line of a list of allocations, as written by a person or a program.</summary>
/// <param name="Customer">A resale customer of the partner.</param>
/// <param name="Amount">Above zero, at most two decimals.</param>
public sealed record AllocationLine(Guid Customer, string? Amount);

/// <summary>A partner gives many resale customers money at once: the whole list or nothing of it (拨款, R12.1.3.3).</summary>
public sealed class AllocateFundsToMany(UnitOfWork unit, Ledger ledger, Associations associations, Confirmations confirmations)
{
    /// <summary>How long a list may be.</summary>
    public const int Most = 500;

    /// <summary>Allocates.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="lines">One to <see cref="Most"/>.</param>
    /// <param name="by">Who.</param>
    /// <param name="code">The verification code for this command's id, if the partner asks for one.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// <c>funds.list-length</c>, <c>funds.no-customer</c>, and those of <see cref="AllocateFunds"/>, each at its line.
    /// </exception>
    public async Task Run(Guid id, IReadOnlyList<AllocationLine> lines, Actor by, string? code = null, CancellationToken ct = default)
    {
        by.Need(FundsModule.Allocate);
        if (lines.Count is 0 or > Most)
        {
            throw new Refusal("funds.list-length", Most) { Field = "Lines" };
        }

        // A program may send null for a line, whatever the type says.
        if (lines.ToList().IndexOf(null!) is >= 0 and var missing)
        {
            throw new Refusal("form.required") { Field = $"Lines[{missing}]" };
        }

        var customers = (await associations.Present(by.PartnerId, [.. lines.Select(line => line.Customer)], ct)).ToDictionary(a => a.Customer);
        var movements = lines.Select((line, n) => Movement(id, n, line, customers.GetValueOrDefault(line.Customer))).ToList();
        await confirmations.Need(FundsModule.Allocate, id, code, by, ct);
        ledger.PostAll(TransferKind.Allocation, by.PartnerId, movements, by);
        await unit.Save(by, "funds.allocate", ct);
    }

    /// <summary>The n-th movement of a command; its id follows from the command's.</summary>
    private static CustomerMovement Movement(Guid command, int n, AllocationLine line, AssociationView? association)
    {
        if (association is null)
        {
            throw new Refusal("funds.no-customer", line.Customer) { Field = $"Lines[{n}].Customer" };
        }

        if (association.Mode != AssociationMode.Resale)
        {
            throw new Refusal("funds.not-resale", association.Name) { Field = $"Lines[{n}].Customer" };
        }

        var amount = Money.ParsePayable(line.Amount, Currency.Cny, $"Lines[{n}].Amount");
        return new(CommandId.Part(command, n), line.Customer, amount, association.Name);
    }
}

/// <summary>A partner takes back what a resale customer has not spent (回收, R12.1.3.3).</summary>
public sealed class ReclaimFunds(UnitOfWork unit, Ledger ledger, Associations associations)
{
    /// <summary>Reclaims; parameters and answers as for <see cref="AllocateFunds.Run"/>.</summary>
    public async Task<bool> Run(Guid id, Guid customer, string? amount, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.Allocate);
        var money = Money.ParsePayable(amount, Currency.Cny, "Amount");
        if (await associations.Now(by.PartnerId, customer, ct) is not { } association)
        {
            return false;
        }

        ledger.Post(id, TransferKind.Reclaim, by.PartnerId, customer, money, association.Name, by);
        await unit.Save(by, "funds.reclaim", ct);
        return true;
    }
}

/// <summary>The vendor's finance enters a bank transfer that arrived on a partner's account (充值, R12.1.3.1).</summary>
public sealed class RecordTopUp(
    UnitOfWork unit, Ledger ledger, MoneyOrigins origins, BookReceipt receipts, TopUpAccounts accounts, Partners partners)
{
    /// <summary>Enters it.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="partnerNumber">P-2026-000001, or the dedicated account number to which it was transferred.</param>
    /// <param name="amount">As written: above zero, at most two decimals.</param>
    /// <param name="reference">The bank's reference.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>funds.no-partner</c>, <c>funds.reference-known</c>: it came with a statement; and refusals of the amount.</exception>
    public async Task Run(Guid id, string? partnerNumber, string? amount, string? reference, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.TopUp);
        var money = Money.ParsePayable(amount, Currency.Cny, "Amount");
        var words = Input.Text(reference, "Reference");
        var written = partnerNumber?.Trim() ?? "";
        var owner = await accounts.Owner(written, ct);
        var partner = (owner is { } known ? await partners.Find(known.Partner, ct) : await partners.ByNumber(written, ct))
            ?? throw new Refusal("funds.no-partner", partnerNumber ?? "") { Field = "Partner" };
        await receipts.RefuseKnown(words, ct);
        await origins.Bring(id, partner.Id, new(MoneySource.Transfer, null, owner?.Entity ?? await accounts.Entity(partner.Id, ct)), ct);
        ledger.Post(id, TransferKind.TopUp, partner.Id, null, money, words, by);
        await unit.Save(by, "funds.top-up", ct);
    }
}
