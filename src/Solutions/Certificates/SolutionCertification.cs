using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Solutions.Published;

namespace PartnerCenter.Solutions.Certificates;

/// <summary>How a certification stands.</summary>
public enum SolutionCertificateState
{
    /// <summary>Given, and not ended yet.</summary>
    [Words("有效", "Valid")]
    Active,

    /// <summary>Its term is over.</summary>
    [Words("已失效", "Lapsed")]
    Lapsed,

    /// <summary>The vendor took it back.</summary>
    [Words("已撤销", "Withdrawn")]
    Withdrawn,
}

/// <summary>A certification of a solution, with the name that the solution had then.</summary>
internal sealed class SolutionCertification : IPartnerRow
{
    private static readonly Flow<SolutionCertificateState> Flow = new("solution-certificate")
    {
        { SolutionCertificateState.Active, SolutionCertificateState.Lapsed, SolutionCertificateState.Withdrawn },
    };

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Number { get; init; }

    public Guid PartnerId { get; init; }

    public Guid SolutionId { get; init; }

    public required string CompanyName { get; init; }

    public required string SolutionName { get; init; }

    public SolutionLevel Level { get; init; }

    public SolutionCertificateState State { get; private set; } = SolutionCertificateState.Active;

    public DateOnly ValidFrom { get; init; }

    /// <summary>Its last day.</summary>
    public DateOnly ValidUntil { get; init; }

    public string? EndReason { get; private set; }

    /// <summary>So many days before the end the partner was told last.</summary>
    public int? NoticedDays { get; private set; }

    /// <summary>Unguessable; anybody who has it can check the certificate.</summary>
    public required string VerifyCode { get; init; }

    public bool Counts(DateOnly day) => State == SolutionCertificateState.Active && ValidFrom <= day && day <= ValidUntil;

    public void End(SolutionCertificateState how, string? reason) => (State, EndReason) = (Flow.Move(State, how), reason);

    /// <summary>Whether another notice is due; each is given once.</summary>
    /// <param name="today">The day.</param>
    /// <param name="noticeDays">How many days before the end one is given.</param>
    public bool Notice(DateOnly today, IEnumerable<int> noticeDays)
    {
        var left = ValidUntil.DayNumber - today.DayNumber;
        var due = noticeDays.Where(days => left <= days && days < (NoticedDays ?? int.MaxValue)).Select(days => (int?)days).Min();
        NoticedDays = due ?? NoticedDays;
        return due is not null;
    }
}
