using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Support.Persistence;

namespace PartnerCenter.Support.Tickets;

/// <summary>Which tickets somebody on the asker's side sees.</summary>
internal static class TicketReach
{
    /// <summary>
    /// A customer sees its own, a partner's people those of the partner. Who sees assigned customers only does not read what colleagues
    /// raised for a customer (R7.1.4b).
    /// </summary>
    /// <exception cref="Refusal"><c>access.no-partner</c></exception>
    public static IQueryable<Ticket> TicketsOf(this SupportDb db, Actor by)
    {
        if (by.Customer is { } customer)
        {
            return db.Tickets.Where(t => t.CustomerId == customer);
        }

        var (partner, account, all) = (by.PartnerId, by.Account, by.Managers is null);
        return db.Tickets.Where(t => t.PartnerId == partner && (all || t.ForCustomer == null || t.AskerId == account));
    }
}
