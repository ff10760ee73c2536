using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>
/// Looks after the service level: some working hours before a ticket is due its assignee is reminded; once it is overdue the assignee and
/// the supervisors are told, and a note says so. Each date once (R6.0).
/// </summary>
internal sealed class WatchDeadlines(SupportDb db, Rulebook rulebook, WorkCalendar calendar, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "support.watch-deadlines";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        foreach (var ticket in await db.Tickets.Where(t => t.DueAt != null && t.EscalatedAt == null).OrderBy(t => t.DueAt).ToListAsync(ct))
        {
            if (Watch(ticket))
            {
                await db.Save(Actor.System, Type, ct);
            }
        }
    }

    private bool Watch(Ticket ticket)
    {
        var (now, due) = (businessDay.Now, ticket.DueAt!.Value);
        var terms = rulebook.Version<TicketTerms>(TicketTerms.Rule, ticket.TermsVersion);
        if (ticket.IsOverdue(now))
        {
            ticket.Escalate(now);
            var what = ticket.FirstAnsweredAt is null ? TicketNoteKind.FirstResponseOverdue : TicketNoteKind.SolutionOverdue;
            db.Notes.Add(TicketNote.Of(ticket, what, "", Actor.System, now));
            db.Publish(new TicketLate(ticket.Id, ticket.Number, ticket.Title, ticket.AssigneeId, due, terms.EscalateTo));
            return true;
        }

        var near = terms.Hours(calendar.Workdays).Between(now, due) <= TimeSpan.FromHours(terms.RemindHoursBefore);
        if (!near || ticket.RemindedAt is not null)
        {
            return false;
        }

        ticket.Remind(now);
        db.Publish(new TicketDueSoon(ticket.Id, ticket.Number, ticket.Title, ticket.AssigneeId, due));
        return true;
    }
}
