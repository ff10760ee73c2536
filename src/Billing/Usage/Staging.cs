using System.IO.Hashing;
using System.Text;
using DuckDB.NET.Data;

namespace PartnerCenter.Billing.Usage;

/// <summary>
/// Checked lines on their way into segments: a file for each bucket, as they come, and a DuckDB that reads and sorts them without
/// filling the memory.
/// </summary>
internal sealed class Staging : IDisposable
{
    private readonly string folder;
    private readonly DuckDBConnection connection = new("Data Source=:memory:");
    private readonly FileStream?[] buckets = new FileStream?[SegmentStore.Buckets];
    private readonly SortedSet<(int Month, short Bucket)> groups = [];

    public Staging(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        connection.Open();
        Execute(connection, $"set memory_limit = '400MB'; set temp_directory = '{folder}'; set threads = 2; set preserve_insertion_order = false");
        StagingFeed.Register(connection, this);
    }

    /// <summary>The months and buckets of all rows, in order.</summary>
    public IEnumerable<(int Month, short Bucket)> Groups => groups;

    /// <summary>A hash that names a charge id in 64 bits; whoever must be sure compares the ids as well.</summary>
    public static long Hash(string chargeId)
    {
        Span<byte> bytes = stackalloc byte[512];
        var used = chargeId.Length <= 128 ? Encoding.UTF8.GetBytes(chargeId, bytes) : 0;
        return unchecked((long)(used > 0 ? XxHash3.HashToUInt64(bytes[..used]) : XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(chargeId))));
    }

    /// <summary>Adds rows, from one thread.</summary>
    public StagingWriter Writer() => new(this);

    /// <summary>Adds rows to a bucket, from any thread, and forgets them there.</summary>
    public void Save(short bucket, StagedRows rows)
    {
        lock (buckets)
        {
            foreach (var month in rows.Months)
            {
                groups.Add((month, bucket));
            }

            rows.Save(buckets[bucket] ??= new(PathOf(bucket), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16));
        }
    }

    /// <summary>Ends the adding.</summary>
    public void Seal()
    {
        foreach (var bucket in buckets)
        {
            bucket?.Dispose();
        }
    }

    /// <summary>Reads the rows of a bucket.</summary>
    public StagingReader Read(short bucket) => new(File.OpenRead(PathOf(bucket)));

    /// <summary>Another connection to the same database, for a thread of its own.</summary>
    public DuckDBConnection Open()
    {
        var other = connection.Duplicate();
        other.Open();
        return other;
    }

    public void Execute(string sql) => Execute(connection, sql);

    public static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public IEnumerable<object[]> Query(string sql)
    {
        using var command = connection.CreateCommand();
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
        Seal();
        connection.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string PathOf(short bucket) => Path.Combine(folder, $"bucket-{bucket:00}");
}

/// <summary>Adds rows to the staging, from one thread.</summary>
internal sealed class StagingWriter(Staging staging)
{
    private readonly StagedRows?[] buckets = new StagedRows?[SegmentStore.Buckets];

    public void Add(UsageRow row)
    {
        var to = buckets[row.Bucket] ??= new();
        to.Add((row.Month.Year * 100) + row.Month.Number);
        to.Add(row.Partner);
        to.Add(row.Customer);
        to.Add(row.Product);
        to.Add(row.ProductType);
        to.Add(row.Region);
        to.Add(row.TransactionAt);
        to.Add(Staging.Hash(row.ChargeId));
        to.Add((sbyte)row.Mode);
        to.Add((sbyte)row.ChargeType);
        to.Add((sbyte)row.OrderType);
        to.Add((sbyte)row.BillingMode);
        to.Add(row.Usage);
        to.Add(row.Size);
        to.Add(row.Per);
        to.Add(row.UnitPrice);
        to.Add(row.Official);
        to.Add(row.Payable);
        to.Add(row.Voucher);
        to.Add(row.CashCoupon);
        to.Add(row.CouponCounts);
        to.Add(row.StoredValue);
        to.Add(row.Arrears);
        to.Add(row.ChargeId);
        to.Add(row.ResourceType);
        to.Add(row.ResourceId);
        to.Add(row.ResourceName);
        to.Add(row.PeriodStart);
        to.Add(row.PeriodEnd);
        to.Add(row.Currency);
        to.Add(row.Rate);
        to.Add(row.Original);
        to.Add(row.Line);
        to.EndRow();
        if (to.Full)
        {
            staging.Save(row.Bucket, to);
        }
    }

    /// <summary>Brings what is still here into the staging.</summary>
    public void Flush()
    {
        for (short bucket = 0; bucket < buckets.Length; bucket++)
        {
            if (buckets[bucket] is { Count: > 0 } rows)
            {
                staging.Save(bucket, rows);
            }
        }
    }
}

/// <summary>Reads the rows of a bucket once.</summary>
internal sealed class StagingReader(FileStream file) : IDisposable
{
    private readonly StagedRows rows = new();

    /// <summary>Fills a chunk with the next rows; leaves it empty at the end.</summary>
    public void Fill(DuckDB.NET.Native.DuckDBDataChunk chunk)
    {
        rows.Load(file);
        rows.CopyTo(chunk);
    }

    public void Dispose() => file.Dispose();
}
