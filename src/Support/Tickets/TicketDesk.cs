using Microsoft.EntityFrameworkCore;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Documents;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>Which tickets of the queue; what is left out narrows nothing.</summary>
/// <param name="State">The state; null for all that are not closed.</param>
/// <param name="Category">The code of a category.</param>
/// <param name="Assignee">Who has it; <see cref="Guid.Empty"/> for nobody.</param>
/// <param name="Overdue">Whether only what is overdue.</param>
/// <param name="Search">Part of the number, title or company.</param>
internal sealed record DeskFilter(TicketState? State, string? Category, Guid? Assignee, bool Overdue, string? Search);

/// <summary>The vendor's queue of tickets.</summary>
internal sealed class TicketDesk(SupportDb db, DocumentStore documents, Rulebook rulebook, BusinessDay businessDay)
{
    private static readonly Sorting<DeskRow> Columns = new()
    {
        { "due", row => row.DueAt }, { "number", row => row.Number }, { "title", row => row.Title }, { "company", row => row.Company },
        { "category", row => row.Category }, { "state", row => row.State }, { "assignee", row => row.Assignee },
        { "priority", row => row.Priority == TicketPriority.Urgent ? 0 : row.Priority == TicketPriority.High ? 1 : 2 },
        { "raised", row => row.RaisedAt },
    };

    /// <summary>The terms in force today, for choices and names.</summary>
    public TicketTerms Terms => rulebook.On<TicketTerms>(TicketTerms.Rule, businessDay.Today).Terms;

    /// <summary>Tickets as ordered by a column: what is due first by itself.</summary>
    public Task<List<DeskRow>> List(DeskFilter filter, string? sort, int skip, int limit, Actor by, CancellationToken ct = default) =>
        Columns.Apply(Rows(filter, by), sort).Slice(skip, limit).ToListAsync(ct);

    /// <summary>Tickets before a number, the newest first.</summary>
    public Task<List<DeskRow>> Before(DeskFilter filter, string? number, int limit, Actor by, CancellationToken ct = default) =>
        Rows(filter, by).Where(t => number == null || t.Number.CompareTo(number) < 0).OrderByDescending(t => t.Number).Slice(0, limit).ToListAsync(ct);

    /// <summary>One ticket with notes, or null.</summary>
    public async Task<TicketView?> Find(Guid id, Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.Desk);
        if (await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is not { } ticket)
        {
            return null;
        }

        var entries = await db.Entries.AsNoTracking().Where(e => e.TicketId == id).ToListAsync(ct);
        var notes = await db.Notes.AsNoTracking().Where(n => n.TicketId == id).ToListAsync(ct);
        var names = await documents.Names(entries.SelectMany(e => e.Documents), ct);
        var lines = entries.Select(e => (e.Id, Line: TicketLine.Of(e, names))).Concat(notes.Select(n => (n.Id, Line: TicketLine.Of(n))));
        return new(
            ticket, rulebook.Version<TicketTerms>(TicketTerms.Rule, ticket.TermsVersion),
            [.. lines.OrderBy(l => l.Line.At).ThenBy(l => l.Id).Select(l => l.Line)]);
    }

    private IQueryable<DeskRow> Rows(DeskFilter filter, Actor by)
    {
        by.Need(SupportModule.Desk);
        var (state, category, assignee, now) = (filter.State, filter.Category, filter.Assignee, businessDay.Now);
        var rows = db.Tickets.AsNoTracking().Where(t => state == null ? t.State != TicketState.Closed : t.State == state);
        if (!string.IsNullOrEmpty(category))
        {
            rows = rows.Where(t => t.Category == category);
        }

        if (assignee is not null)
        {
            rows = rows.Where(t => assignee == Guid.Empty ? t.AssigneeId == null : t.AssigneeId == assignee);
        }

        if (filter.Overdue)
        {
            rows = rows.Where(t => t.DueAt < now);
        }

        if (filter.Search?.Trim() is { Length: > 0 } search)
        {
            rows = rows.Where(t => t.Number.Contains(search) || t.Title.Contains(search) || t.Company.Contains(search));
        }

        return rows.Select(t => new DeskRow
        {
            Id = t.Id,
            Number = t.Number,
            Title = t.Title,
            Company = t.Company,
            Category = t.Category,
            Priority = t.Priority,
            State = t.State,
            Assignee = t.AssigneeName,
            RaisedAt = t.RaisedAt,
            DueAt = t.DueAt,
        });
    }
}
