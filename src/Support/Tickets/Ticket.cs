using PartnerCenter.Kernel;
using PartnerCenter.Platform.Audit;
using static PartnerCenter.Support.Tickets.TicketState;

namespace PartnerCenter.Support.Tickets;

/// <summary>How a ticket stands.</summary>
public enum TicketState
{
    /// <summary>Nobody has taken it.</summary>
    [Words("待受理", "Open")]
    Open,

    /// <summary>Somebody works on it.</summary>
    [Words("处理中", "In progress")]
    Working,

    /// <summary>The vendor has asked back; its time stands still.</summary>
    [Words("待补充", "Waiting for the asker")]
    Waiting,

    /// <summary>The vendor calls it solved; the asker has some days to say otherwise.</summary>
    [Words("已解决", "Solved")]
    Solved,

    /// <summary>It is over.</summary>
    [Words("已关闭", "Closed")]
    Closed,
}

/// <summary>A ticket (工单): what somebody asks of the vendor, and how soon it is due by the service level (R6.0, R2.2).</summary>
internal sealed class Ticket : IPartnerRow
{
    private static readonly Flow<TicketState> Flow = new("ticket")
    {
        { Open, Working, Waiting, Solved },
        { Working, Waiting, Solved },
        { Waiting, Working, Solved },
        { Solved, Working, Waiting, Closed },
    };

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>T-2026-000001.</summary>
    public required string Number { get; init; }

    /// <summary>The partner whose people asked; <see cref="Guid.Empty"/> where a customer did.</summary>
    public Guid PartnerId { get; init; }

    public Guid? CustomerId { get; init; }

    public Guid AskerId { get; init; }

    public required string AskerName { get; init; }

    /// <summary>The asker's company, for the vendor.</summary>
    public required string Company { get; init; }

    public required string Category { get; init; }

    public required string Title { get; init; }

    /// <summary>The partner's customer that it was raised for, in the partner's words.</summary>
    public string? ForCustomer { get; init; }

    public TicketPriority Priority { get; init; }

    public required string Plan { get; init; }

    public required string TermsVersion { get; init; }

    public TicketState State { get; private set; } = Open;

    public Guid? AssigneeId { get; private set; }

    public string? AssigneeName { get; private set; }

    public DateTimeOffset RaisedAt { get; init; }

    /// <summary>The month in which it was raised.</summary>
    public Month Month { get; init; }

    public DateTimeOffset FirstResponseDueAt { get; init; }

    /// <summary>Moves on by the working time in which the vendor waited.</summary>
    public DateTimeOffset SolutionDueAt { get; private set; }

    /// <summary>What the vendor must do next is due then; null while the asker's side is on move.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    public DateTimeOffset? FirstAnsweredAt { get; private set; }

    /// <summary>Since when the time of the solution stands still.</summary>
    public DateTimeOffset? PausedAt { get; private set; }

    /// <summary>The last day on which a solution can be answered.</summary>
    public DateOnly? CloseOn { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>1 to 5, as the asker says.</summary>
    public int? Satisfaction { get; private set; }

    public string? SatisfactionWords { get; private set; }

    public DateTimeOffset? RemindedAt { get; private set; }

    public DateTimeOffset? EscalatedAt { get; private set; }

    public bool IsOverdue(DateTimeOffset now) => DueAt < now;

    /// <summary>Starts the times of the service level.</summary>
    public Ticket Started(DateTimeOffset solutionDueAt)
    {
        (SolutionDueAt, DueAt) = (solutionDueAt, FirstResponseDueAt);
        return this;
    }

    /// <summary>Gives it to somebody.</summary>
    public void Assign(Guid account, string name)
    {
        State = State switch
        {
            Open => Working,
            Closed => Flow.Move(Closed, Working),
            _ => State,
        };
        (AssigneeId, AssigneeName) = (account, name);
    }

    /// <summary>The vendor answers; the first who does takes it.</summary>
    /// <param name="by">Who.</param>
    /// <param name="name">That person's name.</param>
    /// <param name="next">In progress, waiting or solved.</param>
    /// <param name="closeOn">The last day to answer, if it is solved.</param>
    /// <param name="now">When.</param>
    /// <param name="hours">The working hours.</param>
    /// <exception cref="Refusal"><c>ticket.no-next</c>, at Next; <c>ticket.wrong-state</c>.</exception>
    public void Answer(Guid by, string name, TicketState next, DateOnly closeOn, DateTimeOffset now, WorkingHours hours)
    {
        if (next is not (Working or Waiting or Solved))
        {
            throw new Refusal("ticket.no-next") { Field = "Next" };
        }

        Enter(next, now, hours);
        CloseOn = next == Solved ? closeOn : null;
        FirstAnsweredAt ??= now;
        if (AssigneeId is null)
        {
            (AssigneeId, AssigneeName) = (by, name);
        }

        Schedule();
    }

    /// <summary>The asker's side writes: whatever waited for it goes on, and a solution is taken back.</summary>
    public void Hear(DateTimeOffset now, WorkingHours hours)
    {
        if (State is Waiting or Solved or Closed)
        {
            Enter(Working, now, hours);
            CloseOn = null;
            Schedule();
        }
    }

    /// <summary>The asker agrees that it is solved.</summary>
    /// <exception cref="Refusal"><c>ticket.satisfaction</c>, at Satisfaction; <c>ticket.wrong-state</c>.</exception>
    public void Confirm(int? satisfaction, string? words, DateTimeOffset now)
    {
        var next = Flow.Move(State, Closed);
        if (satisfaction is null or < 1 or > 5)
        {
            throw new Refusal("ticket.satisfaction") { Field = "Satisfaction" };
        }

        (Satisfaction, SatisfactionWords) = (satisfaction, words);
        Close(next, now);
    }

    /// <summary>Nobody answered the solution in time.</summary>
    public void CloseByItself(DateTimeOffset now) => Close(Flow.Move(State, Closed), now);

    public void Remind(DateTimeOffset now) => RemindedAt = now;

    public void Escalate(DateTimeOffset now) => EscalatedAt = now;

    private void Close(TicketState closed, DateTimeOffset now) => (State, ClosedAt, CloseOn) = (closed, now, null);

    private void Enter(TicketState next, DateTimeOffset now, WorkingHours hours)
    {
        State = State == next && next is not Closed ? next : Flow.Move(State, next);
        if (next is Waiting or Solved)
        {
            PausedAt ??= now;
        }
        else if (PausedAt is { } since)
        {
            SolutionDueAt = hours.After(SolutionDueAt, hours.Between(since, now));
            PausedAt = null;
        }
    }

    /// <summary>A new date is reminded of and escalated anew.</summary>
    private void Schedule()
    {
        DateTimeOffset? due = State == Working ? SolutionDueAt : null;
        if (due != DueAt)
        {
            (DueAt, RemindedAt, EscalatedAt) = (due, null, null);
        }
    }
}
