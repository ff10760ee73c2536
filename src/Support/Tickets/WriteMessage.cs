using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;
using PartnerCenter.Platform.Web;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>The asker's side writes: what waited for it goes on, and what was called solved opens again (R6.0).</summary>
internal sealed class WriteMessage(SupportDb db, TicketFiles files, Rulebook rulebook, WorkCalendar calendar, BusinessDay businessDay)
{
    /// <summary>Writes.</summary>
    /// <param name="id">The ticket.</param>
    /// <param name="text">What.</param>
    /// <param name="attached">Files that go with it.</param>
    /// <param name="by">Who.</param>
    /// <param name="command">The message's id, made by the caller: sent again it is not written again.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if the actor's side has no such ticket.</returns>
    /// <exception cref="Refusal"><c>ticket.wrong-state</c>: it is closed; refusals of field and files.</exception>
    public async Task<bool> Run(
        Guid id, string? text, IReadOnlyList<SentFile> attached, Actor by, Guid? command = null, CancellationToken ct = default)
    {
        by.Need(SupportModule.Tickets);
        if (await db.TicketsOf(by).SingleOrDefaultAsync(t => t.Id == id, ct) is not { } ticket)
        {
            return false;
        }

        if (command is { } done && await db.Entries.AnyAsync(e => e.Id == done && e.TicketId == id, ct))
        {
            return true;
        }

        var terms = rulebook.Version<TicketTerms>(TicketTerms.Rule, ticket.TermsVersion);
        var words = Input.Text(text, "Text", 5000);
        var kind = ticket.State == TicketState.Solved ? TicketEvent.Reopened : TicketEvent.Wrote;
        ticket.Hear(businessDay.Now, terms.Hours(calendar.Workdays));
        var documents = await files.Keep(attached, terms.MostFiles, by, ct);
        db.Entries.Add(TicketEntry.Of(ticket, kind, words, documents, by, businessDay.Now, command));
        db.Publish(AskerWrote.Of(ticket));
        await db.Save(by, "support.write-message", ct);
        return true;
    }
}
