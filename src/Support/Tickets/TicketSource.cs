using Microsoft.EntityFrameworkCore;
using PartnerCenter.Network.Published;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>Tickets by number, for changes that need one.</summary>
internal sealed class TicketSource(SupportDb db) : ITicketSource
{
    public Task<TicketFacts?> Find(string number, CancellationToken ct) => db.Tickets.AsNoTracking().Where(t => t.Number == number)
        .Select(t => new TicketFacts(t.PartnerId, t.Category, t.State == TicketState.Closed)).SingleOrDefaultAsync(ct);
}
