using Microsoft.EntityFrameworkCore;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Funds.Published;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds.Own;

/// <summary>
/// The vendor's finance approves a customer's withdrawal, and another of its people pays it at the bank; or one says why not, and the money
/// is back on the balance.
/// </summary>
public sealed class AnswerOwnWithdrawal(
    FundsDb db, Ledger ledger, Notifier notifier, Reassurance reassurance, Vault vault, BusinessDay businessDay)
{
    /// <summary>What the customer is told of.</summary>
    public const string Notice = "funds.own-withdrawal";

    /// <summary>Approves it; somebody else pays.</summary>
    /// <returns>False if there is none.</returns>
    /// <exception cref="Refusal"><c>own-withdrawal.wrong-state</c>.</exception>
    public async Task<bool> Approve(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.PayWithdrawals);
        if (await db.OwnWithdrawals.SingleOrDefaultAsync(w => w.Id == id, ct) is not { } withdrawal)
        {
            return false;
        }

        withdrawal.Approve(by);
        await db.Save(by, "funds.approve-own-withdrawal", ct);
        return true;
    }

    /// <summary>Enters that it was paid.</summary>
    /// <returns>False if there is none.</returns>
    /// <exception cref="Refusal"><c>own-withdrawal.wrong-state</c>, <c>withdrawal.same-person</c>, those of the reference.</exception>
    public Task<bool> Pay(Guid id, string? reference, Actor by, CancellationToken ct = default) =>
        End(id, OwnWithdrawalState.Paid, TransferKind.OwnWithdrawalPayment, reference, by, ct);

    /// <summary>Rejects it.</summary>
    /// <returns>As <see cref="Pay"/>.</returns>
    /// <exception cref="Refusal"><c>own-withdrawal.wrong-state</c>, those of the reason.</exception>
    public Task<bool> Reject(Guid id, string? reason, Actor by, CancellationToken ct = default) =>
        End(id, OwnWithdrawalState.Rejected, TransferKind.OwnWithdrawalReturn, reason, by, ct);

    /// <summary>Whoever pays sees the whole number of the bank account, after the own password and on record.</summary>
    /// <returns>The number; null if there is no such withdrawal.</returns>
    /// <exception cref="Refusal">Those of the password.</exception>
    public async Task<string?> Reveal(Guid id, string? present, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.PayWithdrawals);
        await reassurance.Need(present, "Present", by, ct);
        if (await db.OwnWithdrawals.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct) is not { } withdrawal)
        {
            return null;
        }

        db.Unit.Record(Guid.Empty, $"funds.own_withdrawal/{id}", new { seen = "number" });
        await db.Save(by, "funds.reveal-bank-account", ct);
        return vault.Open(withdrawal.AccountNumber, OwnWithdrawal.NumberColumn.Place, id);
    }

    private async Task<bool> End(Guid id, OwnWithdrawalState how, TransferKind kind, string? answer, Actor by, CancellationToken ct)
    {
        by.Need(FundsModule.PayWithdrawals);
        if (await db.OwnWithdrawals.SingleOrDefaultAsync(w => w.Id == id, ct) is not { } withdrawal)
        {
            return false;
        }

        withdrawal.End(how, Input.Text(answer, "Answer"), by, businessDay.Now);
        ledger.PostOwn(CommandId.Part(id, 1), kind, withdrawal.CustomerId, Money.Cny(withdrawal.Amount), withdrawal.Number, by);
        await notifier.TellCustomer(withdrawal.CustomerId, new(
            Notice,
            how == OwnWithdrawalState.Paid ? new("提现已付款", "Your withdrawal has been paid") : new("提现已驳回", "Your withdrawal was rejected"),
            new($"{withdrawal.Number}：{withdrawal.Amount:#,##0.00} 元，{withdrawal.Answer}", $"{withdrawal.Number}: {withdrawal.Amount:#,##0.00} CNY, {withdrawal.Answer}"),
            "/customer/funds"), ct);
        await db.Save(by, how == OwnWithdrawalState.Paid ? "funds.pay-own-withdrawal" : "funds.reject-own-withdrawal", ct);
        return true;
    }
}
