using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Funds.Sources;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Funds.Withdrawals;

/// <summary>How a bank account stands.</summary>
public enum BankAccountState
{
    /// <summary>The vendor's finance has not looked at it.</summary>
    [Words("待复核", "To be checked")]
    Proposed,

    /// <summary>Money can go there.</summary>
    [Words("有效", "Active")]
    Active,

    /// <summary>The vendor's finance said no.</summary>
    [Words("已驳回", "Refused")]
    Refused,

    /// <summary>The partner uses it no more.</summary>
    [Words("已停用", "Retired")]
    Retired,
}

/// <summary>Where a partner's money goes when it is withdrawn (提现银行账户). Two see it before it counts: the partner and the vendor's finance.</summary>
internal sealed class BankAccount : IPartnerRow
{
    private static readonly Flow<BankAccountState> Flow = new("bank-account")
    {
        { BankAccountState.Proposed, BankAccountState.Active, BankAccountState.Refused, BankAccountState.Retired },
        { BankAccountState.Active, BankAccountState.Retired },
    };

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    /// <summary>In whose name it is.</summary>
    public required string Holder { get; init; }

    public required string Bank { get; init; }

    /// <summary>Sealed.</summary>
    [Secret]
    public required string Number { get; init; }

    /// <summary>Where numbers of bank accounts are sealed.</summary>
    public static readonly SealedColumn NumberColumn = new("funds.bank_account", "number");

    /// <summary>Its last four characters, to recognise it by.</summary>
    public required string LastFour { get; init; }

    public BankAccountState State { get; private set; }

    public DateTimeOffset ProposedAt { get; init; }

    public required string ProposedBy { get; init; }

    public void Become(BankAccountState next) => State = Flow.Move(State, next);
}

/// <summary>What a partner says of a bank account.</summary>
/// <param name="Holder">In whose name it is: the real-name subject of the partner, or that of a wallet from which it topped up.</param>
/// <param name="Bank">Bank and branch.</param>
/// <param name="Number">8 to 34 digits and letters; spaces do not count.</param>
/// <param name="Present">The present password.</param>
public sealed record BankAccountForm(string? Holder, string? Bank, string? Number, string? Present);

/// <summary>A partner names a bank account; it counts once the vendor's finance has checked it, a second pair of eyes.</summary>
public sealed partial class ProposeBankAccount(
    FundsDb db, Partners partners, MoneySources sources, ReviewDesk reviews, Reassurance reassurance, Vault vault, BusinessDay businessDay) : IHandleNow<ReviewEnded>
{
    /// <summary>The review's definition.</summary>
    public const string Review = "funds.bank-account-review";

    /// <summary>Names it.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="Refusal"><c>funds.holder</c>, <c>funds.account-number</c>, those of the password and of the fields.</exception>
    public async Task<Guid> Run(BankAccountForm form, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.BankAccounts);
        var (holder, bank) = (Input.Text(form.Holder, "Holder"), Input.Text(form.Bank, "Bank"));
        var number = Input.Text(form.Number, "Number", 60).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (!NumberForm().IsMatch(number))
        {
            throw new Refusal("funds.account-number") { Field = "Number" };
        }

        if (!(await sources.WalletSubjects(by.PartnerId, ct)).Contains(holder))
        {
            await NeedSubject(holder, null, by.PartnerId, ct);
        }

        await reassurance.Need(form.Present, "Present", by, ct);
        var id = Guid.CreateVersion7();
        db.BankAccounts.Add(new()
        {
            Id = id,
            PartnerId = by.PartnerId,
            Holder = holder,
            Bank = bank,
            Number = vault.Seal(number, BankAccount.NumberColumn.Place, id),
            LastFour = number[^4..],
            ProposedAt = businessDay.Now,
            ProposedBy = by.Name,
        });
        await reviews.Open(Review, id, $"{holder} · {bank} · ****{number[^4..]}", by, "", ct: ct);
        await db.Save(by, "funds.propose-bank-account", ct);
        return id;
    }

    /// <summary>Takes it out of use.</summary>
    /// <returns>False if the partner has no such account.</returns>
    /// <exception cref="Refusal"><c>bank-account.wrong-state</c>.</exception>
    public async Task<bool> Retire(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(FundsModule.BankAccounts);
        if (await db.BankAccounts.SingleOrDefaultAsync(a => a.Id == id && a.PartnerId == by.PartnerId, ct) is not { } account)
        {
            return false;
        }

        account.Become(BankAccountState.Retired);
        await db.Save(by, "funds.retire-bank-account", ct);
        return true;
    }

    /// <summary>The review's outcome; an account that was retired meanwhile stays so.</summary>
    public async Task Handle(ReviewEnded happened, CancellationToken ct)
    {
        if (happened.Definition == Review && await db.BankAccounts.SingleAsync(a => a.Id == happened.Subject, ct) is { State: BankAccountState.Proposed } account)
        {
            account.Become(happened.Approved ? BankAccountState.Active : BankAccountState.Refused);
        }
    }

    /// <summary>What a wallet paid goes back to nobody but its subject, all else to nobody but the real-name subject of the partner (R12.1.3.7).</summary>
    internal async Task NeedSubject(string holder, string? wallet, Guid partner, CancellationToken ct)
    {
        if ((wallet ?? (await partners.Find(partner, ct))?.CompanyName) is var subject && subject != holder)
        {
            throw new Refusal("funds.holder", subject ?? "") { Field = "Holder" };
        }
    }

    [GeneratedRegex("^[0-9A-Z]{8,34}$")]
    private static partial Regex NumberForm();
}
