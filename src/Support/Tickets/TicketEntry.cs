using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Support.Tickets;

/// <summary>What happened to a ticket.</summary>
public enum TicketEvent
{
    /// <summary>It was raised.</summary>
    [Words("提交工单", "Raised")]
    Raised,

    /// <summary>The asker's side wrote.</summary>
    [Words("补充说明", "Wrote")]
    Wrote,

    /// <summary>The asker's side wrote after it was called solved.</summary>
    [Words("重新打开", "Reopened")]
    Reopened,

    /// <summary>Somebody of the vendor was given it.</summary>
    [Words("受理", "Assigned")]
    Assigned,

    /// <summary>The vendor answered.</summary>
    [Words("回复", "Answered")]
    Answered,

    /// <summary>The vendor asked back.</summary>
    [Words("请补充", "Asked back")]
    AskedBack,

    /// <summary>The vendor called it solved.</summary>
    [Words("标记已解决", "Called solved")]
    Solved,

    /// <summary>The asker agreed.</summary>
    [Words("确认解决", "Confirmed")]
    Confirmed,

    /// <summary>It closed by itself.</summary>
    [Words("到期自动关闭", "Closed by itself")]
    Closed,
}

/// <summary>What a note is.</summary>
public enum TicketNoteKind
{
    /// <summary>Somebody wrote it.</summary>
    [Words("内部备注", "Internal note")]
    Written,

    /// <summary>The time of the first response passed, and supervisors were told.</summary>
    [Words("首次响应超期，已通知主管", "First response overdue; supervisors told")]
    FirstResponseOverdue,

    /// <summary>The time of the solution passed, and supervisors were told.</summary>
    [Words("解决超期，已通知主管", "Solution overdue; supervisors told")]
    SolutionOverdue,
}

/// <summary>A line of a ticket's dialogue and history, which both sides read.</summary>
internal sealed class TicketEntry : IPartnerRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TicketId { get; init; }

    public Guid PartnerId { get; init; }

    public Guid? CustomerId { get; init; }

    public DateTimeOffset At { get; init; }

    public Guid AccountId { get; init; }

    public required string Name { get; init; }

    public bool ByVendor { get; init; }

    public TicketEvent Kind { get; init; }

    public required string Text { get; init; }

    public List<Guid> Documents { get; init; } = [];

    /// <param name="ticket">The ticket.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="text">What was written.</param>
    /// <param name="documents">What was sent with it.</param>
    /// <param name="by">Who.</param>
    /// <param name="now">When.</param>
    /// <param name="command">The id that the caller made, so that a repeat meets it; null for a new one.</param>
    public static TicketEntry Of(
        Ticket ticket, TicketEvent kind, string text, List<Guid> documents, Actor by, DateTimeOffset now, Guid? command = null) =>
        new()
        {
            Id = command ?? Guid.CreateVersion7(),
            TicketId = ticket.Id,
            PartnerId = ticket.PartnerId,
            CustomerId = ticket.CustomerId,
            At = now,
            AccountId = by.Account,
            Name = by.Name,
            ByVendor = by.Kind is ActorKind.Vendor or ActorKind.System,
            Kind = kind,
            Text = text,
            Documents = documents,
        };
}

/// <summary>
/// What the vendor's people tell each other about a ticket. The asker's side never reads it; it is no row of the partner either, so that
/// the partner's audit trail does not tell it.
/// </summary>
internal sealed class TicketNote
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TicketId { get; init; }

    /// <summary>Whom the ticket is of.</summary>
    public Guid PartnerId { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Name { get; init; }

    public TicketNoteKind Kind { get; init; }

    public required string Text { get; init; }

    public static TicketNote Of(Ticket ticket, TicketNoteKind kind, string text, Actor by, DateTimeOffset now) =>
        new() { TicketId = ticket.Id, PartnerId = ticket.PartnerId, At = now, Name = by.Name, Kind = kind, Text = text };
}

/// <summary>The support plan that the vendor has given to a partner (R2.2).</summary>
internal sealed class PartnerPlan : IPartnerRow
{
    public Guid PartnerId { get; init; }

    public required string Plan { get; set; }

    public required string SetBy { get; set; }

    public DateTimeOffset SetAt { get; set; }
}
