using PartnerCenter.Kernel;
using PartnerCenter.Network.Published;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Protection;

namespace PartnerCenter.Network;

/// <summary>How far a company is with joining the network (入驻).</summary>
internal enum PartnerState
{
    /// <summary>A person of the vendor looks at the company data.</summary>
    [Words("审核中", "In review")]
    InReview,

    /// <summary>A partner.</summary>
    [Words("已入驻", "Joined")]
    Active,

    /// <summary>Refused; the company may apply again.</summary>
    [Words("未通过", "Rejected")]
    Rejected,

    /// <summary>Closed by its own administrator; nobody can sign in to it.</summary>
    [Words("已注销", "Cancelled")]
    Cancelled,
}

/// <summary>A company in the law's sense: one USCC, any number of partner accounts (R3.2a).</summary>
internal sealed class LegalEntity
{
    public Guid Id { get; init; }

    /// <summary>USCC, or organisation code where it has none.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>How it is taxed; only the vendor's people change it (R6.2.11).</summary>
    public TaxpayerType Taxpayer { get; set; }
}

/// <summary>A partner account: the tenant to which customers, money and bills belong.</summary>
internal sealed class Partner : IPartnerRow
{
    private static readonly Flow<PartnerState> Flow = new("partner")
    {
        { PartnerState.InReview, PartnerState.Active, PartnerState.Rejected },
        { PartnerState.Rejected, PartnerState.InReview, PartnerState.Active },
        { PartnerState.Active, PartnerState.Cancelled },
    };

    public Guid Id { get; init; }

    public required string Number { get; init; }

    public Guid? LegalEntityId { get; private set; }

    public Guid AccountId { get; init; }

    public required string CompanyName { get; set; }

    public required string CompanyCode { get; init; }

    public required string TaxNumber { get; set; }

    public required string ContactName { get; set; }

    public required string ContactPosition { get; set; }

    /// <summary>Sealed; see <see cref="MobileOf"/>.</summary>
    [Secret]
    public string ContactMobile { get; private set; } = "";

    /// <summary>Where the contact's mobile number is sealed.</summary>
    public static readonly SealedColumn MobileColumn = new("network.partner", "contact_mobile");

    /// <summary>The contact's mobile number.</summary>
    public string MobileOf(Vault vault) => vault.Open(ContactMobile, MobileColumn.Place, Id);

    /// <summary>Changes the contact's mobile number.</summary>
    public void SetMobile(string mobile, Vault vault) => ContactMobile = vault.Seal(mobile, MobileColumn.Place, Id);

    public required string ContactEmail { get; set; }

    public PartnerState State { get; private set; } = PartnerState.InReview;

    /// <summary>What the check character said; a mismatch is shown to the reviewer (R3.1a).</summary>
    public IdentifierCheck CodeCheck { get; init; }

    public DateTimeOffset AppliedAt { get; init; }

    public DateOnly? JoinedOn { get; private set; }

    /// <summary>The ecosystem manager who looks after it; such a manager sees its own partners only.</summary>
    public Guid? ManagerId { get; set; }

    Guid IPartnerRow.PartnerId => Id;

    public void Join(LegalEntity entity, DateOnly today)
    {
        State = Flow.Move(State, PartnerState.Active);
        LegalEntityId = entity.Id;
        JoinedOn = today;
    }

    public void Reject() => State = Flow.Move(State, PartnerState.Rejected);

    public void Cancel() => State = Flow.Move(State, PartnerState.Cancelled);

    public void ApplyAgain() => State = Flow.Move(State, PartnerState.InReview);
}

/// <summary>A partner's consent to one agreement: which version, who, when (R3.2b).</summary>
internal sealed class Agreement : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public required string Code { get; init; }

    public required string Version { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required string ContractNumber { get; init; }

    public required string SigningEntity { get; init; }

    public Guid SignedBy { get; init; }

    public required string SignedByName { get; init; }

    public DateTimeOffset SignedAt { get; init; }

    public LocalText Name => new(NameZh, NameEn);
}
