using NpgsqlTypes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>A movement on a partner's own account.</summary>
internal sealed record Movement(
    Guid Id, Guid? Customer, TransferKind Kind, decimal Amount, decimal BalanceAfter, DateTimeOffset At, string Memo);

/// <summary>Which movements are asked for; null does not narrow.</summary>
internal sealed record MovementFilter(IReadOnlyList<TransferKind> Kinds, Guid? Id, Guid? Customer, DateTimeOffset? From, DateTimeOffset? Before);

/// <summary>Balances and movements as the wire lists them: always those of the actor's partner.</summary>
internal sealed class PartnerMovements(UnitOfWork unit, Associations associations)
{
    /// <summary>The account of the partner, or of the customer that the actor is; null for one that never had money.</summary>
    public async Task<(Guid Id, decimal Balance)?> Account(Actor by, CancellationToken ct = default)
    {
        await using var command = unit.Command("""
            select id, balance from funds.pub_account
            where currency = 'CNY' and ((kind = 'Partner' and partner_id = $1 and $2 = '') or (kind = $3 and customer_id::text = $2)) order by balance desc limit 1
            """, by.Partner ?? Guid.Empty, by.Customer?.ToString() ?? "", (await Spent(by, ct)).ToString());
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetGuid(0), reader.GetDecimal(1)) : null;
    }

    /// <summary>What a customer spends: in resale what its partner allocated, otherwise its own money.</summary>
    private async Task<AccountKind> Spent(Actor by, CancellationToken ct) =>
        by.Customer is { } customer && (await associations.OfCustomer(customer, ct))?.Mode != AssociationMode.Resale ? AccountKind.Own : AccountKind.Customer;

    /// <summary>Movements, newest first, and how many there are in all.</summary>
    public async Task<(List<Movement> Rows, long Count)> Matching(Actor by, MovementFilter filter, int skip, int limit, CancellationToken ct = default)
    {
        await using var command = unit.Command("""
            select id, customer_id, kind, amount, balance_after, at, memo, count(*) over () from funds.pub_partner_entry
            where partner_id = $1 and kind = any ($2) and ($3::uuid is null or id = $3) and ($4::uuid is null or customer_id = $4)
                and ($5::timestamptz is null or at >= $5) and ($6::timestamptz is null or at < $6)
            order by at desc, id desc limit $7 offset $8
            """, by.PartnerId, filter.Kinds.Select(kind => kind.ToString()).ToArray(), filter.Id, filter.Customer, filter.From, filter.Before, limit, skip);
        command.Parameters[2].NpgsqlDbType = command.Parameters[3].NpgsqlDbType = NpgsqlDbType.Uuid;
        command.Parameters[4].NpgsqlDbType = command.Parameters[5].NpgsqlDbType = NpgsqlDbType.TimestampTz;
        var (rows, count) = (new List<Movement>(), 0L);
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                rows.Add(new(
                    reader.GetGuid(0), reader.IsDBNull(1) ? null : reader.GetGuid(1), Enum.Parse<TransferKind>(reader.GetString(2)), reader.GetDecimal(3),
                    reader.GetDecimal(4), reader.GetFieldValue<DateTimeOffset>(5), reader.GetString(6)));
                count = reader.GetInt64(7);
            }
        }

        // A page beyond the last has no row that could say how many there are.
        return rows.Count == 0 && skip > 0 ? (rows, (await Matching(by, filter, 0, 1, ct)).Count) : (rows, count);
    }
}
