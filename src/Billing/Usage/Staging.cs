using System.IO.Hashing;
using System.Text;
using DuckDB.NET.Data;

namespace PartnerCenter.Billing.Usage;

/// <summary>Checked lines on their way into segments: a DuckDB file that sorts them and finds duplicates without filling the memory.</summary>
internal sealed class Staging : IDisposable
{
    /// <summary>The columns of a segment, in order, with their types.</summary>
    public const string Columns = """
        partner uuid, customer uuid, product varchar, product_type varchar, region varchar, transaction_at timestamp, charge_hash bigint,
        mode tinyint, charge_type tinyint, order_type tinyint, billing_mode tinyint, usage bigint, size bigint, per integer,
        unit_price bigint, official bigint, payable bigint, voucher bigint, cash_coupon bigint, coupon_counts boolean, stored_value bigint,
        arrears bigint, charge_id varchar, resource_type varchar, resource_id varchar, resource_name varchar, period_start timestamp,
        period_end timestamp, currency varchar, rate bigint, original bigint, line bigint
        """;

    private readonly string folder;
    private DuckDBAppender? appender;

    public Staging(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        Connection = new DuckDBConnection($"Data Source={Path.Combine(folder, "staging.db")}");
        Connection.Open();
        Execute($"set memory_limit = '400MB'; set temp_directory = '{folder}'; set threads = 2; set preserve_insertion_order = false");
        Execute($"create table staging (month integer, bucket smallint, {Columns})");
        appender = Connection.CreateAppender("staging");
    }

    public DuckDBConnection Connection { get; }

    /// <summary>A hash that names a charge id in 64 bits; whoever must be sure compares the ids as well.</summary>
    public static long Hash(string chargeId)
    {
        Span<byte> bytes = stackalloc byte[512];
        var used = chargeId.Length <= 128 ? Encoding.UTF8.GetBytes(chargeId, bytes) : 0;
        return unchecked((long)(used > 0 ? XxHash3.HashToUInt64(bytes[..used]) : XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(chargeId))));
    }

    /// <summary>Adds the first rows of a batch.</summary>
    public void Add(UsageRow[] batch, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Add(batch[i]);
        }
    }

    private void Add(UsageRow row)
    {
        appender!.CreateRow()
            .AppendValue(((row.Month.Year * 100) + row.Month.Number) as int?).AppendValue((short?)row.Bucket)
            .AppendValue((Guid?)row.Partner).AppendValue((Guid?)row.Customer).AppendValue(row.Product).AppendValue(row.ProductType)
            .AppendValue(row.Region).AppendValue((DateTime?)row.TransactionAt.UtcDateTime).AppendValue((long?)Hash(row.ChargeId))
            .AppendValue((sbyte?)row.Mode).AppendValue((sbyte?)row.ChargeType).AppendValue((sbyte?)row.OrderType)
            .AppendValue((sbyte?)row.BillingMode).AppendValue((long?)row.Usage).AppendValue((long?)row.Size).AppendValue((int?)row.Per)
            .AppendValue((long?)row.UnitPrice).AppendValue((long?)row.Official).AppendValue((long?)row.Payable).AppendValue((long?)row.Voucher)
            .AppendValue((long?)row.CashCoupon).AppendValue((bool?)row.CouponCounts).AppendValue((long?)row.StoredValue)
            .AppendValue((long?)row.Arrears).AppendValue(row.ChargeId).AppendValue(row.ResourceType).AppendValue(row.ResourceId)
            .AppendValue(row.ResourceName).AppendValue(Time(row.PeriodStart)).AppendValue(Time(row.PeriodEnd)).AppendValue(row.Currency)
            .AppendValue((long?)row.Rate).AppendValue((long?)row.Original).AppendValue((long?)row.Line)
            .EndRow();
    }

    /// <summary>Ends the adding.</summary>
    public void Seal()
    {
        appender?.Dispose();
        appender = null;
    }

    public void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public IEnumerable<object[]> Query(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            yield return row;
        }
    }

    public void Dispose()
    {
        appender?.Dispose();
        Connection.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static DateTime? Time(DateTimeOffset instant) => instant == default ? null : instant.UtcDateTime;
}
