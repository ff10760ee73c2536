using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Customers;

/// <summary>A customer as its partner sees it.</summary>
public sealed record CustomerRow(Guid Id, string Number, string Name, AssociationMode Mode, DateTimeOffset Since, string? Mobile, string? Email);

/// <summary>What pages and API show of customers and prospects: always those of the actor's partner.</summary>
public sealed class CustomerLists(CustomersDb db)
{
    /// <summary>Present customers after a key, by number.</summary>
    /// <param name="by">Whose.</param>
    /// <param name="search">Part of the name or number; null for all.</param>
    /// <param name="mode">Only this mode; null for both.</param>
    /// <param name="after">The number after which to go on.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<List<CustomerRow>> Customers(
        Actor by, string? search, AssociationMode? mode, string? after, int limit, CancellationToken ct = default)
    {
        var visible = Visible(by);
        var rows = from a in visible
                   join c in db.Customers on a.CustomerId equals c.Id
                   select new { a, c };
        if (!string.IsNullOrWhiteSpace(search))
        {
            rows = rows.Where(r => r.c.Name.Contains(search) || r.c.Number.Contains(search));
        }

        if (mode is not null)
        {
            rows = rows.Where(r => r.a.Mode == mode);
        }

        if (after is not null)
        {
            rows = rows.Where(r => r.c.Number.CompareTo(after) > 0);
        }

        return rows.OrderBy(r => r.c.Number).Take(limit)
            .Select(r => new CustomerRow(r.c.Id, r.c.Number, r.c.Name, r.a.Mode, r.a.FromAt, r.c.Mobile, r.c.Email)).ToListAsync(ct);
    }

    /// <summary>One present customer of the actor's partner, or null.</summary>
    public async Task<CustomerRow?> Find(Guid id, Actor by, CancellationToken ct = default)
    {
        var visible = Visible(by);
        return await (from a in visible
                      join c in db.Customers on a.CustomerId equals c.Id
                      where c.Id == id
                      select new CustomerRow(c.Id, c.Number, c.Name, a.Mode, a.FromAt, c.Mobile, c.Email)).SingleOrDefaultAsync(ct);
    }

    /// <summary>Present associations of the actor's partner; for an account manager only those of customers assigned to it (R7.1.4b).</summary>
    private IQueryable<Association> Visible(Actor by)
    {
        var (partner, managers) = (by.PartnerId, by.Managers?.ToList());
        var all = db.Associations.AsNoTracking().Where(a => a.PartnerId == partner && a.ToAt == null);
        return managers is null
            ? all
            : all.Where(a => db.Assignments.Any(x => x.PartnerId == partner && x.CustomerId == a.CustomerId && managers.Contains(x.AccountId)));
    }

    internal Task<List<Prospect>> Prospects(Actor by, CancellationToken ct = default)
    {
        var partner = by.PartnerId;
        return db.Prospects.AsNoTracking().Where(p => p.PartnerId == partner)
            .OrderByDescending(p => p.RegisteredAt).Take(200).ToListAsync(ct);
    }

    internal Task<Prospect?> Prospect(Guid id, Actor by, CancellationToken ct = default)
    {
        var partner = by.PartnerId;
        return db.Prospects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.PartnerId == partner, ct);
    }
}
