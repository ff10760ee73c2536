using Microsoft.EntityFrameworkCore;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Customers;

/// <summary>A customer as its partner sees it.</summary>
public sealed record CustomerRow
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What usage files and people call it.</summary>
    public required string Number { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How it is associated.</summary>
    public required AssociationMode Mode { get; init; }

    /// <summary>Since when, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Its mobile.</summary>
    public string? Mobile { get; init; }

    /// <summary>Its address.</summary>
    public string? Email { get; init; }
}

/// <summary>Which customers a program asks for; null does not narrow.</summary>
/// <param name="Id">This one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Mode">How it is associated.</param>
/// <param name="From">Associated at this instant or later.</param>
/// <param name="To">Associated at this instant or earlier.</param>
public sealed record CustomerFilter(Guid? Id, string? Name, AssociationMode? Mode, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>What pages and API show of customers and prospects: always those of the actor's partner.</summary>
public sealed class CustomerLists(CustomersDb db, Vault vault)
{
    private static readonly SqlColumns Columns = new()
    {
        ["number"] = "a.number",
        ["name"] = "a.name",
        ["mode"] = "a.mode",
        ["since"] = "a.from_at",
    };

    /// <summary>Present customers after a key, by number.</summary>
    /// <param name="by">Whose.</param>
    /// <param name="search">Part of the name or number; null for all.</param>
    /// <param name="mode">Only this mode; null for both.</param>
    /// <param name="after">The number after which to go on; null for the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<List<CustomerRow>> CustomersAfter(
        Actor by, string? search, AssociationMode? mode, string? after, int limit, CancellationToken ct = default)
    {
        var where = await Present(by, search, mode, ct);
        return await Read(after is null ? where : where.And("a.number > {0}", after), "a.number", 0, limit, ct);
    }

    /// <summary>Present customers as ordered by a column; parameters as for <see cref="CustomersAfter"/>.</summary>
    public async Task<List<CustomerRow>> Customers(
        Actor by, string? search, AssociationMode? mode, string? sort, int skip, int limit, CancellationToken ct = default) =>
        await Read(await Present(by, search, mode, ct), Columns.Order(sort) + "a.number", skip, limit, ct);

    /// <summary>Which of the actor's customers are wanted: a partner has some hundred thousand, so in plain SQL and by its indexes.</summary>
    private async Task<SqlFilter> Present(Actor by, string? search, AssociationMode? mode, CancellationToken ct)
    {
        var where = new SqlFilter("a.partner_id = $1 and a.to_at is null", by.PartnerId);
        if (by.Managers is { } managers)
        {
            where.And("a.customer_id = any (array(select x.customer_id from customers.assignment x where x.partner_id = $1 and x.account_id = any ({0})))", managers.ToArray());
        }

        if (mode is { } only)
        {
            where.And("a.mode = {0}", only.ToString());
        }

        if (!string.IsNullOrWhiteSpace(search))
        {
            _ = await db.Unit.Few("customers.association", search, ct) is { } few
                ? where.And("a.id = any ({0})", few)
                : where.And("(a.name like {0} or a.number like {0})", Search.Pattern(search));
        }

        return where;
    }

    private Task<List<CustomerRow>> Read(SqlFilter where, string order, int skip, int limit, CancellationToken ct) => db.Unit.Rows(
        $"""
        select a.customer_id, a.number, a.name, a.mode, a.from_at, a.mobile, a.email
        from customers.association a where {where} order by {order} limit {limit} offset {skip}
        """,
        where.Values,
        row => Mask(new()
        {
            Id = row.GetGuid(0),
            Number = row.GetString(1),
            Name = row.GetString(2),
            Mode = row.Named<AssociationMode>(3),
            Since = row.GetFieldValue<DateTimeOffset>(4),
            Mobile = row.Text(5),
            Email = row.Text(6),
        }),
        ct);

    /// <summary>Present customers by a filter, by number, and how many there are in all.</summary>
    public async Task<(List<CustomerRow> Rows, int Count)> Matching(Actor by, CustomerFilter filter, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(CustomersModule.See);
        var rows = Rows(by, filter.Mode)
            .Where(row => (filter.Id == null || row.Id == filter.Id) && (filter.Name == null || row.Name == filter.Name)
                && (filter.From == null || row.Since >= filter.From) && (filter.To == null || row.Since <= filter.To));
        return (await Masks(rows.OrderBy(row => row.Number).Slice(skip, limit), ct), await rows.CountAsync(ct));
    }

    /// <summary>Lists show enough of a number to recognise it by.</summary>
    private CustomerRow Mask(CustomerRow row) =>
        row with { Mobile = row.Mobile is null ? null : Masked.Mobile(vault.Open(row.Mobile, Customer.MobileColumn.Place, row.Id)) };

    private async Task<List<CustomerRow>> Masks(IQueryable<CustomerRow> rows, CancellationToken ct) => (await rows.ToListAsync(ct)).ConvertAll(Mask);

    private IQueryable<CustomerRow> Rows(Actor by, AssociationMode? mode)
    {
        var visible = Visible(by);
        var rows = from a in visible
                   join c in db.Customers on a.CustomerId equals c.Id
                   select new CustomerRow { Id = c.Id, Number = c.Number, Name = c.Name, Mode = a.Mode, Since = a.FromAt, Mobile = c.Mobile, Email = c.Email };
        return mode is null ? rows : rows.Where(row => row.Mode == mode);
    }

    /// <summary>One present customer of the actor's partner, or null.</summary>
    public async Task<CustomerRow?> Find(Guid id, Actor by, CancellationToken ct = default) =>
        (await Masks(Rows(by, null).Where(row => row.Id == id), ct)).SingleOrDefault();

    /// <summary>The whole mobile number of one present customer; null if it has none.</summary>
    internal async Task<string?> MobileOf(Guid id, Actor by, CancellationToken ct = default) =>
        await Rows(by, null).SingleOrDefaultAsync(row => row.Id == id, ct) is { Mobile: { } kept } ? vault.Open(kept, Customer.MobileColumn.Place, id) : null;

    /// <summary>A prospect's number, masked.</summary>
    internal string MobileOf(Prospect prospect) => Masked.Mobile(vault.Open(prospect.Mobile, PartnerCenter.Customers.Prospect.MobileColumn.Place, prospect.Id));

    /// <summary>Present associations of the actor's partner; for an account manager only those of customers assigned to it (R7.1.4b).</summary>
    private IQueryable<Association> Visible(Actor by)
    {
        var (partner, managers) = (by.PartnerId, by.Managers?.ToList());
        var all = db.Associations.AsNoTracking().Where(a => a.PartnerId == partner && a.ToAt == null);
        return managers is null
            ? all
            : all.Where(a => db.Assignments.Any(x => x.PartnerId == partner && x.CustomerId == a.CustomerId && managers.Contains(x.AccountId)));
    }

    private static readonly Sorting<Prospect> ProspectColumns = new()
    {
        { "registered", row => row.RegisteredAt, true }, { "number", row => row.Number }, { "company", row => row.CompanyName },
        { "contact", row => row.ContactName }, { "state", row => row.State },
    };

    internal Task<List<Prospect>> Prospects(Actor by, string? sort, int skip, int limit, CancellationToken ct = default)
    {
        var partner = by.PartnerId;
        return ProspectColumns.Apply(db.Prospects.AsNoTracking().Where(p => p.PartnerId == partner), sort).Slice(skip, limit).ToListAsync(ct);
    }

    /// <summary>Open invitations of a prospect, the newest first.</summary>
    internal Task<List<Invitation>> Invitations(Guid prospect, Actor by, CancellationToken ct = default)
    {
        var partner = by.PartnerId;
        return db.Invitations.AsNoTracking().Where(i => i.ProspectId == prospect && i.PartnerId == partner && i.AcceptedAt == null && i.RevokedAt == null)
            .OrderByDescending(i => i.SentAt).ToListAsync(ct);
    }

    internal Task<Prospect?> Prospect(Guid id, Actor by, CancellationToken ct = default)
    {
        var partner = by.PartnerId;
        return db.Prospects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.PartnerId == partner, ct);
    }
}
