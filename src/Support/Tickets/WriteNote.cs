using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Web;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>The vendor's people leave each other a note; the asker neither sees it nor hears of it.</summary>
internal sealed class WriteNote(SupportDb db, BusinessDay businessDay)
{
    /// <summary>Writes it.</summary>
    /// <returns>False if there is no such ticket.</returns>
    public async Task<bool> Run(Guid id, string? text, Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.Desk);
        if (await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is not { } ticket)
        {
            return false;
        }

        db.Notes.Add(TicketNote.Of(ticket, TicketNoteKind.Written, Input.Text(text, "Note", 5000), by, businessDay.Now));
        await db.Save(by, "support.write-note", ct);
        return true;
    }
}
