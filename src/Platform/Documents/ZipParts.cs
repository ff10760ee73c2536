using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace PartnerCenter.Platform.Documents;

/// <summary>
/// The parts of a ZIP archive, read more narrowly than libraries do, because readers differ in whatever is not plain: the archive begins
/// and ends where the file does, has one directory, and each part's own header says what the directory says.
/// </summary>
/// <param name="content">The archive.</param>
internal sealed class ZipParts(ArraySegment<byte> content)
{
    private const int EndRecord = 22;
    private const int Header = 46;
    private const int LocalHeader = 30;
    private const int LargestDirectory = 1024 * 1024;
    private const ushort Encrypted = 1;
    private const ushort Stored = 0;
    private const ushort Deflated = 8;

    private static ReadOnlySpan<byte> EndMark => "PK\u0005\u0006"u8;

    /// <summary>Bytes behind the end of the archive: a comment, or another file.</summary>
    public int Behind
    {
        get
        {
            var end = content.AsSpan().LastIndexOf(EndMark);
            return end < 0 ? 0 : Math.Max(0, content.Count - end - EndRecord);
        }
    }

    /// <summary>What the directory says.</summary>
    /// <exception cref="InvalidDataException">It is no plain archive.</exception>
    public List<ZipPart> Read()
    {
        ReadOnlySpan<byte> bytes = content;
        var end = bytes.LastIndexOf(EndMark);
        if (end < 0 || end + EndRecord > bytes.Length)
        {
            throw new InvalidDataException("no end");
        }

        var (count, size, start) = (Short(bytes, end + 10), Long(bytes, end + 12), Long(bytes, end + 16));
        if (size > LargestDirectory || start + size != end)
        {
            throw new InvalidDataException("no directory");
        }

        var parts = new List<ZipPart>(count);
        for (var at = (int)start; parts.Count < count; at = parts[^1].Next)
        {
            parts.Add(Read(bytes[..end], at));
        }

        if (parts.Count > 0 && parts[^1].Next != end)
        {
            throw new InvalidDataException("more than the directory says");
        }

        CheckOverlaps(parts);
        return parts;
    }

    /// <summary>A part's bytes as they unpack, however many these are.</summary>
    public Stream Open(ZipPart part)
    {
        var packed = new MemoryStream(content.Array!, content.Offset + part.Start, (int)part.Packed, writable: false);
        return part.Method switch
        {
            Stored => packed,
            Deflated => new DeflateStream(packed, CompressionMode.Decompress),
            _ => throw new InvalidDataException("a method that no office program uses"),
        };
    }

    private static ZipPart Read(ReadOnlySpan<byte> bytes, int at)
    {
        if (at + Header > bytes.Length || !bytes[at..].StartsWith("PK\u0001\u0002"u8))
        {
            throw new InvalidDataException("no part");
        }

        var (nameLength, local) = (Short(bytes, at + 28), Long(bytes, at + 42));
        var next = at + Header + nameLength + Short(bytes, at + 30) + Short(bytes, at + 32);
        if (next > bytes.Length || local + LocalHeader > at)
        {
            throw new InvalidDataException("a part outside of the archive");
        }

        var own = (int)local;
        var name = bytes.Slice(at + Header, nameLength);
        var start = own + LocalHeader + nameLength + Short(bytes, own + 28);
        var packed = Long(bytes, at + 20);
        if (!bytes[own..].StartsWith("PK\u0003\u0004"u8) || Short(bytes, own + 26) != nameLength || start + packed > bytes.Length
            || !bytes.Slice(own + LocalHeader, nameLength).SequenceEqual(name) || Short(bytes, own + 8) != Short(bytes, at + 10))
        {
            throw new InvalidDataException("a part that differs from the directory");
        }

        return new(Encoding.UTF8.GetString(name), Short(bytes, at + 10), packed, Long(bytes, at + 24), (Short(bytes, at + 8) & Encrypted) != 0, start, next);
    }

    /// <summary>Parts that lie over each other unpack to many times what the file holds.</summary>
    private static void CheckOverlaps(List<ZipPart> parts)
    {
        var free = 0L;
        foreach (var part in parts.OrderBy(part => part.Start))
        {
            if (part.Start < free)
            {
                throw new InvalidDataException("parts over each other");
            }

            free = part.Start + part.Packed;
        }
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static long Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}

/// <summary>A part of an archive, as the directory describes it.</summary>
/// <param name="Name">Its path.</param>
/// <param name="Method">How it is packed.</param>
/// <param name="Packed">Bytes in the archive.</param>
/// <param name="Unpacked">Bytes that it is said to have.</param>
/// <param name="IsEncrypted">Whether a password is needed.</param>
/// <param name="Start">Where its packed bytes begin.</param>
/// <param name="Next">Where the directory goes on.</param>
internal sealed record ZipPart(string Name, ushort Method, long Packed, long Unpacked, bool IsEncrypted, int Start, int Next);
