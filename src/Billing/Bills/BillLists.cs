using DuckDB.NET.Data;
using PartnerCenter.Billing.Close;
using PartnerCenter.Billing.Published;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Billing.Bills;

/// <summary>Sums of a bill or of a part of it, in CNY.</summary>
public sealed record BillRow(
    string Key, string Name, long Lines, decimal Official, decimal Discount, decimal Payable, decimal Billed, decimal RoundingRemainder,
    decimal Voucher, decimal CashCoupon, decimal StoredValue, decimal Arrears, decimal PartnerVoucher, decimal Cash);

/// <summary>A line of a bill in full, amounts in CNY.</summary>
public sealed record BillLine(
    string ChargeId, Guid Customer, DateTimeOffset TransactionAt, ChargeType ChargeType, OrderType OrderType, BillingMode BillingMode,
    string ProductType, string Product, string ResourceType, string ResourceId, string ResourceName, string Region, decimal Official,
    decimal Discount, decimal Payable, decimal Billed, decimal RoundingRemainder, decimal Voucher, decimal CashCoupon, decimal StoredValue,
    decimal Arrears, string Currency, decimal Original, DateTimeOffset? PeriodStart, DateTimeOffset? PeriodEnd);

/// <summary>Bills as pages, API and exports show them: always those of the actor's partner, or of the customer that it is.</summary>
internal sealed class BillLists(UnitOfWork unit, SegmentDoor door, Associations associations) : IBillLines
{
    internal const string Columns = """
        charge_id, customer, transaction_at, charge_type, order_type, billing_mode, product_type, product, resource_type,
        resource_id, resource_name, region, official, payable, voucher, cash_coupon, stored_value, arrears, currency, original,
        period_start, period_end
        """;

    private const string Sums = """
        sum(lines)::bigint, sum(official), sum(discount), sum(payable), sum(billed), sum(rounding), sum(voucher), sum(cash_coupon),
        sum(stored_value), sum(arrears), sum(partner_voucher), sum(cash)
        """;

    private static readonly SqlColumns Sortable = new()
    {
        ["time"] = "transaction_at",
        ["kind"] = "charge_type",
        ["region"] = "region",
        ["official"] = "official",
        ["payable"] = "payable",
        ["billed"] = "payable",
        ["rounding"] = $"payable % {Rounding.Cent}",
        ["vouchers"] = "voucher + cash_coupon",
    };

    /// <summary>The months with a bill, newest first.</summary>
    public Task<List<BillRow>> Months(Actor by, CancellationToken ct = default) => Rows($"""
        select to_char(month, 'YYYY-MM'), '', {Sums} from billing.bill where partner_id = $1 group by month order by month desc
        """, ct, by.PartnerId);

    /// <summary>The bill of a month, or null.</summary>
    public async Task<BillRow?> Bill(Actor by, Month month, CancellationToken ct = default) => (await Rows($"""
        select to_char(month, 'YYYY-MM'), '', {Sums} from billing.bill where partner_id = $1 and month = $2 group by month
        """, ct, by.PartnerId, month.FirstDay)).SingleOrDefault();

    /// <summary>The bill of a month by customer, by product type and billing mode, or by charge type.</summary>
    /// <param name="by">Whose.</param>
    /// <param name="month">Which month.</param>
    /// <param name="grouping">customer, product or charge.</param>
    /// <param name="charge">Only this charge type; null for all.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<List<BillRow>> Items(Actor by, Month month, string grouping, ChargeType? charge, CancellationToken ct = default)
    {
        var (key, name) = grouping switch
        {
            "customer" => ("customer_id::text", "(select max(s.name) from customers.pub_association s where s.customer_id = i.customer_id)"),
            "product" => ("product_type || '|' || billing_mode", "product_type"),
            _ => ("charge_type", "charge_type"),
        };
        return Rows($"""
            select {key}, {name}, {Sums} from billing.bill_item i
            where partner_id = $1 and month = $2 and ($3 = '' or charge_type = $3)
            group by {(grouping == "customer" ? "customer_id" : grouping == "product" ? "product_type, billing_mode" : "charge_type")}
            order by sum(payable) desc, 1
            """, ct, by.PartnerId, month.FirstDay, charge?.ToString() ?? "");
    }

    /// <summary>What the customer that the actor is has consumed, by month and product type.</summary>
    public Task<List<BillRow>> OfCustomer(Actor by, CancellationToken ct = default) => Rows($"""
        select to_char(month, 'YYYY-MM'), product_type, {Sums} from billing.bill_item
        where customer_id = $1 group by month, product_type order by month desc, sum(payable) desc
        """, ct, by.CustomerId);

    /// <summary>What a customer of the actor's partner has consumed there, by month and product type; whether the actor may see the customer is asked before.</summary>
    public async Task<List<BillRow>> OfCustomer(Guid customer, Actor by, CancellationToken ct = default) => await Rows($"""
        select to_char(month, 'YYYY-MM'), product_type, {Sums} from billing.bill_item
        where partner_id = $1 and customer_id = $2 group by month, product_type order by month desc, sum(payable) desc
        """, ct, by.PartnerId, customer);

    /// <summary>The lines of a month's bill straight from its segments, in the order of customer, product and time.</summary>
    /// <param name="by">Whose.</param>
    /// <param name="month">Which month.</param>
    /// <param name="customer">Only this customer; null for all.</param>
    /// <param name="charge">Only this charge type; null for all.</param>
    /// <param name="sort">A column that orders them, falling with a minus before it; any other word leaves them in their own order.</param>
    /// <param name="skip">Lines to pass over.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<List<BillLine>> Lines(
        Actor by, Month month, Guid? customer, ChargeType? charge, string? sort, long skip, int limit, CancellationToken ct = default)
    {
        var files = await door.Files(by.PartnerId, month, ct);
        if (files.Count == 0)
        {
            return [];
        }

        using var reading = SegmentStore.Rent();
        using var command = reading.Connection.CreateCommand();
        command.CommandText = $"""
            select {Columns}
            from {SegmentStore.List(files)}
            where partner = '{by.PartnerId}' {(customer is null ? "" : $"and customer = '{customer}'")}
                {(charge is null ? "" : $"and charge_type = {(int)charge}")}
            order by {Sortable.Order(sort)}customer, product, transaction_at, charge_hash limit {limit} offset {skip}
            """;
        using var reader = command.ExecuteReader();
        var lines = new List<BillLine>();
        while (reader.Read())
        {
            lines.Add(Line(reader));
        }

        return lines;
    }

    public async Task<(List<BillLine> Lines, long Count)> Matching(
        Actor by, Month month, BillLineFilter filter, long skip, int limit, CancellationToken ct = default)
    {
        by.Need(BillingModule.SeeBill);
        var files = await door.Files(by.PartnerId, month, ct);
        if (files.Count == 0)
        {
            return ([], 0);
        }

        using var reading = SegmentStore.Rent();
        using var command = reading.Connection.CreateCommand();
        var conditions = new List<string> { $"partner = '{by.PartnerId}'", $"customer = '{filter.Customer}'" };
        void Where(string condition, object? value)
        {
            if (value is not null)
            {
                command.Parameters.Add(new DuckDBParameter(value));
                conditions.Add(condition);
            }
        }

        Where("product_type = ?", filter.ProductType);
        Where("region = ?", filter.Region);
        Where("resource_id = ?", filter.ResourceId);
        Where("resource_name = ?", filter.ResourceName);
        Where("charge_id = ?", filter.ChargeId);
        Where("billing_mode = ?", (int?)filter.BillingMode);
        Where("mode = ?", (int?)filter.Mode);
        Where("transaction_at >= ?", filter.From is { } from ? BusinessDay.StartOf(from).UtcDateTime : null);
        Where("transaction_at < ?", filter.To is { } to ? BusinessDay.StartOf(to.AddDays(1)).UtcDateTime : null);
        var where = $"from {SegmentStore.List(files)} where {string.Join(" and ", conditions)}";
        command.CommandText = $"select count(*) {where}";
        var count = (long)command.ExecuteScalar()!;
        command.CommandText = $"select {Columns} {where} order by product, transaction_at, charge_hash limit {limit} offset {skip}";
        using var reader = command.ExecuteReader();
        var lines = new List<BillLine>();
        while (reader.Read())
        {
            lines.Add(Line(reader));
        }

        return (lines, count);
    }

    /// <summary>Names of customers, for tables.</summary>
    public Task<Dictionary<Guid, string>> Names(IReadOnlyCollection<Guid> customers, CancellationToken ct = default) =>
        associations.Names(customers, ct);

    internal static BillLine Line(DuckDBDataReader reader)
    {
        var official = reader.GetInt64(12);
        var payable = reader.GetInt64(13);
        return new(
            reader.GetString(0), reader.GetGuid(1), Instant(reader, 2)!.Value, (ChargeType)(sbyte)reader.GetValue(3),
            (OrderType)(sbyte)reader.GetValue(4), (BillingMode)(sbyte)reader.GetValue(5), reader.GetString(6), reader.GetString(7),
            reader.GetString(8), reader.GetString(9), reader.GetString(10), reader.GetString(11), Decimal(official),
            Decimal(official - payable), Decimal(payable), Decimal(Rounding.TruncateToCent(payable)), Decimal(payable % Rounding.Cent),
            Decimal(reader.GetInt64(14)), Decimal(reader.GetInt64(15)), Decimal(reader.GetInt64(16)), Decimal(reader.GetInt64(17)),
            reader.GetString(18), Decimal(reader.GetInt64(19)), Instant(reader, 20), Instant(reader, 21));
    }

    private static decimal Decimal(long units) => units / (decimal)Rounding.One;

    private static DateTimeOffset? Instant(DuckDBDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new DateTimeOffset(reader.GetDateTime(column), TimeSpan.Zero);

    private async Task<List<BillRow>> Rows(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = unit.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<BillRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(
                reader.GetString(0), reader.IsDBNull(1) ? "" : reader.GetString(1), reader.GetInt64(2), reader.GetDecimal(3),
                reader.GetDecimal(4), reader.GetDecimal(5), reader.GetDecimal(6), reader.GetDecimal(7), reader.GetDecimal(8),
                reader.GetDecimal(9), reader.GetDecimal(10), reader.GetDecimal(11), reader.GetDecimal(12), reader.GetDecimal(13)));
        }

        return rows;
    }
}
