using Microsoft.EntityFrameworkCore;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Funds.Published;
using PartnerCenter.Funds.Sources;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds.Withdrawals;

/// <summary>How a withdrawal stands.</summary>
public enum WithdrawalState
{
    /// <summary>Its money is set aside; the vendor's finance has not decided.</summary>
    [Words("待审批", "Waiting for approval")]
    Requested,

    /// <summary>Approved; somebody else is to pay it.</summary>
    [Words("待付款", "To be paid")]
    Approved,

    /// <summary>Rejected; its money is back on the balance.</summary>
    [Words("已驳回", "Rejected")]
    Rejected,

    /// <summary>Paid.</summary>
    [Words("已付款", "Paid")]
    Paid,
}

/// <summary>A partner takes money out (提现, R12.1.3.6).</summary>
internal sealed class Withdrawal : IPartnerRow
{
    private static readonly Flow<WithdrawalState> Flow = new("withdrawal")
    {
        { WithdrawalState.Requested, WithdrawalState.Approved, WithdrawalState.Rejected },
        { WithdrawalState.Approved, WithdrawalState.Paid },
    };

    public Guid Id { get; init; }

    public required string Number { get; init; }

    public Guid PartnerId { get; init; }

    public Guid BankAccountId { get; init; }

    /// <summary>CNY, whole cents.</summary>
    public decimal Amount { get; init; }

    /// <summary>Out of which money.</summary>
    public MoneySource Source { get; init; }

    /// <summary>In whose name the wallet is; null for the real-name subject of the partner.</summary>
    public string? Subject { get; init; }

    /// <summary>The vendor's entity that received an online payment; null for all others.</summary>
    public string? ReceivedBy { get; init; }

    /// <summary>Which of the vendor's entities pays: of online payments the one that received them, of all others the present one (R12.1.3.6).</summary>
    public required string PayingEntity { get; init; }

    public MoneyFrom From => new(Source, Subject, ReceivedBy);

    public WithdrawalState State { get; private set; }

    public DateTimeOffset RequestedAt { get; init; }

    public required string RequestedBy { get; init; }

    public Guid? DecidedBy { get; private set; }

    public string? DecidedByName { get; private set; }

    public DateTimeOffset? PaidAt { get; private set; }

    public string? PaidBy { get; private set; }

    /// <summary>The bank's.</summary>
    public string? Reference { get; private set; }

    public void Decide(bool approved, Guid by, string name) =>
        (State, DecidedBy, DecidedByName) = (Flow.Move(State, approved ? WithdrawalState.Approved : WithdrawalState.Rejected), by, name);

    public WithdrawalMoved Moved(WithdrawalStep step) => new(PartnerId, Id, Number, Amount, step);

    /// <summary>Another person pays than the one who approved.</summary>
    public void Pay(string reference, Actor by, DateTimeOffset now)
    {
        var next = Flow.Move(State, WithdrawalState.Paid);
        (State, Reference, PaidBy, PaidAt) = by.Account != DecidedBy
            ? (next, reference, by.Name, now)
            : throw new Refusal("withdrawal.same-person");
    }
}

/// <summary>What a partner wishes to take out.</summary>
/// <param name="BankAccount">An active one of its own.</param>
/// <param name="Amount">As written: above zero, at most two decimals.</param>
/// <param name="Present">The present password.</param>
/// <param name="Source">The key of a source of its money; bank transfers unless said.</param>
public sealed record WithdrawalForm(Guid? BankAccount, string? Amount, string? Present, string? Source = null);

/// <summary>A partner asks for its money; it is set aside at once, so that it cannot be spent meanwhile.</summary>
public sealed class RequestWithdrawal(
    FundsDb db, Ledger ledger, MoneyOrigins origins, MoneySources sources, TopUpAccounts topUpAccounts, ProposeBankAccount bankAccounts, ReviewDesk reviews,
    Reassurance reassurance, Numbers numbers, BusinessDay businessDay)
    : IHandleNow<ReviewEnded>
{
    /// <summary>The review's definition.</summary>
    public const string Review = "funds.withdrawal-review";

    /// <summary>Asks.</summary>
    /// <param name="id">Made by the caller; a repeat changes nothing.</param>
    /// <param name="form">What.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="Refusal">
    /// <c>funds.bank-account</c>, <c>funds.source</c>, <c>funds.holder</c>, <c>funds.balance-too-low</c>, <c>funds.source-too-low</c>, those of the password and of the amount.
    /// </exception>
    public async Task Run(Guid id, WithdrawalForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.Withdraw);
        var amount = Money.ParsePayable(form.Amount, Currency.Cny, "Amount");
        await db.Unit.InTurn($"withdrawals of {by.PartnerId}", ct);
        if (await db.Withdrawals.SingleOrDefaultAsync(w => w.Id == id, ct) is { } known)
        {
            var same = (known.PartnerId, known.BankAccountId, known.Amount, known.From.Key)
                == (by.PartnerId, form.BankAccount, amount.Amount, form.Source ?? nameof(MoneySource.Transfer));
            if (!same)
            {
                throw new Refusal("idempotency.other-content") { Field = "Id" };
            }

            return;
        }

        var account = await db.BankAccounts.SingleOrDefaultAsync(
            a => a.Id == form.BankAccount && a.PartnerId == by.PartnerId && a.State == BankAccountState.Active, ct)
            ?? throw new Refusal("funds.bank-account") { Field = "BankAccount" };
        var from = await From(form.Source, by, ct);
        await bankAccounts.NeedSubject(account.Holder, from.Subject, by.PartnerId, ct);
        await reassurance.Need(form.Present, "Present", by, ct);
        var withdrawal = new Withdrawal
        {
            Id = id,
            Number = await numbers.Next("WD", ct),
            PartnerId = by.PartnerId,
            BankAccountId = account.Id,
            Amount = amount.Amount,
            Source = from.Source,
            Subject = from.Subject,
            ReceivedBy = from.Entity,
            PayingEntity = from.Entity ?? await topUpAccounts.Entity(by.PartnerId, ct),
            RequestedAt = businessDay.Now,
            RequestedBy = by.Name,
        };
        db.Withdrawals.Add(withdrawal);
        await origins.TakeFrom(id, by.PartnerId, by.PartnerId, from, ct);
        ledger.Post(id, TransferKind.Withdrawal, by.PartnerId, null, amount, withdrawal.Number, by);
        await reviews.Open(Review, id, $"{withdrawal.Number}: {amount.Amount:#,##0.00} CNY · ****{account.LastFour}", by, "", ct: ct);
        await db.Save(by, "funds.request-withdrawal", ct);
    }

    /// <summary>The review's outcome; what is rejected goes back to the balance.</summary>
    public async Task Handle(ReviewEnded happened, CancellationToken ct)
    {
        if (happened.Definition != Review)
        {
            return;
        }

        var withdrawal = await db.Withdrawals.SingleAsync(w => w.Id == happened.Subject, ct);
        withdrawal.Decide(happened.Approved, happened.Decider, happened.DecidedBy);
        db.Publish(withdrawal.Moved(happened.Approved ? WithdrawalStep.Approved : WithdrawalStep.Rejected));
        if (!happened.Approved)
        {
            await origins.TakeFrom(CommandId.Part(withdrawal.Id, 1), withdrawal.PartnerId, withdrawal.PartnerId, withdrawal.From, ct);
            ledger.PostAs(CommandId.Part(withdrawal.Id, 1), TransferKind.WithdrawalReturn, withdrawal.PartnerId, null, Money.Cny(withdrawal.Amount),
                withdrawal.Number, happened.Decider, happened.DecidedBy);
        }
    }

    /// <summary>The source that is named; of bank transfers there may be nothing, which the ledger then says.</summary>
    private async Task<MoneyFrom> From(string? key, Actor by, CancellationToken ct) => key is null or nameof(MoneySource.Transfer)
        ? new(MoneySource.Transfer, null, null)
        : (await sources.Of(by, ct)).Find(source => source.Key == key)?.From ?? throw new Refusal("funds.source") { Field = "Source" };
}

/// <summary>The vendor's finance has paid an approved withdrawal at the bank and enters it: another person than the one who approved.</summary>
public sealed class PayWithdrawal(FundsDb db, Ledger ledger, MoneyOrigins origins, Notifier notifier, BusinessDay businessDay)
{
    /// <summary>What the partner is told of.</summary>
    public const string Notice = "funds.withdrawal-paid";

    /// <summary>Enters it.</summary>
    /// <returns>False if there is none.</returns>
    /// <exception cref="Refusal"><c>withdrawal.wrong-state</c>, <c>withdrawal.same-person</c>, those of the reference.</exception>
    public async Task<bool> Run(Guid id, string? reference, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.PayWithdrawals);
        if (await db.Withdrawals.SingleOrDefaultAsync(w => w.Id == id, ct) is not { } withdrawal)
        {
            return false;
        }

        withdrawal.Pay(Input.Text(reference, "Reference"), by, businessDay.Now);
        await origins.TakeFrom(CommandId.Part(id, 2), withdrawal.PartnerId, withdrawal.PartnerId, withdrawal.From, ct);
        ledger.Post(CommandId.Part(id, 2), TransferKind.WithdrawalPayment, withdrawal.PartnerId, null, Money.Cny(withdrawal.Amount), withdrawal.Number, by);
        await notifier.TellPartner(withdrawal.PartnerId, FundsModule.See, new(
            Notice,
            new("提现已付款", "A withdrawal has been paid"),
            new($"{withdrawal.Number}：{withdrawal.Amount:#,##0.00} 元", $"{withdrawal.Number}: {withdrawal.Amount:#,##0.00} CNY"),
            $"/portal/withdrawals/{id}"), ct);
        db.Publish(withdrawal.Moved(WithdrawalStep.Paid));
        await db.Save(by, "funds.pay-withdrawal", ct);
        return true;
    }
}

/// <summary>Whoever pays sees the whole number of the bank account, after the own password and on record.</summary>
public sealed class RevealBankAccount(FundsDb db, Reassurance reassurance, Vault vault)
{
    /// <summary>Shows it.</summary>
    /// <returns>The number; null if there is no such withdrawal.</returns>
    /// <exception cref="Refusal">Those of the password.</exception>
    public async Task<string?> Run(Guid withdrawal, string? present, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.PayWithdrawals);
        await reassurance.Need(present, "Present", by, ct);
        var account = await db.Withdrawals.Where(w => w.Id == withdrawal)
            .Join(db.BankAccounts, w => w.BankAccountId, a => a.Id, (w, a) => a).SingleOrDefaultAsync(ct);
        if (account is null)
        {
            return null;
        }

        db.Unit.Record(account.PartnerId, $"funds.bank_account/{account.Id}", new { seen = "number" });
        await db.Save(by, "funds.reveal-bank-account", ct);
        return vault.Open(account.Number, BankAccount.NumberColumn.Place, account.Id);
    }
}
