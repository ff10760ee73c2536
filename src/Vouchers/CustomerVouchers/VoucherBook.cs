using Npgsql;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Database;
using PartnerCenter.Vouchers.Published;

namespace PartnerCenter.Vouchers.CustomerVouchers;

/// <summary>Customers' vouchers as rows; whoever changes one has locked it.</summary>
internal sealed class VoucherBook(UnitOfWork unit, BusinessDay businessDay)
{
    private const string Columns = """
        id, number, sort, issuer_id, quota_id, customer_id, customer_name, face, remaining, purchase, products, acquisition, excludes_discounts,
        valid_from, valid_to, state
        """;

    /// <summary>Locks a voucher until the end of the transaction; null if the reader sees none.</summary>
    public async Task<CustomerVoucher?> Lock(Guid id, CancellationToken ct) =>
        (await List("where id = $1 for update", ct, id)).SingleOrDefault();

    /// <summary>Locks all that a customer has, in a fixed order.</summary>
    public Task<List<CustomerVoucher>> LockOf(Guid customer, CancellationToken ct) =>
        List("where customer_id = $1 and state = 'Issued' order by id for update", ct, customer);

    /// <summary>What a customer has, as far as the reader sees it.</summary>
    public Task<List<CustomerVoucher>> Of(Guid customer, CancellationToken ct) =>
        List("where customer_id = $1 and state = 'Issued' order by valid_to, number", ct, customer);

    /// <summary>Issues one.</summary>
    /// <returns>False if there is one of that id already.</returns>
    public async Task<bool> Add(CustomerVoucher voucher, string reason, string by, CancellationToken ct)
    {
        await using var insert = unit.Command(
            $"""
            insert into vouchers.customer_voucher ({Columns}, reason, issued_at, issued_by, changed_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12, $13, $14, 'Issued', $15, $16, $17, $16) on conflict do nothing
            """,
            voucher.Id, voucher.Number, voucher.Sort.ToString(), voucher.Issuer, voucher.Quota, voucher.Customer, voucher.CustomerName, voucher.Face,
            voucher.Limits.Purchase.ToString(), voucher.Limits.Products.ToArray(), voucher.Limits.Acquisition, voucher.Limits.ExcludesDiscounts,
            voucher.ValidFrom, voucher.ValidTo, reason, businessDay.Now, by);
        unit.Record(voucher.Issuer ?? Guid.Empty, $"vouchers.customer_voucher/{voucher.Id}", new
        {
            number = voucher.Number,
            sort = voucher.Sort.ToString(),
            customer = voucher.Customer,
            face = voucher.Face,
            quota = voucher.Quota,
            validFrom = voucher.ValidFrom,
            validTo = voucher.ValidTo,
        });
        return await insert.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Changes what is left of a locked voucher, and how it stands.</summary>
    public async Task Set(CustomerVoucher voucher, decimal left, VoucherState state, CancellationToken ct)
    {
        await using var update = unit.Command(
            "update vouchers.customer_voucher set remaining = $2, state = $3, changed_at = $4 where id = $1", voucher.Id, left, state.ToString(), businessDay.Now);
        await update.ExecuteNonQueryAsync(ct);
        unit.Record(voucher.Issuer ?? Guid.Empty, $"vouchers.customer_voucher/{voucher.Id}", new { left, state = state.ToString() });
    }

    private async Task<List<CustomerVoucher>> List(string rest, CancellationToken ct, params object[] values)
    {
        await using var command = unit.Command($"select {Columns} from vouchers.customer_voucher {rest}", values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<CustomerVoucher>();
        while (await reader.ReadAsync(ct))
        {
            found.Add(Read(reader));
        }

        return found;
    }

    private static CustomerVoucher Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), Enum.Parse<VoucherSort>(reader.GetString(2)), Id(reader, 3), Id(reader, 4), reader.GetGuid(5),
        reader.GetString(6), reader.GetDecimal(7), reader.GetDecimal(8),
        new(Enum.Parse<PurchaseTypes>(reader.GetString(9)), reader.GetFieldValue<string[]>(10), reader.GetBoolean(11), reader.GetBoolean(12)),
        reader.GetFieldValue<DateOnly>(13), reader.GetFieldValue<DateOnly>(14), Enum.Parse<VoucherState>(reader.GetString(15)));

    private static Guid? Id(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);
}
