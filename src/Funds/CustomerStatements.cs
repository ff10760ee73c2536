using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Funds;

/// <summary>A customer with whom money moved, now or before.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="From">Since when it was this partner's, first of all, UTC.</param>
/// <param name="To">Until when; null while it lasts.</param>
public sealed record StatementCustomer(Guid Customer, string Number, string Name, DateTimeOffset From, DateTimeOffset? To);

/// <summary>
/// The statement of a customer's allocated money, for its partner: that of the times when it was this partner's, also when it is no more;
/// nothing later (R12.1.9.21).
/// </summary>
public sealed class CustomerStatements(UnitOfWork unit, CustomerAccounts accounts)
{
    /// <summary>Customers that the actor's partner has or had, the present ones first.</summary>
    public Task<List<StatementCustomer>> Customers(Actor by, int skip, int limit, CancellationToken ct = default) => List(null, by, skip, limit, ct);

    /// <summary>One of them, or null.</summary>
    public async Task<StatementCustomer?> Find(Guid customer, Actor by, CancellationToken ct = default) => (await List(customer, by, 0, 1, ct)).SingleOrDefault();

    /// <summary>Movements, newest first. The one that ends an association belongs to it, although it is posted as it ends.</summary>
    public async Task<List<StatementLine>> Of(Guid customer, Actor by, int skip, int limit, CancellationToken ct = default)
    {
        if (await Find(customer, by, ct) is null)
        {
            return [];
        }

        await using var command = unit.Command($"""
            select t.id, e.at, e.kind, {Blanks.Memo}, e.amount, e.balance_after, {Blanks.ActorName}
            from funds.account a join funds.entry e on e.account_id = a.id join funds.transfer t on t.id = e.transfer_id
            where a.partner_id = $1 and a.kind = 'Customer' and a.customer_id = $2 and (e.kind = 'DisassociationReclaim' or exists (
                select from customers.pub_association s
                where s.partner_id = $1 and s.customer_id = $2 and s.from_at <= e.at and (s.to_at is null or e.at < s.to_at)))
            order by e.at desc, t.id desc limit $3 offset $4
            """, by.PartnerId, customer, limit, skip);
        var lines = new List<StatementLine>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            lines.Add(new(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1), Enum.Parse<TransferKind>(reader.GetString(2)),
                reader.GetString(3), reader.GetDecimal(4), reader.GetDecimal(5), reader.GetString(6)));
        }

        return lines;
    }

    private async Task<List<StatementCustomer>> List(Guid? one, Actor by, int skip, int limit, CancellationToken ct)
    {
        by.Need(FundsModule.See);
        await using var command = unit.Command("""
            select customer_id, number, name, min(from_at), case when bool_or(to_at is null) then null else max(to_at) end as until
            from customers.pub_association where partner_id = $1 and ($2::uuid[] is null or customer_id = any ($2)) and ($5::uuid is null or customer_id = $5)
            group by 1, 2, 3 order by until desc nulls first, number limit $3 offset $4
            """, by.PartnerId, (await accounts.Seen(by, ct))?.ToArray(), limit, skip, one);
        command.Parameters[1].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Uuid;
        command.Parameters[4].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid;
        var customers = new List<StatementCustomer>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            customers.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return customers;
    }
}
