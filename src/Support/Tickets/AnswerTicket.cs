using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;
using PartnerCenter.Platform.Web;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>The vendor answers, and says how it goes on: still in progress, waiting for the asker, or solved (R6.0).</summary>
internal sealed class AnswerTicket(SupportDb db, TicketFiles files, Rulebook rulebook, WorkCalendar calendar, BusinessDay businessDay)
{
    /// <summary>Answers.</summary>
    /// <param name="id">The ticket.</param>
    /// <param name="text">What.</param>
    /// <param name="next">How it goes on.</param>
    /// <param name="attached">Files that go with it.</param>
    /// <param name="by">Who.</param>
    /// <param name="command">The answer's id, made by the caller: sent again it is not written again.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if there is no such ticket.</returns>
    /// <exception cref="Refusal">
    /// <c>ticket.no-next</c> at Next; <c>ticket.wrong-state</c>: it is closed; refusals of field and files.
    /// </exception>
    public async Task<bool> Run(
        Guid id, string? text, TicketState? next, IReadOnlyList<SentFile> attached, Actor by, Guid? command = null,
        CancellationToken ct = default)
    {
        by.Need(SupportModule.Desk);
        if (await db.Tickets.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } ticket)
        {
            return false;
        }

        if (command is { } done && await db.Entries.AnyAsync(e => e.Id == done && e.TicketId == id, ct))
        {
            return true;
        }

        var terms = rulebook.Version<TicketTerms>(TicketTerms.Rule, ticket.TermsVersion);
        var (words, to) = (Input.Text(text, "Text", 5000), Input.Chosen(next, "Next"));
        var closeOn = calendar.Workdays.After(businessDay.Today, terms.CloseAfterWorkdays);
        ticket.Answer(by.Account, by.Name, to, closeOn, businessDay.Now, terms.Hours(calendar.Workdays));
        var documents = await files.Keep(attached, terms.MostFiles, by, ct);
        db.Entries.Add(TicketEntry.Of(ticket, Kind(to), words, documents, by, businessDay.Now, command));
        db.Publish(StaffWrote.Of(ticket));
        await db.Save(by, "support.answer-ticket", ct);
        return true;
    }

    private static TicketEvent Kind(TicketState next) => next switch
    {
        TicketState.Waiting => TicketEvent.AskedBack,
        TicketState.Solved => TicketEvent.Solved,
        _ => TicketEvent.Answered,
    };
}
