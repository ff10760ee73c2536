using Npgsql;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Vouchers.Quotas;

/// <summary>Who moves something, for the entry.</summary>
internal sealed record Mover(Guid Account, string Name);

/// <summary>
/// What goes into quotas and out of them, each movement an entry. A quota is locked before it is read for a change; what concerns a
/// voucher locks the voucher first, and quotas from the reseller's up, so that no two wait for each other.
/// </summary>
/// <remarks>It works across the walls: what a customer or a reseller does may move its issuer's quota. Whoever calls it has asked whose it is.</remarks>
internal sealed class QuotaBook(UnitOfWork unit, BusinessDay businessDay)
{
    private const string Columns = """
        id, number, partner_id, giver_id, source_id, sort, amount, remaining, customer_id, customer_name, purchase, products, acquisition, excludes_discounts,
        valid_from, valid_to, state
        """;

    /// <summary>Locks a quota until the end of the transaction; null if there is none.</summary>
    public async Task<Quota?> Lock(Guid id, CancellationToken ct)
    {
        await using var wide = await unit.AcrossWalls(ct);
        await using var command = unit.Command($"select {Columns} from vouchers.quota where id = $1 for update", id);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader) : null;
    }

    /// <summary>Opens a quota with all of its amount.</summary>
    public async Task Open(Quota quota, string reason, Mover by, CancellationToken ct)
    {
        await using var wide = await unit.AcrossWalls(ct);
        await using var insert = unit.Command(
            $"""
            insert into vouchers.quota ({Columns}, reason, given_at, given_by, changed_at)
            values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'Given', $16, $17, $18, $17)
            """,
            quota.Id, quota.Number, quota.Partner, quota.Giver, quota.Source, quota.Sort.ToString(), quota.Amount, quota.Customer, quota.CustomerName,
            quota.Limits.Purchase.ToString(), quota.Limits.Products.ToArray(), quota.Limits.Acquisition, quota.Limits.ExcludesDiscounts,
            quota.ValidFrom, quota.ValidTo, reason, businessDay.Now, by.Name);
        await insert.ExecuteNonQueryAsync(ct);
        await Enter(quota.Id, new(EntryKind.Received, quota.Amount) { Other = quota.Source, OtherPartner = quota.Giver, Remark = reason }, by, ct);
        unit.Record(quota.Partner, $"vouchers.quota/{quota.Id}", new
        {
            number = quota.Number,
            sort = quota.Sort.ToString(),
            amount = quota.Amount,
            customer = quota.Customer,
            validFrom = quota.ValidFrom,
            validTo = quota.ValidTo,
        });
    }

    /// <summary>Ends a locked quota: nothing is given on out of it any more.</summary>
    public async Task End(Quota quota, CancellationToken ct)
    {
        await using var wide = await unit.AcrossWalls(ct);
        await using var update = unit.Command("update vouchers.quota set state = 'Reclaimed', changed_at = $2 where id = $1", quota.Id, businessDay.Now);
        await update.ExecuteNonQueryAsync(ct);
        unit.Record(quota.Partner, $"vouchers.quota/{quota.Id}", new { state = "Reclaimed", takenBack = quota.Left });
    }

    /// <summary>Moves an amount in or out (below zero) of a locked quota, and enters it.</summary>
    public async Task Move(Quota quota, Movement movement, Mover by, CancellationToken ct)
    {
        await using var wide = await unit.AcrossWalls(ct);
        await using var update = unit.Command(
            "update vouchers.quota set remaining = remaining + $2, changed_at = $3 where id = $1", quota.Id, movement.Amount, businessDay.Now);
        await update.ExecuteNonQueryAsync(ct);
        await Enter(quota.Id, movement, by, ct);
        unit.Record(quota.Partner, $"vouchers.quota/{quota.Id}", new { kind = movement.Kind.ToString(), amount = movement.Amount, voucher = movement.Voucher });
    }

    /// <summary>
    /// Gives back to a quota what had been issued out of it. If the distributor has taken the quota back meanwhile, the amount goes where
    /// the quota has gone.
    /// </summary>
    public async Task Return(Guid quota, Movement movement, Mover by, CancellationToken ct)
    {
        var held = (await Lock(quota, ct))!;
        await Move(held, movement, by, ct);
        if (held is { State: QuotaState.Reclaimed, Source: { } source })
        {
            await PassUp(held, movement.Amount, source, movement.Remark, by, ct);
        }
    }

    /// <summary>Moves an amount from a locked quota to the one that it came from.</summary>
    public async Task PassUp(Quota held, decimal amount, Guid source, string remark, Mover by, CancellationToken ct)
    {
        var above = (await Lock(source, ct))!;
        await Move(held, new(EntryKind.GivenUp, -amount) { Other = source, OtherPartner = above.Partner, Remark = remark }, by, ct);
        await Move(above, new(EntryKind.TakenBack, amount) { Other = held.Id, OtherPartner = held.Partner, Remark = remark }, by, ct);
    }

    private async Task Enter(Guid quota, Movement movement, Mover by, CancellationToken ct)
    {
        await using var insert = unit.Command(
            """
            insert into vouchers.quota_entry (id, quota_id, partner_id, kind, amount, after, voucher_id, customer_id, other_quota_id, other_partner_id,
                remark, at, actor, actor_name)
            select $1, id, partner_id, $3, $4, remaining, $5, $6, $7, $8, $9, $10, $11, $12 from vouchers.quota where id = $2
            """,
            Guid.CreateVersion7(), quota, movement.Kind.ToString(), movement.Amount, movement.Voucher, movement.Customer, movement.Other,
            movement.OtherPartner, movement.Remark, businessDay.Now, by.Account, by.Name);
        foreach (var one in new[] { 4, 5, 6, 7 })
        {
            insert.Parameters[one].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid;
        }

        await insert.ExecuteNonQueryAsync(ct);
    }

    private static Quota Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetGuid(2), Id(reader, 3), Id(reader, 4), Enum.Parse<VoucherSort>(reader.GetString(5)),
        reader.GetDecimal(6), reader.GetDecimal(7), Id(reader, 8), reader.IsDBNull(9) ? null : reader.GetString(9),
        new(Enum.Parse<PurchaseTypes>(reader.GetString(10)), reader.GetFieldValue<string[]>(11), reader.GetBoolean(12), reader.GetBoolean(13)),
        reader.GetFieldValue<DateOnly>(14), reader.GetFieldValue<DateOnly>(15), Enum.Parse<QuotaState>(reader.GetString(16)));

    private static Guid? Id(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);
}

/// <summary>What moves in or out of a quota.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Amount">CNY; below zero for out.</param>
internal sealed record Movement(EntryKind Kind, decimal Amount)
{
    /// <summary>The voucher concerned.</summary>
    public Guid? Voucher { get; init; }

    /// <summary>Its customer.</summary>
    public Guid? Customer { get; init; }

    /// <summary>The quota on the other side.</summary>
    public Guid? Other { get; init; }

    /// <summary>Whose that is.</summary>
    public Guid? OtherPartner { get; init; }

    /// <summary>Words for the log.</summary>
    public string Remark { get; init; } = "";
}
