using NpgsqlTypes;
using PartnerCenter.Funds;
using PartnerCenter.Funds.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.OpenApi.Operations;

/// <summary>A movement on a customer's account.</summary>
internal sealed record CustomerMovement(Guid Id, TransferKind Kind, decimal Amount, decimal BalanceAfter, DateTimeOffset At);

/// <summary>Which movements are asked for; null does not narrow.</summary>
internal sealed record CustomerMovementFilter(IReadOnlyList<TransferKind> Kinds, Guid? Id, bool? Income, DateTimeOffset? From, DateTimeOffset? Before);

/// <summary>What moved on the accounts of the customer that the actor is: what partners allocated to it, and its own money.</summary>
internal sealed class CustomerMovements(UnitOfWork unit)
{
    /// <summary>Movements, newest first, and how many there are in all.</summary>
    public async Task<(List<CustomerMovement> Rows, long Count)> Matching(
        Actor by, CustomerMovementFilter filter, int skip, int limit, CancellationToken ct = default)
    {
        by.Need(FundsModule.Own);
        await using var command = unit.Command("""
            select id, kind, amount, balance_after, at, count(*) over () from funds.pub_customer_entry
            where customer_id = $1 and kind = any ($2) and ($3::uuid is null or id = $3) and ($4::boolean is null or (amount > 0) = $4)
                and ($5::timestamptz is null or at >= $5) and ($6::timestamptz is null or at < $6)
            order by at desc, id desc limit $7 offset $8
            """, by.CustomerId, filter.Kinds.Select(kind => kind.ToString()).ToArray(), filter.Id, filter.Income, filter.From, filter.Before, limit, skip);
        command.Parameters[2].NpgsqlDbType = NpgsqlDbType.Uuid;
        command.Parameters[3].NpgsqlDbType = NpgsqlDbType.Boolean;
        command.Parameters[4].NpgsqlDbType = command.Parameters[5].NpgsqlDbType = NpgsqlDbType.TimestampTz;
        var (rows, count) = (new List<CustomerMovement>(), 0L);
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                rows.Add(new(
                    reader.GetGuid(0), Enum.Parse<TransferKind>(reader.GetString(1)), reader.GetDecimal(2), reader.GetDecimal(3),
                    reader.GetFieldValue<DateTimeOffset>(4)));
                count = reader.GetInt64(5);
            }
        }

        // A page beyond the last has no row that could say how many there are.
        return rows.Count == 0 && skip > 0 ? (rows, (await Matching(by, filter, 0, 1, ct)).Count) : (rows, count);
    }
}
