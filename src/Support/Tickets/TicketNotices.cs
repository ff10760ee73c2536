using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Notifications;

namespace PartnerCenter.Support.Tickets;

/// <summary>The asker's side has raised a ticket or written.</summary>
internal sealed record AskerWrote(Guid Ticket, string Number, string Title, Guid? Assignee) : IEvent
{
    public static AskerWrote Of(Ticket ticket) => new(ticket.Id, ticket.Number, ticket.Title, ticket.AssigneeId);
}

/// <summary>The vendor has answered.</summary>
internal sealed record StaffWrote(Guid Ticket, string Number, string Title, Guid Asker, bool ToCustomer, TicketState State) : IEvent
{
    public static StaffWrote Of(Ticket ticket) =>
        new(ticket.Id, ticket.Number, ticket.Title, ticket.AskerId, ticket.CustomerId is not null, ticket.State);
}

/// <summary>Somebody was given a ticket by a colleague.</summary>
internal sealed record TicketAssigned(Guid Ticket, string Number, string Title, Guid Assignee) : IEvent;

/// <summary>A ticket will be due soon.</summary>
internal sealed record TicketDueSoon(Guid Ticket, string Number, string Title, Guid? Assignee, DateTimeOffset DueAt) : IEvent;

/// <summary>A ticket is overdue.</summary>
internal sealed record TicketLate(
    Guid Ticket, string Number, string Title, Guid? Assignee, DateTimeOffset DueAt, IReadOnlyList<string> Supervisors) : IEvent;

/// <summary>Tells the asker of answers.</summary>
internal sealed class TellAsker(Notifier notifier) : IHandleLater<StaffWrote>
{
    public const string Kind = "support.answered";

    public Task Handle(StaffWrote happened, CancellationToken ct) => notifier.TellAccount(
        happened.Asker,
        new(Kind, Title(happened), new($"工单 {happened.Number}：{happened.Title}", $"Ticket {happened.Number}: {happened.Title}"),
            $"{(happened.ToCustomer ? "/customer" : "/portal")}/tickets/{happened.Ticket}"),
        ct);

    private static LocalText Title(StaffWrote happened) => happened.State switch
    {
        TicketState.Waiting => new("工单需要您补充信息", "Your ticket needs more from you"),
        TicketState.Solved => new("工单已解决，请确认", "Your ticket is solved: please confirm"),
        _ => new("工单有新回复", "Your ticket was answered"),
    };
}

/// <summary>Tells the vendor's support people of messages and of tickets that they are given: the assignee, or all where nobody has it.</summary>
internal sealed class TellDesk(Notifier notifier) : IHandleLater<AskerWrote>, IHandleLater<TicketAssigned>
{
    public const string Kind = "support.desk";

    public Task Handle(AskerWrote happened, CancellationToken ct) => happened.Assignee is { } assignee
        ? notifier.TellAccount(assignee, About(new("工单有新消息", "New message in a ticket"), happened.Ticket, happened.Number, happened.Title), ct)
        : notifier.TellVendor(Role.Support, About(new("有新工单", "A ticket waits"), happened.Ticket, happened.Number, happened.Title), ct);

    public Task Handle(TicketAssigned happened, CancellationToken ct) => notifier.TellAccount(
        happened.Assignee, About(new("工单已分配给您", "You were given a ticket"), happened.Ticket, happened.Number, happened.Title), ct);

    private static Message About(LocalText title, Guid ticket, string number, string words) =>
        new(Kind, title, new($"{number}：{words}", $"{number}: {words}"), $"/console/tickets/{ticket}");
}

/// <summary>Tells the assignee of what is due, and the supervisors as well of what is overdue.</summary>
internal sealed class TellDeadlines(Notifier notifier) : IHandleLater<TicketDueSoon>, IHandleLater<TicketLate>
{
    public const string Kind = "support.deadlines";

    public Task Handle(TicketDueSoon happened, CancellationToken ct) => TellAssignee(
        happened.Assignee, About(new("工单即将超期", "A ticket is due soon"), happened.Ticket, happened.Number, happened.Title, happened.DueAt), ct);

    public async Task Handle(TicketLate happened, CancellationToken ct)
    {
        var message = About(new("工单已超期", "A ticket is overdue"), happened.Ticket, happened.Number, happened.Title, happened.DueAt);
        await TellAssignee(happened.Assignee, message, ct);
        foreach (var role in happened.Supervisors)
        {
            await notifier.TellVendor(role, message, ct);
        }
    }

    private Task TellAssignee(Guid? assignee, Message message, CancellationToken ct) =>
        assignee is { } account ? notifier.TellAccount(account, message, ct) : notifier.TellVendor(Role.Support, message, ct);

    private static Message About(LocalText title, Guid ticket, string number, string words, DateTimeOffset due)
    {
        var at = Platform.Ui.PageBase.Time(due);
        return new(Kind, title, new($"{number}：{words}（应于 {at} 前处理）", $"{number}: {words} (due {at})"), $"/console/tickets/{ticket}");
    }
}
