using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Paths.Plans;

/// <summary>How a quarter's review stands.</summary>
public enum QuarterState
{
    /// <summary>The partner says what was achieved.</summary>
    [Words("待伙伴填报", "To be reported")]
    Open,

    /// <summary>The manager looks at it, and both talk it over.</summary>
    [Words("待厂商审视", "To be reviewed")]
    Reported,

    /// <summary>Both sides are done with it.</summary>
    [Words("已完成", "Closed")]
    Closed,
}

/// <summary>The quarterly business review (QBR, 季度业务回顾) of a locked plan: what was achieved, against its goals (R2.4).</summary>
internal sealed class QuarterReview : IPartnerRow
{
    private static readonly Flow<QuarterState> Flow = new("quarter-review")
    {
        // Until it is closed, what was reported can be corrected.
        { QuarterState.Open, QuarterState.Reported },
        { QuarterState.Reported, QuarterState.Reported, QuarterState.Closed },
    };

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid PartnerId { get; init; }

    public Guid LockId { get; init; }

    public required string CompanyName { get; init; }

    public int Year { get; init; }

    public int Quarter { get; init; }

    public QuarterState State { get; private set; } = QuarterState.Open;

    public DateOnly OpenedOn { get; init; }

    public decimal? Revenue { get; private set; }

    public int? Customers { get; private set; }

    public int? Specialists { get; private set; }

    public int? Solutions { get; private set; }

    public string? Remark { get; private set; }

    public string? ReportedBy { get; private set; }

    public DateTimeOffset? ReportedAt { get; private set; }

    public DateTimeOffset? MeetingAt { get; private set; }

    public string? MeetingLink { get; private set; }

    public string? Comment { get; private set; }

    /// <summary>The minutes of the meeting, a document.</summary>
    public Guid? MinutesId { get; private set; }

    public string? ClosedBy { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public void Report(decimal revenue, int customers, int specialists, int solutions, string remark, string by, DateTimeOffset now)
    {
        State = Flow.Move(State, QuarterState.Reported);
        (Revenue, Customers, Specialists, Solutions, Remark) = (revenue, customers, specialists, solutions, remark);
        (ReportedBy, ReportedAt) = (by, now);
    }

    /// <exception cref="Refusal"><c>quarter-review.wrong-state</c>.</exception>
    public void Meet(DateTimeOffset at, string link)
    {
        if (State == QuarterState.Closed)
        {
            throw new Refusal("quarter-review.wrong-state", State, QuarterState.Reported);
        }

        (MeetingAt, MeetingLink) = (at, link);
    }

    /// <summary>Ends it with the manager's comment and the minutes.</summary>
    /// <exception cref="Refusal"><c>quarter-review.wrong-state</c>.</exception>
    public void Close(string comment, Guid? minutes, string by, DateTimeOffset now)
    {
        State = Flow.Move(State, QuarterState.Closed);
        (Comment, MinutesId, ClosedBy, ClosedAt) = (comment, minutes, by, now);
    }
}
