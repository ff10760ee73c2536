using PartnerCenter.Kernel;
using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Platform.Events;

namespace PartnerCenter.Customers.Published;

/// <summary>Who pays whom (R12.1.2.1).</summary>
public enum AssociationMode
{
    /// <summary>顾问销售: the customer pays the vendor, the vendor invoices the customer.</summary>
    [Words("顾问销售", "Referral")]
    Referral,

    /// <summary>代售: the customer spends what the partner allocates, the partner invoices the customer.</summary>
    [Words("代售", "Resale")]
    Resale,
}

/// <summary>A customer has become a partner's.</summary>
public sealed record CustomerAssociated(Guid Partner, Guid Customer, string CustomerName, AssociationMode Mode) : IEvent;

/// <summary>A time during which a customer is a partner's: [From, To).</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Number">The customer's number.</param>
/// <param name="Name">The customer's name.</param>
/// <param name="Mode">How they are associated.</param>
/// <param name="From">First instant, UTC.</param>
/// <param name="To">First instant no longer, UTC; null while it lasts.</param>
public sealed record AssociationView(
    Guid Partner, Guid Customer, string Number, string Name, AssociationMode Mode, DateTimeOffset From, DateTimeOffset? To);

/// <summary>Associations, for later modules.</summary>
public sealed class Associations(CustomersDb db)
{
    /// <summary>The association of a customer with a partner that lasts now, or null.</summary>
    public Task<AssociationView?> Now(Guid partner, Guid customer, CancellationToken ct = default) =>
        Views(Lasting.Where(a => a.PartnerId == partner && a.CustomerId == customer)).SingleOrDefaultAsync(ct);

    /// <summary>The association of a customer that lasts now, whoever its partner is, or null.</summary>
    public Task<AssociationView?> OfCustomer(Guid customer, CancellationToken ct = default) =>
        Views(Lasting.Where(a => a.CustomerId == customer)).SingleOrDefaultAsync(ct);

    /// <summary>A partner's present associations by customer number.</summary>
    public async Task<List<AssociationView>> Present(Guid partner, CancellationToken ct = default) =>
        [.. (await Views(Lasting.Where(a => a.PartnerId == partner)).ToListAsync(ct)).OrderBy(a => a.Number, StringComparer.Ordinal)];

    /// <summary>Every association that ever was, for imports that look up millions of lines.</summary>
    public Task<List<AssociationView>> All(CancellationToken ct = default) => Views(db.Associations).ToListAsync(ct);

    /// <summary>Names of customers by id, for tables.</summary>
    public Task<Dictionary<Guid, string>> Names(IReadOnlyCollection<Guid> customers, CancellationToken ct = default) =>
        db.Customers.AsNoTracking().Where(c => customers.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, ct);

    private IQueryable<Association> Lasting => db.Associations.Where(a => a.ToAt == null);

    private IQueryable<AssociationView> Views(IQueryable<Association> associations) =>
        from a in associations.AsNoTracking()
        join c in db.Customers on a.CustomerId equals c.Id
        select new AssociationView(a.PartnerId, a.CustomerId, c.Number, c.Name, a.Mode, a.FromAt, a.ToAt);
}
