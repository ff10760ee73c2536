using Microsoft.EntityFrameworkCore;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>A file of a ticket for whoever sees the ticket, whichever side sent it.</summary>
internal sealed class OpenAttachment(SupportDb db, DocumentStore documents)
{
    /// <summary>Opens it; null if the actor sees no such ticket or it has no such file.</summary>
    public async Task<(Document Document, Stream Content)?> Run(Guid id, Guid document, Actor by, CancellationToken ct = default)
    {
        if (!by.May(SupportModule.Desk) && !by.May(SupportModule.Tickets))
        {
            return null;
        }

        var tickets = by.May(SupportModule.Desk) ? db.Tickets : db.TicketsOf(by);
        if (!await tickets.AnyAsync(t => t.Id == id, ct)
            || !await db.Entries.AnyAsync(e => e.TicketId == id && e.Documents.Contains(document), ct))
        {
            return null;
        }

        // The other side's files lie behind a wall of theirs; that they belong to this ticket was asked above.
        await using var wide = await db.Unit.AcrossWalls(ct);
        return await documents.Open(document, Actor.System, ct);
    }
}
