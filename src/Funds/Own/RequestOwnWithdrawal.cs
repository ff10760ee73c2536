using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Funds.Published;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds.Own;

/// <summary>What a customer wishes to take out.</summary>
/// <param name="Amount">As written: above zero, at most two decimals.</param>
/// <param name="Bank">Bank and branch.</param>
/// <param name="Number">The account's number, 8 to 34 digits and letters; it must be in the customer's own name.</param>
/// <param name="Present">The present password.</param>
public sealed record OwnWithdrawalForm(string? Amount, string? Bank, string? Number, string? Present);

/// <summary>
/// A customer asks for its own money; it is set aside at once. What a partner allocated is the partner's: a resale customer without money
/// of its own turns to its partner, which reclaims it (R12.4.15).
/// </summary>
public sealed partial class RequestOwnWithdrawal(
    FundsDb db, Ledger ledger, CustomerAccounts customers, ResaleCustomers resale, Reassurance reassurance, Vault vault, Numbers numbers,
    BusinessDay businessDay)
{
    /// <summary>Asks.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="form">What.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// <c>funds.resale-withdrawal</c> with the partner, <c>funds.account-number</c>, <c>funds.balance-too-low</c>, those of the password and
    /// of the fields.
    /// </exception>
    public async Task Run(Guid id, OwnWithdrawalForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.OwnMoney);
        var (amount, bank) = (Money.ParsePayable(form.Amount, Currency.Cny, "Amount"), Input.Text(form.Bank, "Bank"));
        var number = Input.Text(form.Number, "Number", 60).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (!NumberForm().IsMatch(number))
        {
            throw new Refusal("funds.account-number") { Field = "Number" };
        }

        await db.Unit.InTurn($"withdrawals of {by.CustomerId}", ct);
        if (await db.OwnWithdrawals.SingleOrDefaultAsync(w => w.Id == id, ct) is { } known)
        {
            if ((known.CustomerId, known.Amount) != (by.CustomerId, amount.Amount))
            {
                throw new Refusal("idempotency.other-content") { Field = "Id" };
            }

            return;
        }

        if ((await ledger.OwnBalance(by.CustomerId, ct)).Amount == 0)
        {
            await resale.Refuse(by.CustomerId, "funds.resale-withdrawal", ct);
        }

        await reassurance.Need(form.Present, "Present", by, ct);
        var withdrawal = new OwnWithdrawal
        {
            Id = id,
            Number = await numbers.Next("CW", ct),
            CustomerId = by.CustomerId,
            Amount = amount.Amount,
            Holder = (await customers.Find(by.CustomerId, ct))!.Name,
            Bank = bank,
            AccountNumber = vault.Seal(number, OwnWithdrawal.NumberColumn.Place, id),
            LastFour = number[^4..],
            RequestedAt = businessDay.Now,
        };
        db.OwnWithdrawals.Add(withdrawal);
        ledger.PostOwn(id, TransferKind.OwnWithdrawal, by.CustomerId, amount, withdrawal.Number, by);
        await using var wide = await db.Unit.AcrossWalls(ct);
        await db.Save(by, "funds.request-own-withdrawal", ct);
    }

    [GeneratedRegex("^[0-9A-Z]{8,34}$")]
    private static partial Regex NumberForm();
}
