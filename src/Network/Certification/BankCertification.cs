using System.Security.Cryptography;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.Network.Certification;

/// <summary>How a certification of business information stands (R6.2.8).</summary>
public enum CertificationState
{
    /// <summary>The bank account is being tried.</summary>
    [Words("认证中", "In progress")]
    InProgress,

    /// <summary>The partner can be paid.</summary>
    [Words("已认证", "Certified")]
    Certified,

    /// <summary>It came to nothing; see <see cref="CertificationFailure"/>.</summary>
    [Words("认证失败", "Failed")]
    Failed,

    /// <summary>A person of the vendor looks at it.</summary>
    [Words("人工审核中", "Manual review")]
    ManualReview,

    /// <summary>The partner gave other data since.</summary>
    [Words("已被替代", "Replaced")]
    Replaced,
}

/// <summary>Why a certification failed.</summary>
public enum CertificationFailure
{
    /// <summary>The bank did not take the small payment.</summary>
    [Words("银行未受理小额付款，请核对银行信息", "The bank did not take the small payment; check the bank data")]
    Payment,

    /// <summary>The partner named wrong amounts until it had no attempt left.</summary>
    [Words("金额多次不符", "Wrong amounts were named too often")]
    Amount,

    /// <summary>The supplier records hold other bank data of this company (R6.2.9).</summary>
    [Words("与供应商系统中的银行信息不一致，需要银行函", "The supplier records hold other bank data; a bank letter is needed")]
    SupplierRecord,

    /// <summary>The vendor's reviewer said no.</summary>
    [Words("人工审核未通过", "The review rejected it")]
    Review,
}

/// <summary>Whose a bank account is.</summary>
public enum BankAccountKind
{
    /// <summary>A company's.</summary>
    [Words("对公账户", "Company account")]
    Company,

    /// <summary>A person's.</summary>
    [Words("个人账户", "Personal account")]
    Personal,
}

/// <summary>
/// A partner's bank and tax data on the way to being certified (商业信息认证): who is to be paid needs one (R6.2.2). The account is
/// proven by a small random amount that only its holder can see on a statement. The newest one of a partner counts.
/// </summary>
internal sealed class BankCertification : IPartnerRow
{
    private static readonly Flow<CertificationState> Flow = new("certification")
    {
        { CertificationState.InProgress, CertificationState.Certified, CertificationState.ManualReview, CertificationState.Failed, CertificationState.Replaced },
        { CertificationState.ManualReview, CertificationState.Certified, CertificationState.Failed, CertificationState.Replaced },
        { CertificationState.Failed, CertificationState.ManualReview, CertificationState.Replaced },
        { CertificationState.Certified, CertificationState.Replaced },
    };

    /// <summary>Where account numbers are sealed.</summary>
    public static readonly SealedColumn AccountColumn = new("network.certification", "account");

    /// <summary>Where the small amounts are sealed.</summary>
    public static readonly SealedColumn AmountColumn = new("network.certification", "amount");

    public Guid Id { get; init; }

    /// <summary>BI-2026-000001.</summary>
    public required string Number { get; init; }

    public Guid PartnerId { get; init; }

    /// <summary>The company's name as it stood then: the supplier.</summary>
    public required string Company { get; init; }

    /// <summary>The company's USCC (R6.2.4).</summary>
    public required string Code { get; init; }

    public required string Bank { get; init; }

    public required string Branch { get; init; }

    public required string BranchNumber { get; init; }

    /// <summary>In whose name the account is: the company's (R6.2.3).</summary>
    public required string Holder { get; init; }

    /// <summary>The account number, sealed.</summary>
    [Secret]
    public required string Account { get; init; }

    /// <summary>Its last four characters, to recognise it by.</summary>
    public required string LastFour { get; init; }

    /// <summary>ISO 4217; follows the entity that signed with the partner (R6.2.5).</summary>
    public required string Currency { get; init; }

    /// <summary>The small amount, sealed. It is set before anything is paid, so that a payment tried again is the same.</summary>
    [Secret]
    public required string Amount { get; init; }

    public CertificationState State { get; private set; }

    public CertificationFailure? Failure { get; private set; }

    public DateTimeOffset SubmittedAt { get; init; }

    public required string SubmittedBy { get; init; }

    /// <summary>The last instant of the time in which it is expected to be paid.</summary>
    public DateTimeOffset ExpectedBy { get; init; }

    /// <summary>When the small amount was paid.</summary>
    public DateTimeOffset? PaidAt { get; private set; }

    /// <summary>Amounts named so far.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it was certified, failed or replaced.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When the draft of the bank letter was made.</summary>
    public DateTimeOffset? DraftedAt { get; private set; }

    /// <summary>The stamped scan of the letter.</summary>
    public Guid? LetterId { get; private set; }

    /// <summary>Whether the partner can name the amount now.</summary>
    public bool CanConfirm => State == CertificationState.InProgress && PaidAt is not null;

    /// <summary>Whether a bank letter is what it takes.</summary>
    public bool NeedsLetter => State == CertificationState.Failed && (Failure == CertificationFailure.SupplierRecord || LetterId is not null);

    public string AccountOf(Vault vault) => vault.Open(Account, AccountColumn.Place, Id);

    public Money AmountOf(Vault vault) => Money.Parse(vault.Open(Amount, AmountColumn.Place, Id), new Currency(Currency));

    /// <summary>The small amount was paid.</summary>
    public void Pay(DateTimeOffset now)
    {
        NeedInProgress();
        PaidAt = now;
    }

    /// <summary>
    /// Whether an amount is the one that was paid (R6.2.6). A wrong one uses up an attempt, the last one ends it; of a company whose code
    /// is in doubt a person decides.
    /// </summary>
    /// <exception cref="Refusal"><c>certification.wrong-state</c>, <c>certification.not-paid</c>.</exception>
    public bool Confirm(Money amount, Vault vault, int attempts, bool inDoubt, DateTimeOffset now)
    {
        NeedInProgress();
        if (PaidAt is null)
        {
            throw new Refusal("certification.not-paid");
        }

        Attempts++;
        // Of one length and compared whole: the time that it takes tells nothing of how near a wrong amount is.
        var right = CryptographicOperations.FixedTimeEquals(BitConverter.GetBytes(amount.Units), BitConverter.GetBytes(AmountOf(vault).Units));
        if (right)
        {
            Move(inDoubt ? CertificationState.ManualReview : CertificationState.Certified, now);
        }
        else if (Attempts >= attempts)
        {
            Fail(CertificationFailure.Amount, now);
        }

        return right;
    }

    /// <summary>It came to nothing.</summary>
    public void Fail(CertificationFailure why, DateTimeOffset now)
    {
        Move(CertificationState.Failed, now);
        Failure = why;
    }

    /// <summary>The vendor's operations made the draft of the bank letter.</summary>
    /// <exception cref="Refusal"><c>certification.no-letter-needed</c>.</exception>
    public void Draft(DateTimeOffset now) => DraftedAt = NeedsLetter ? now : throw new Refusal("certification.no-letter-needed");

    /// <summary>The partner sent the stamped letter; a person looks at it.</summary>
    /// <exception cref="Refusal"><c>certification.no-letter-needed</c>, <c>certification.no-draft</c>.</exception>
    public void TakeLetter(Guid scan, DateTimeOffset now)
    {
        if (!NeedsLetter)
        {
            throw new Refusal("certification.no-letter-needed");
        }

        if (DraftedAt is null)
        {
            throw new Refusal("certification.no-draft");
        }

        Move(CertificationState.ManualReview, now);
        (LetterId, Failure) = (scan, null);
    }

    /// <summary>The outcome of the review.</summary>
    public void Decide(bool approved, DateTimeOffset now)
    {
        if (approved)
        {
            Move(CertificationState.Certified, now);
        }
        else
        {
            Fail(CertificationFailure.Review, now);
        }
    }

    /// <summary>The partner gives other data; until that is certified nothing is paid out (R6.2.10).</summary>
    public void Replace(DateTimeOffset now) => Move(CertificationState.Replaced, now);

    private void NeedInProgress()
    {
        if (State != CertificationState.InProgress)
        {
            throw new Refusal("certification.wrong-state", State, CertificationState.Certified);
        }
    }

    private void Move(CertificationState next, DateTimeOffset now)
    {
        State = Flow.Move(State, next);
        EndedAt = next == CertificationState.ManualReview ? null : now;
    }
}
