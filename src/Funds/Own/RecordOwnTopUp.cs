using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Published;
using PartnerCenter.Funds.Statements;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds.Own;

/// <summary>
/// The vendor's finance enters a bank transfer that arrived for a customer. Resale customers have no such money: their partner tops up
/// and allocates (R12.4.7).
/// </summary>
public sealed class RecordOwnTopUp(
    UnitOfWork unit, Ledger ledger, BookReceipt receipts, TopUpAccounts accounts, CustomerAccounts customers, ResaleCustomers resale, Notifier notifier)
{
    /// <summary>What the customer is told of.</summary>
    public const string Notice = "funds.own-top-up";

    /// <summary>Enters it.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="customer">The customer's number, or the account number to which it was transferred.</param>
    /// <param name="amount">As written: above zero, at most two decimals.</param>
    /// <param name="reference">The bank's reference.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal"><c>funds.no-customer</c>, <c>funds.resale-top-up</c> with the partner, <c>funds.reference-known</c>, and refusals of the fields.</exception>
    public async Task Run(Guid id, string? customer, string? amount, string? reference, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.TopUp);
        var money = Money.ParsePayable(amount, Currency.Cny, "Amount");
        var (words, written) = (Input.Text(reference, "Reference"), Input.Text(customer, "Customer"));
        var owner = await accounts.OwnerOfOwn(written, ct) is { } known ? await customers.Find(known, ct) : await customers.ByNumber(written, ct);
        if (owner is null)
        {
            throw new Refusal("funds.no-customer", written) { Field = "Customer" };
        }

        await resale.Refuse(owner.Id, "funds.resale-top-up", ct);
        await receipts.RefuseKnown(words, ct);
        ledger.PostOwn(id, TransferKind.OwnTopUp, owner.Id, money, words, by);
        await notifier.TellCustomer(owner.Id, new(
            Notice, new("充值已到账", "Your transfer has arrived"), new($"{money.Amount:#,##0.00} 元", $"{money.Amount:#,##0.00} CNY"), "/customer/funds"), ct);
        await unit.Save(by, "funds.own-top-up", ct);
    }
}
