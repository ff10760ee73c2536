using PartnerCenter.Funds.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Funds;

/// <summary>A line of a statement (收支明细).</summary>
/// <param name="Id">The movement.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Kind">Why.</param>
/// <param name="Memo">Its words: the customer's name or the bank's reference.</param>
/// <param name="Amount">CNY; negative where money left the account.</param>
/// <param name="BalanceAfter">CNY.</param>
/// <param name="By">Who did it.</param>
public sealed record StatementLine(Guid Id, DateTimeOffset At, TransferKind Kind, string Memo, decimal Amount, decimal BalanceAfter, string By);

/// <summary>A customer's allocated money.</summary>
public sealed record CustomerBalance(Guid Customer, string Number, string Name, decimal Balance);

/// <summary>What pages and API show of funds: always those of the actor.</summary>
public sealed class FundsLists(UnitOfWork unit)
{
    /// <summary>The statement of the actor's balance, newest first.</summary>
    /// <param name="by">A partner's person, or a customer.</param>
    /// <param name="kind">Only this kind; null for all.</param>
    /// <param name="before">Only movements before this instant and id; null from the newest on.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<List<StatementLine>> Statement(
        Actor by, TransferKind? kind, (DateTimeOffset At, Guid Id)? before, int limit, int skip = 0, CancellationToken ct = default)
    {
        var owner = by.Customer is null ? "a.kind = 'Partner' and a.partner_id = $1" : "a.kind in ('Customer', 'Own') and a.customer_id = $1";
        await using var command = unit.Command($"""
            select t.id, e.at, e.kind, {Blanks.Memo}, e.amount, e.balance_after, {Blanks.ActorName}
            from funds.account a
            cross join lateral (
                select * from funds.entry where account_id = a.id and ($2 = '' or kind = $2) and (at, transfer_id) < ($3, $4)
                order by at desc, transfer_id desc limit $5 + $6) e
            join funds.transfer t on t.id = e.transfer_id
            where {owner}
            order by e.at desc, e.transfer_id desc limit $5 offset $6
            """,
            by.Customer ?? by.PartnerId, kind?.ToString() ?? "", before?.At ?? DateTimeOffset.MaxValue, before?.Id ?? Guid.AllBitsSet, limit, skip);
        var lines = new List<StatementLine>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            lines.Add(new(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1), Enum.Parse<TransferKind>(reader.GetString(2)),
                reader.GetString(3), reader.GetDecimal(4), reader.GetDecimal(5), reader.GetString(6)));
        }

        return lines;
    }

    /// <summary>What the actor's partner has allocated to present resale customers, the most first.</summary>
    /// <param name="by">A partner's person.</param>
    /// <param name="only">Only these customers; null for all.</param>
    /// <param name="limit">How many at most: a partner has some hundred thousand.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<List<CustomerBalance>> Customers(Actor by, IReadOnlyCollection<Guid>? only, int limit, CancellationToken ct = default)
    {
        var where = new SqlFilter("s.partner_id = $1 and s.mode = 'Resale' and s.to_at is null", by.PartnerId);
        if (only is not null)
        {
            where.And("s.customer_id = any ({0})", only.ToArray());
        }

        await using var command = unit.Command($"""
            select s.customer_id, s.number, s.name, coalesce(a.balance, 0)
            from customers.pub_association s
            left join funds.account a on a.partner_id = s.partner_id and a.kind = 'Customer' and a.customer_id = s.customer_id
            where {where}
            order by 4 desc, s.name limit {limit}
            """, where.Values);
        var balances = new List<CustomerBalance>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            balances.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetDecimal(3)));
        }

        return balances;
    }

    /// <summary>A customer's own money: what its partner has allocated to it and it has not spent.</summary>
    public async Task<decimal> OfCustomer(Guid customer, CancellationToken ct = default)
    {
        await using var command = unit.Command(
            "select coalesce(sum(balance), 0) from funds.account where kind = 'Customer' and customer_id = $1", customer);
        return (decimal)(await command.ExecuteScalarAsync(ct))!;
    }
}
