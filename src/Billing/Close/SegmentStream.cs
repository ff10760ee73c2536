using System.Text;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using PartnerCenter.Billing.Published;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;

namespace PartnerCenter.Billing.Close;

/// <summary>Reads the lines of segments in the order of partner, customer and product, a chunk of vectors at a time.</summary>
internal static unsafe class SegmentStream
{
    /// <summary>The columns that a settlement needs, in the order in which <see cref="Line"/> reads them.</summary>
    public const string Columns = """
        partner, customer, product, product_type, region, transaction_at, charge_hash, mode, charge_type, order_type, billing_mode,
        usage, size, per, unit_price, official, payable, voucher, cash_coupon, coupon_counts, stored_value, arrears
        """;

    public delegate void LineAction(in SettledLine line);

    /// <summary>Runs a query of <see cref="Columns"/> and hands over every line, its billed amount and rating checked.</summary>
    /// <exception cref="InvalidOperationException">The query failed, or a line's stored price differs from its rating.</exception>
    public static void Read(DuckDBConnection connection, string sql, LineAction action)
    {
        var prepared = NativeMethods.PreparedStatements.DuckDBPrepare(connection.NativeConnection, sql, out var statement);
        using (statement)
        {
            if (prepared != DuckDBState.Success)
            {
                throw new InvalidOperationException(NativeMethods.PreparedStatements.DuckDBPrepareError(statement));
            }

            var ran = NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(statement, out var result);
            try
            {
                if (ran != DuckDBState.Success)
                {
                    throw new InvalidOperationException(NativeMethods.Query.DuckDBResultError(ref result));
                }

                Chunks(result, action);
                var error = NativeMethods.Query.DuckDBResultError(ref result);
                if (!string.IsNullOrEmpty(error))
                {
                    throw new InvalidOperationException(error);
                }
            }
            finally
            {
                NativeMethods.Query.DuckDBDestroyResult(ref result);
            }
        }
    }

    private static void Chunks(DuckDBResult result, LineAction action)
    {
        var texts = new Texts();
        var vectors = stackalloc void*[22];
        for (; ; )
        {
            using var chunk = NativeMethods.Query.DuckDBFetchChunk(result);
            if (chunk.IsInvalid)
            {
                return;
            }

            var rows = (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk);
            if (rows == 0)
            {
                return;
            }

            for (var column = 0; column < 22; column++)
            {
                vectors[column] = NativeMethods.Vectors.DuckDBVectorGetData(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, column));
            }

            for (var row = 0; row < rows; row++)
            {
                action(Line(vectors, row, texts));
            }
        }
    }

    private static SettledLine Line(void** vectors, int row, Texts texts)
    {
        var payable = ((long*)vectors[16])[row];
        var official = ((long*)vectors[15])[row];
        var per = ((int*)vectors[13])[row];
        if (per > 0)
        {
            var rated = Rating.Amount(((long*)vectors[11])[row], ((long*)vectors[12])[row], per, ((long*)vectors[14])[row]);
            if (rated != official)
            {
                throw new InvalidOperationException($"Line {((long*)vectors[6])[row]} is stored at {official} and rates {rated}.");
            }
        }

        return new(
            texts.Id(0, (ulong*)vectors[0] + (2 * row)),
            texts.Id(1, (ulong*)vectors[1] + (2 * row)),
            (AssociationMode)((sbyte*)vectors[7])[row],
            (ChargeType)((sbyte*)vectors[8])[row],
            (OrderType)((sbyte*)vectors[9])[row],
            (BillingMode)((sbyte*)vectors[10])[row],
            texts.Text(0, (byte*)vectors[2] + (16 * row)),
            texts.Text(1, (byte*)vectors[3] + (16 * row)),
            texts.Text(2, (byte*)vectors[4] + (16 * row)),
            ((long*)vectors[6])[row],
            ((long*)vectors[5])[row],
            official,
            payable,
            Rounding.TruncateToCent(payable),
            ((long*)vectors[17])[row],
            ((long*)vectors[18])[row],
            ((byte*)vectors[19])[row] != 0,
            ((long*)vectors[20])[row],
            ((long*)vectors[21])[row],
            0);
    }

    /// <summary>Ids and words of the line before, so that a repeated one costs a comparison and no allocation.</summary>
    private sealed class Texts
    {
        private readonly (ulong Low, ulong High, Guid Id)[] ids = new (ulong, ulong, Guid)[2];
        private readonly (ulong Low, ulong High, string? Text)[] last = new (ulong, ulong, string?)[3];
        private readonly Dictionary<(ulong, ulong), string> inPlace = [];
        private readonly Dictionary<string, string> pool = [];

        public Guid Id(int column, ulong* value)
        {
            ref var known = ref ids[column];
            if (known.Low != value[0] || known.High != value[1] || known.Id == default)
            {
                // DuckDB keeps a UUID as 128 bits with the top bit flipped, so that it sorts as a signed number.
                Span<byte> bytes = stackalloc byte[16];
                System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, value[1] ^ 0x8000_0000_0000_0000);
                System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], value[0]);
                known = (value[0], value[1], new Guid(bytes, bigEndian: true));
            }

            return known.Id;
        }

        public string Text(int column, byte* value)
        {
            var (low, high) = (((ulong*)value)[0], ((ulong*)value)[1]);
            ref var known = ref last[column];
            if (known.Low == low && known.High == high && known.Text is not null)
            {
                return known.Text;
            }

            // A text of up to 12 bytes stands in place, a longer one behind a pointer that means nothing after this chunk.
            var length = (int)(low & int.MaxValue);
            if (length > 12)
            {
                return Pooled(new(*(byte**)(value + 8), length));
            }

            if (!inPlace.TryGetValue((low, high), out var text))
            {
                inPlace.Add((low, high), text = Pooled(new(value + 4, length)));
            }

            known = (low, high, text);
            return text;
        }

        /// <summary>The same object for the same text: later stages compare references.</summary>
        private string Pooled(ReadOnlySpan<byte> utf8)
        {
            Span<char> buffer = stackalloc char[512];
            var chars = utf8.Length <= buffer.Length ? buffer : new char[utf8.Length];
            chars = chars[..Encoding.UTF8.GetChars(utf8, chars)];
            var lookup = pool.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!lookup.TryGetValue(chars, out var text))
            {
                text = chars.ToString();
                pool.Add(text, text);
            }

            return text;
        }
    }
}
