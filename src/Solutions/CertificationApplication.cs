using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Solutions;

/// <summary>How an application for certification stands.</summary>
public enum CertificationState
{
    /// <summary>The vendor reviews it.</summary>
    [Words("审核中", "In review")]
    InReview,

    /// <summary>The solution is certified.</summary>
    [Words("认证通过", "Passed")]
    Approved,

    /// <summary>Refused; it can be applied for again.</summary>
    [Words("未通过", "Rejected")]
    Rejected,
}

/// <summary>A partner's application to have a solution certified.</summary>
internal sealed class CertificationApplication : IPartnerRow
{
    private static readonly Flow<CertificationState> Flow = new("certification")
    {
        { CertificationState.InReview, CertificationState.Approved, CertificationState.Rejected },
    };

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public Guid SolutionId { get; init; }

    public SolutionLevel Level { get; init; }

    public CertificationRoute Route { get; init; }

    public CertificationState State { get; private set; } = CertificationState.InReview;

    /// <summary>The version of <see cref="SolutionTerms"/> that it is judged by.</summary>
    public required string Policy { get; init; }

    public DateTimeOffset AppliedAt { get; init; }

    public void End(CertificationState outcome) => State = Flow.Move(State, outcome);
}
