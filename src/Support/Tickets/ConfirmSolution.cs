using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>The asker's side agrees that a ticket is solved, and says from 1 to 5 how content it is (R6.0).</summary>
internal sealed class ConfirmSolution(SupportDb db, BusinessDay businessDay)
{
    /// <summary>Confirms, which closes it.</summary>
    /// <returns>False if the actor's side has no such ticket.</returns>
    /// <exception cref="Refusal"><c>ticket.satisfaction</c> at Satisfaction; <c>ticket.wrong-state</c>: it is not solved.</exception>
    public async Task<bool> Run(Guid id, int? satisfaction, string? words, Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.Tickets);
        if (await db.TicketsOf(by).SingleOrDefaultAsync(t => t.Id == id, ct) is not { } ticket)
        {
            return false;
        }

        var said = string.IsNullOrWhiteSpace(words) ? null : Input.Text(words, "Words", 500);
        ticket.Confirm(satisfaction, said, businessDay.Now);
        db.Entries.Add(TicketEntry.Of(ticket, TicketEvent.Confirmed, said ?? "", [], by, businessDay.Now));
        await db.Save(by, "support.confirm-solution", ct);
        return true;
    }
}
