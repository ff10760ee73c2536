using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Platform.Reviews;

/// <summary>How an application stands.</summary>
public enum ReviewState
{
    /// <summary>Waiting for a decider.</summary>
    [Words("待审核", "Open")]
    Open,

    /// <summary>Sent back to the applicant for completion.</summary>
    [Words("待补充", "Returned")]
    Returned,

    /// <summary>All steps approved.</summary>
    [Words("已通过", "Approved")]
    Approved,

    /// <summary>A step rejected it.</summary>
    [Words("未通过", "Rejected")]
    Rejected,

    /// <summary>The applicant withdrew it, or there is nothing left to decide.</summary>
    [Words("已撤回", "Withdrawn")]
    Withdrawn,
}

/// <summary>An application on its way through its steps.</summary>
public sealed class Review : IPartnerRow
{
    private static readonly Flow<ReviewState> Flow = new("review")
    {
        { ReviewState.Open, ReviewState.Open, ReviewState.Returned, ReviewState.Approved, ReviewState.Rejected, ReviewState.Withdrawn },
        { ReviewState.Returned, ReviewState.Open, ReviewState.Withdrawn, ReviewState.Rejected },
    };

    /// <summary>Its id.</summary>
    public Guid Id { get; init; }

    /// <summary>RV-2026-000001.</summary>
    public required string Number { get; init; }

    /// <summary>The rule that holds its <see cref="ReviewDefinition"/>.</summary>
    public required string Definition { get; init; }

    /// <summary>The version of the definition by which it runs to its end.</summary>
    public required string DefinitionVersion { get; init; }

    /// <summary>The partner that applies; <see cref="Guid.Empty"/> where there is none yet.</summary>
    public Guid PartnerId { get; init; }

    /// <summary>The thing in its module that is decided.</summary>
    public Guid Subject { get; init; }

    /// <summary>One line for lists.</summary>
    public required string Title { get; init; }

    /// <summary>How it stands.</summary>
    public ReviewState State { get; private set; } = ReviewState.Open;

    /// <summary>The step it is at, from 0.</summary>
    public int Step { get; private set; }

    /// <summary>The account that applied.</summary>
    public Guid Applicant { get; init; }

    /// <summary>Its name.</summary>
    public required string ApplicantName { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>The last day of the present step; null while returned or ended.</summary>
    public DateOnly? DueOn { get; private set; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The last day on which its deciders were reminded.</summary>
    public DateOnly? RemindedOn { get; private set; }

    internal void Start(DateOnly due) => DueOn = due;

    internal void Approve(ReviewDefinition definition, Func<DueTime, DateOnly> due, DateTimeOffset now)
    {
        if (Step + 1 < definition.Steps.Count)
        {
            State = Flow.Move(State, ReviewState.Open);
            Step++;
            DueOn = due(definition.Steps[Step].Due);
        }
        else
        {
            End(ReviewState.Approved, now);
        }
    }

    internal void Return()
    {
        State = Flow.Move(State, ReviewState.Returned);
        DueOn = null;
    }

    internal void Resubmit(DateOnly due)
    {
        if (State != ReviewState.Returned)
        {
            throw new Refusal("review.wrong-state", State, ReviewState.Open);
        }

        State = Flow.Move(State, ReviewState.Open);
        DueOn = due;
    }

    internal void End(ReviewState outcome, DateTimeOffset now)
    {
        State = Flow.Move(State, outcome);
        DueOn = null;
        EndedAt = now;
    }

    internal void Remind(DateOnly today) => RemindedOn = today;
}

/// <summary>An entry of a review's timeline.</summary>
public sealed class ReviewEvent : IPartnerRow
{
    /// <summary>Its id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The partner of the review.</summary>
    public Guid PartnerId { get; init; }

    /// <summary>The review.</summary>
    public Guid ReviewId { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public Guid Actor { get; init; }

    /// <summary>The name.</summary>
    public required string ActorName { get; init; }

    /// <summary>opened, approved, returned, resubmitted, rejected, withdrawn, commented, reminded or expired.</summary>
    public required string Kind { get; init; }

    /// <summary>At which step.</summary>
    public int Step { get; init; }

    /// <summary>What was said.</summary>
    public required string Comment { get; init; }

    /// <summary>Of a rejection, the code of the reason that was chosen; null if none was.</summary>
    public string? Reason { get; init; }

    /// <summary>What was attached.</summary>
    public Guid[] Documents { get; init; } = [];
}

/// <summary>A review has come to its end; the module that opened it does what follows, in the same transaction.</summary>
/// <param name="Review">The review.</param>
/// <param name="Number">RV-2026-000001.</param>
/// <param name="Definition">Which kind of application.</param>
/// <param name="Subject">The thing decided.</param>
/// <param name="Applicant">Who applied.</param>
/// <param name="Approved">The outcome.</param>
/// <param name="Comment">The last word of the decider.</param>
/// <param name="DecidedBy">The decider's name.</param>
/// <param name="Decider">The decider's account; none if time decided.</param>
/// <param name="Reason">The usual reason that the decider chose, if it was rejected for one.</param>
public sealed record ReviewEnded(
    Guid Review, string Number, string Definition, Guid Subject, Guid Applicant, bool Approved, string Comment, string DecidedBy, Guid Decider,
    LocalText? Reason = null) : IEvent;

/// <summary>A review waits for deciders of a role, anew or still.</summary>
/// <param name="Review">The review.</param>
/// <param name="Number">RV-2026-000001.</param>
/// <param name="Title">Its title.</param>
/// <param name="Role">The role that decides.</param>
/// <param name="DueOn">The last day.</param>
/// <param name="Reminder">Whether this is a reminder.</param>
public sealed record ReviewWaits(Guid Review, string Number, string Title, string Role, DateOnly DueOn, bool Reminder) : IEvent;

/// <summary>A review was sent back to its applicant.</summary>
/// <param name="Review">The review.</param>
/// <param name="Number">RV-2026-000001.</param>
/// <param name="Title">Its title.</param>
/// <param name="Applicant">Who applied.</param>
/// <param name="Comment">What is missing.</param>
public sealed record ReviewReturned(Guid Review, string Number, string Title, Guid Applicant, string Comment) : IEvent;
