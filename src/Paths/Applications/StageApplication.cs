using PartnerCenter.Kernel;
using PartnerCenter.Paths.Published;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Paths.Applications;

/// <summary>How an application for a stage stands.</summary>
public enum ApplicationState
{
    /// <summary>The vendor reviews it.</summary>
    [Words("审核中", "In review")]
    InReview,

    /// <summary>The stage is reached.</summary>
    [Words("已通过", "Approved")]
    Approved,

    /// <summary>Refused; it can be applied for again.</summary>
    [Words("未通过", "Rejected")]
    Rejected,
}

/// <summary>A partner's application for a stage of its path.</summary>
internal sealed class StageApplication : IPartnerRow
{
    private static readonly Flow<ApplicationState> Flow = new("application")
    {
        { ApplicationState.InReview, ApplicationState.Approved, ApplicationState.Rejected },
    };

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public Guid MemberId { get; init; }

    public PathStage Stage { get; init; }

    public ApplicationState State { get; private set; } = ApplicationState.InReview;

    public DateTimeOffset AppliedAt { get; init; }

    /// <summary>The company deck for the meeting.</summary>
    public Guid? DeckId { get; private set; }

    /// <summary>The business plan on the current template.</summary>
    public Guid? PlanId { get; private set; }

    public DateTimeOffset? MeetingAt { get; private set; }

    public string? MeetingLink { get; private set; }

    public void HandIn(Guid deck, Guid plan)
    {
        Open();
        (DeckId, PlanId) = (deck, plan);
    }

    /// <summary>Sets the meeting, or another time for it (R4.2.6).</summary>
    public void Schedule(DateTimeOffset at, string link)
    {
        Open();
        if (DeckId is null || PlanId is null)
        {
            throw new Refusal("paths.plan-missing");
        }

        (MeetingAt, MeetingLink) = (at, link);
    }

    public void End(ApplicationState outcome) => State = Flow.Move(State, outcome);

    private void Open()
    {
        if (State != ApplicationState.InReview)
        {
            throw new Refusal("paths.application-over");
        }
    }
}

/// <summary>A case of professional service that a partner shows (R4.2.2a).</summary>
internal sealed class ServiceCase : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public required string Title { get; init; }

    public required string Customer { get; init; }

    public DateOnly EndedOn { get; init; }

    /// <summary>Whether it was done on the vendor's cloud.</summary>
    public bool OnThisCloud { get; init; }

    /// <summary>Where it was published; needed for another cloud.</summary>
    public string? Url { get; init; }

    public DateTimeOffset EnteredAt { get; init; }

    /// <summary>Whether it ended within the last months; on the same day of the month it still does.</summary>
    public bool Counts(DateOnly today, int months) => EndedOn <= today && today.AddMonths(-months) <= EndedOn;
}
