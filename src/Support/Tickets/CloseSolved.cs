using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>Every night, tickets close whose solution nobody answered until its last day (R6.0).</summary>
internal sealed class CloseSolved(SupportDb db, BusinessDay businessDay) : IJob<Occurrence>
{
    public const string Type = "support.close-solved";

    public async Task Run(Occurrence arguments, JobProgress progress, CancellationToken ct)
    {
        var today = businessDay.Today;
        foreach (var ticket in await db.Tickets.Where(t => t.CloseOn < today).OrderBy(t => t.Number).ToListAsync(ct))
        {
            ticket.CloseByItself(businessDay.Now);
            db.Entries.Add(TicketEntry.Of(ticket, TicketEvent.Closed, "", [], Actor.System, businessDay.Now));
            await db.Save(Actor.System, Type, ct);
        }
    }
}
