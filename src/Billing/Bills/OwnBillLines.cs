using DuckDB.NET.Data;
using PartnerCenter.Billing.Close;
using PartnerCenter.Billing.Published;
using PartnerCenter.Billing.Usage;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Billing.Bills;

/// <summary>A customer's own lines, straight from the segments of the partners that billed it.</summary>
internal sealed class OwnBillLines(SegmentDoor door) : IOwnBillLines
{
    private const string Resource = "customer, charge_type, order_type, billing_mode, product_type, product, resource_type, resource_id, resource_name, region, currency";
    private const string BusinessDayOf = "date_trunc('day', transaction_at + interval 8 hour)";

    public async Task<(List<BillLine> Lines, long Count)> Matching(
        Actor by, Month month, OwnLineFilter filter, long skip, int limit, CancellationToken ct = default)
    {
        by.Need(BillingModule.Own);
        var (files, partners) = await door.OfCustomer(by.CustomerId, month, ct);
        if (files.Count == 0)
        {
            return ([], 0);
        }

        using var reading = SegmentStore.Rent();
        using var command = reading.Connection.CreateCommand();
        var conditions = new List<string> { $"partner in ({string.Join(", ", partners.Select(partner => $"'{partner}'"))})", $"customer = '{by.CustomerId}'" };
        Narrow(command, conditions, filter);
        var lines = Grouped(filter.Grouping, $"from {SegmentStore.List(files)} where {string.Join(" and ", conditions)}");
        command.CommandText = $"select count(*) {lines}";
        var count = (long)command.ExecuteScalar()!;
        command.CommandText = $"select {BillLists.Columns} {lines} order by product, transaction_at, charge_hash limit {limit} offset {skip}";
        using var reader = command.ExecuteReader();
        var found = new List<BillLine>();
        while (reader.Read())
        {
            found.Add(BillLists.Line(reader));
        }

        return (found, count);
    }

    private static void Narrow(DuckDBCommand command, List<string> conditions, OwnLineFilter filter)
    {
        void Where(string condition, object? value)
        {
            if (value is not null)
            {
                command.Parameters.Add(new DuckDBParameter(value));
                conditions.Add(condition);
            }
        }

        Where("product_type = ?", filter.ProductType);
        Where("resource_type = ?", filter.ResourceType);
        Where("resource_id = ?", filter.ResourceId);
        Where("region = ?", filter.Region);
        Where("charge_id = ?", filter.ChargeId);
        Where("billing_mode = ?", (int?)filter.BillingMode);
        Where("(arrears <> 0) = ?", filter.Owed);
        Where("transaction_at >= ?", filter.From is { } from ? BusinessDay.StartOf(from).UtcDateTime : null);
        Where("transaction_at < ?", filter.To is { } to ? BusinessDay.StartOf(to.AddDays(1)).UtcDateTime : null);
        if (filter.NonZero)
        {
            conditions.Add("payable <> 0");
        }

        if (filter.Kinds is { } kinds)
        {
            conditions.Add(kinds.Count == 0 ? "false" : $"(charge_type, order_type) in ({string.Join(", ", kinds.Select(kind => $"({(int)kind.Charge}, {(int)kind.Order})"))})");
        }
    }

    private static string Grouped(LineGrouping grouping, string lines) => grouping == LineGrouping.Line ? lines : $"""
        from (select '' as charge_id, {Resource}, max(transaction_at) as transaction_at, sum(official)::bigint as official, sum(payable)::bigint as payable,
                sum(voucher)::bigint as voucher, sum(cash_coupon)::bigint as cash_coupon, sum(stored_value)::bigint as stored_value, sum(arrears)::bigint as arrears,
                sum(original)::bigint as original, min(period_start) as period_start, max(period_end) as period_end, min(charge_hash) as charge_hash
            {lines} group by {Resource}{(grouping == LineGrouping.Day ? $", {BusinessDayOf}" : "")})
        """;
}
