using Microsoft.EntityFrameworkCore;
using PartnerCenter.Identity.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>One of the vendor's support people takes a ticket, or gives it to a colleague, who hears of it (R6.0).</summary>
internal sealed class AssignTicket(SupportDb db, Accounts accounts, BusinessDay businessDay)
{
    /// <summary>Assigns it.</summary>
    /// <param name="id">The ticket.</param>
    /// <param name="assignee">One of <see cref="Colleagues"/>.</param>
    /// <param name="by">Who.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>False if there is no such ticket.</returns>
    /// <exception cref="Refusal"><c>ticket.no-colleague</c> at Assignee; <c>ticket.wrong-state</c>: it is closed.</exception>
    public async Task<bool> Run(Guid id, Guid? assignee, Actor by, CancellationToken ct = default)
    {
        by.Need(SupportModule.Desk);
        if (await db.Tickets.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } ticket)
        {
            return false;
        }

        if (assignee is not { } account || !(await Colleagues(ct)).TryGetValue(account, out var name))
        {
            throw new Refusal("ticket.no-colleague") { Field = "Assignee" };
        }

        ticket.Assign(account, name);
        db.Entries.Add(TicketEntry.Of(ticket, TicketEvent.Assigned, name, [], by, businessDay.Now));
        if (account != by.Account)
        {
            db.Publish(new TicketAssigned(ticket.Id, ticket.Number, ticket.Title, account));
        }

        await db.Save(by, "support.assign-ticket", ct);
        return true;
    }

    /// <summary>Who can be given a ticket: names by account.</summary>
    public async Task<Dictionary<Guid, string>> Colleagues(CancellationToken ct = default)
    {
        var people = await accounts.Vendor(Role.Support, ct);
        foreach (var (account, name) in await accounts.Vendor(Role.VendorAdministrator, ct))
        {
            people[account] = name;
        }

        return people;
    }
}
