using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>What pages and API show of tickets to the asker's side; see <see cref="TicketReach"/>.</summary>
internal sealed class TicketLists(SupportDb db, DocumentStore documents, Rulebook rulebook, BusinessDay businessDay)
{
    private static readonly Sorting<TicketRow> Columns = new()
    {
        { "number", row => row.Number, true }, { "title", row => row.Title }, { "category", row => row.Category },
        { "state", row => row.State }, { "asker", row => row.Asker }, { "raised", row => row.RaisedAt },
    };

    /// <summary>The terms in force today, for choices and names.</summary>
    public TicketTerms Terms => rulebook.On<TicketTerms>(TicketTerms.Rule, businessDay.Today).Terms;

    /// <summary>Tickets as ordered by a column.</summary>
    public Task<List<TicketRow>> List(Actor by, TicketState? state, string? sort, int skip, int limit, CancellationToken ct = default) =>
        Columns.Apply(Rows(by, state), sort).Slice(skip, limit).ToListAsync(ct);

    /// <summary>Tickets before a number, the newest first.</summary>
    public Task<List<TicketRow>> Before(Actor by, TicketState? state, string? number, int limit, CancellationToken ct = default) =>
        Rows(by, state).Where(t => number == null || t.Number.CompareTo(number) < 0).OrderByDescending(t => t.Number).Slice(0, limit).ToListAsync(ct);

    /// <summary>One ticket, or null.</summary>
    public async Task<TicketView?> Find(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.Tickets);
        if (await db.TicketsOf(by).AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is not { } ticket)
        {
            return null;
        }

        var entries = await db.Entries.AsNoTracking().Where(e => e.TicketId == id).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(ct);
        // The vendor's files have names that the asker's reach does not cover.
        await using var wide = await db.Unit.AcrossWalls(ct);
        var names = await documents.Names(entries.SelectMany(e => e.Documents), ct);
        return new(
            ticket, rulebook.Version<TicketTerms>(TicketTerms.Rule, ticket.TermsVersion), entries.ConvertAll(e => TicketLine.Of(e, names)));
    }

    /// <summary>The support plan of the actor's side.</summary>
    public async Task<SupportPlan> PlanOf(Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.Tickets);
        var partner = by.Customer is null ? by.PartnerId : Guid.Empty;
        return Terms.Plan(await db.Plans.Where(p => p.PartnerId == partner).Select(p => p.Plan).SingleOrDefaultAsync(ct));
    }

    private IQueryable<TicketRow> Rows(Actor by, TicketState? state)
    {
        by.Need(SupportModule.Tickets);
        return db.TicketsOf(by).AsNoTracking().Where(t => state == null || t.State == state).Select(t => new TicketRow
        {
            Id = t.Id,
            Number = t.Number,
            Title = t.Title,
            Category = t.Category,
            Priority = t.Priority,
            State = t.State,
            Asker = t.AskerName,
            RaisedAt = t.RaisedAt,
        });
    }
}
