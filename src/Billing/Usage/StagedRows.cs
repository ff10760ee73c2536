using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using DuckDB.NET.Native;

namespace PartnerCenter.Billing.Usage;

/// <summary>
/// Some rows as columns, as DuckDB's vectors hold them: filled by an import, written to a file, read from it, copied into vectors.
/// A row is its values in the order of the columns, then <see cref="EndRow"/>.
/// </summary>
internal sealed class StagedRows
{
    /// <summary>The columns of a segment, in order; before them the month.</summary>
    public static readonly (string Name, DuckDBType Type)[] Columns =
    [
        ("month", DuckDBType.Integer), ("partner", DuckDBType.Uuid), ("customer", DuckDBType.Uuid), ("product", DuckDBType.Varchar),
        ("product_type", DuckDBType.Varchar), ("region", DuckDBType.Varchar), ("transaction_at", DuckDBType.Timestamp),
        ("charge_hash", DuckDBType.BigInt), ("mode", DuckDBType.TinyInt), ("charge_type", DuckDBType.TinyInt),
        ("order_type", DuckDBType.TinyInt), ("billing_mode", DuckDBType.TinyInt), ("usage", DuckDBType.BigInt), ("size", DuckDBType.BigInt),
        ("per", DuckDBType.Integer), ("unit_price", DuckDBType.BigInt), ("official", DuckDBType.BigInt), ("payable", DuckDBType.BigInt),
        ("voucher", DuckDBType.BigInt), ("cash_coupon", DuckDBType.BigInt), ("coupon_counts", DuckDBType.Boolean),
        ("stored_value", DuckDBType.BigInt), ("arrears", DuckDBType.BigInt), ("charge_id", DuckDBType.Varchar),
        ("resource_type", DuckDBType.Varchar), ("resource_id", DuckDBType.Varchar), ("resource_name", DuckDBType.Varchar),
        ("period_start", DuckDBType.Timestamp), ("period_end", DuckDBType.Timestamp), ("currency", DuckDBType.Varchar),
        ("rate", DuckDBType.BigInt), ("original", DuckDBType.BigInt), ("line", DuckDBType.BigInt),
    ];

    /// <summary>As many rows as a chunk of DuckDB's takes.</summary>
    private const int Most = 2048;

    private const int ShortText = 12;
    private const long Null = long.MinValue;
    private readonly byte[][] columns = [.. Columns.Select(column => new byte[Most * Width(column.Type)])];
    private byte[] texts = new byte[Most * 64];
    private int used;
    private int column;

    public int Count { get; private set; }

    public bool Full => Count == Most;

    /// <summary>The month of each row, as 202409.</summary>
    public ReadOnlySpan<int> Months => MemoryMarshal.Cast<byte, int>(columns[0])[..Count];

    public void Add<T>(T value)
        where T : unmanaged =>
        Unsafe.WriteUnaligned(ref columns[column++][Count * Unsafe.SizeOf<T>()], value);

    public void Add(Guid value)
    {
        // DuckDB keeps a UUID as 128 bits with the top bit flipped, so that it sorts as a signed number.
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        Add(new UInt128(BinaryPrimitives.ReadUInt64BigEndian(bytes) ^ 0x8000_0000_0000_0000, BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])));
    }

    /// <summary>Adds an instant; the earliest possible one stands for none.</summary>
    public void Add(DateTimeOffset value) =>
        Add(value == default ? Null : (value.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    /// <summary>Adds a text.</summary>
    /// <returns>Its bytes in UTF-8, until the next is added.</returns>
    public ReadOnlySpan<byte> Add(string value)
    {
        var most = used + Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most > texts.Length)
        {
            Array.Resize(ref texts, Math.Max(most, 2 * texts.Length));
        }

        var begin = used;
        used += Encoding.UTF8.GetBytes(value, texts.AsSpan(used));
        Add(new Text(begin, used - begin));
        return texts.AsSpan(begin..used);
    }

    public void EndRow() => (Count, column) = (Count + 1, 0);

    /// <summary>Writes the rows and forgets them.</summary>
    public void Save(Stream file)
    {
        Span<int> head = [Count, used];
        file.Write(MemoryMarshal.AsBytes(head));
        for (var i = 0; i < columns.Length; i++)
        {
            file.Write(columns[i].AsSpan(0, Count * Width(Columns[i].Type)));
        }

        file.Write(texts.AsSpan(0, used));
        (Count, used) = (0, 0);
    }

    /// <summary>Reads rows in place of these; none at the end of the file.</summary>
    public void Load(Stream file)
    {
        Span<int> head = [0, 0];
        file.ReadAtLeast(MemoryMarshal.AsBytes(head), 8, throwOnEndOfStream: false);
        (Count, used) = (head[0], head[1]);
        for (var i = 0; i < columns.Length; i++)
        {
            file.ReadExactly(columns[i].AsSpan(0, Count * Width(Columns[i].Type)));
        }

        if (used > texts.Length)
        {
            texts = new byte[used];
        }

        file.ReadExactly(texts.AsSpan(0, used));
    }

    /// <summary>Copies the rows into the vectors of a chunk.</summary>
    public unsafe void CopyTo(DuckDBDataChunk chunk)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, i);
            var data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
            if (Columns[i].Type == DuckDBType.Varchar)
            {
                CopyTexts(vector, data, MemoryMarshal.Cast<byte, Text>(columns[i])[..Count]);
                continue;
            }

            var bytes = columns[i].AsSpan(0, Count * Width(Columns[i].Type));
            bytes.CopyTo(new(data, bytes.Length));
            if (Columns[i].Type == DuckDBType.Timestamp)
            {
                CopyNulls(vector, MemoryMarshal.Cast<byte, long>(bytes));
            }
        }

        NativeMethods.DataChunks.DuckDBDataChunkSetSize(chunk, (ulong)Count);
    }

    private unsafe void CopyTexts(nint vector, byte* data, ReadOnlySpan<Text> all)
    {
        for (var row = 0; row < all.Length; row++)
        {
            var text = texts.AsSpan(all[row].Begin, all[row].Length);
            if (text.Length <= ShortText)
            {
                // A text of up to 12 bytes stands in place: its length, then its bytes, the rest zero.
                var place = new Span<byte>(data + (16 * row), 16);
                place.Clear();
                BinaryPrimitives.WriteInt32LittleEndian(place, text.Length);
                text.CopyTo(place[4..]);
                continue;
            }

            fixed (byte* bytes = text)
            {
                NativeMethods.Vectors.DuckDBUnsafeVectorAssignStringElementLength(vector, (ulong)row, bytes, text.Length);
            }
        }
    }

    private static unsafe void CopyNulls(nint vector, ReadOnlySpan<long> times)
    {
        for (var row = 0; row < times.Length; row++)
        {
            if (times[row] == Null)
            {
                NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
                NativeMethods.ValidityMask.DuckDBValiditySetRowValidity(NativeMethods.Vectors.DuckDBVectorGetValidity(vector), (ulong)row, false);
            }
        }
    }

    private static int Width(DuckDBType type) => type switch
    {
        DuckDBType.Boolean or DuckDBType.TinyInt => 1,
        DuckDBType.Integer => 4,
        DuckDBType.BigInt or DuckDBType.Timestamp or DuckDBType.Varchar => 8,
        DuckDBType.Uuid => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Where a text stands among the bytes of all texts.</summary>
    private readonly record struct Text(int Begin, int Length);
}
