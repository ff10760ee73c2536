using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;
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

/// <summary>Associations, for later modules. Plain SQL: every movement of money asks here first.</summary>
public sealed class Associations(UnitOfWork unit)
{
    /// <summary>The association of a customer with a partner that lasts now, or null.</summary>
    public async Task<AssociationView?> Now(Guid partner, Guid customer, CancellationToken ct = default) =>
        (await List("where a.partner_id = $1 and a.customer_id = $2 and a.to_at is null", ct, partner, customer)).SingleOrDefault();

    /// <summary>The association of a customer that lasts now, whoever its partner is, or null.</summary>
    public async Task<AssociationView?> OfCustomer(Guid customer, CancellationToken ct = default) =>
        (await List("where a.customer_id = $1 and a.to_at is null", ct, customer)).SingleOrDefault();

    /// <summary>The association of a customer at an instant, whoever its partner was, or null.</summary>
    public async Task<AssociationView?> At(Guid customer, DateTimeOffset at, CancellationToken ct = default) =>
        (await List("where a.customer_id = $1 and a.from_at <= $2 and (a.to_at is null or $2 < a.to_at)", ct, customer, at)).SingleOrDefault();

    /// <summary>A partner's present associations by customer number.</summary>
    public Task<List<AssociationView>> Present(Guid partner, CancellationToken ct = default) =>
        List("where a.partner_id = $1 and a.to_at is null order by c.number", ct, partner);

    /// <summary>The present associations of a partner with some customers.</summary>
    public Task<List<AssociationView>> Present(Guid partner, Guid[] customers, CancellationToken ct = default) =>
        List("where a.partner_id = $1 and a.customer_id = any ($2) and a.to_at is null", ct, partner, customers);

    /// <summary>
    /// Every association that ever was, for imports that look up millions of lines. A sub account whose money its master keeps is its
    /// master's partner's, in the master's mode and times (R12.1.2.12).
    /// </summary>
    public Task<List<AssociationView>> All(CancellationToken ct = default) => List("""
        union all
        select a.partner_id, s.id, s.number, s.name, a.mode, a.from_at, a.to_at
        from customers.association a join customers.customer s on s.custody and s.master_id = a.customer_id
        """, ct);

    /// <summary>Names of customers by id, for tables.</summary>
    public async Task<Dictionary<Guid, string>> Names(IReadOnlyCollection<Guid> customers, CancellationToken ct = default)
    {
        await using var command = unit.Command("select id, name from customers.customer where id = any ($1)", customers.ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var names = new Dictionary<Guid, string>();
        while (await reader.ReadAsync(ct))
        {
            names.Add(reader.GetGuid(0), reader.GetString(1));
        }

        return names;
    }

    /// <summary>A customer by its number, associated or not; null if the reader sees none.</summary>
    public async Task<(Guid Id, string Name)?> ByNumber(string number, CancellationToken ct = default)
    {
        await using var command = unit.Command("select id, name from customers.customer where number = $1", number);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetGuid(0), reader.GetString(1)) : null;
    }

    private async Task<List<AssociationView>> List(string rest, CancellationToken ct, params object[] values)
    {
        await using var command = unit.Command($"""
            select a.partner_id, a.customer_id, c.number, c.name, a.mode, a.from_at, a.to_at
            from customers.association a join customers.customer c on c.id = a.customer_id {rest}
            """, values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<AssociationView>();
        while (await reader.ReadAsync(ct))
        {
            found.Add(new(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3),
                Enum.Parse<AssociationMode>(reader.GetString(4)), reader.GetFieldValue<DateTimeOffset>(5),
                reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6)));
        }

        return found;
    }
}
