using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Network.Company;

/// <summary>How a business licence's data stand.</summary>
public enum LicenseState
{
    /// <summary>The vendor looks at them.</summary>
    [Words("审核中", "In review")]
    InReview,

    /// <summary>They count, until later ones do.</summary>
    [Words("已生效", "In force")]
    Approved,

    /// <summary>The vendor said no.</summary>
    [Words("未通过", "Rejected")]
    Rejected,
}

/// <summary>What stands on a company's business licence (营业执照), as its main account sent it (R6.1.2). The newest approved one counts.</summary>
internal sealed class License : IPartnerRow
{
    private static readonly Flow<LicenseState> Flow = new("license")
    {
        { LicenseState.InReview, LicenseState.Approved, LicenseState.Rejected },
    };

    public Guid Id { get; init; }

    /// <summary>The main account that sent it.</summary>
    public Guid PartnerId { get; init; }

    public Guid LegalEntityId { get; init; }

    /// <summary>The file.</summary>
    public Guid DocumentId { get; init; }

    public required string Name { get; init; }

    public required string Capital { get; init; }

    public DateOnly FoundedOn { get; init; }

    /// <summary>Until when the company may operate, in its own words: many licences have no end.</summary>
    public required string Term { get; init; }

    public required string LegalPerson { get; init; }

    public required string Address { get; init; }

    public required string Postcode { get; init; }

    public required string Scope { get; init; }

    public LicenseState State { get; private set; }

    public DateTimeOffset SentAt { get; init; }

    public required string SentBy { get; init; }

    public void Decide(bool approved) => State = Flow.Move(State, approved ? LicenseState.Approved : LicenseState.Rejected);
}
