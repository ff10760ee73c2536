namespace PartnerCenter.Platform.Documents;

/// <summary>
/// A part while it is unpacked: no longer than the archive's directory says, whatever the packed bytes yield, and in XML with no name
/// or value so long that its reader would fill the memory with it.
/// </summary>
internal sealed class Unpacking(Stream packed, long declared, bool isXml, string extension, string field) : Stream
{
    private const int LongestRun = 4 * 1024 * 1024;
    private long read;
    private long run;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = packed.Read(buffer);
        read += count;
        if (read > declared)
        {
            throw OfficeFiles.Bomb(field);
        }

        Follow(buffer[..count]);
        return count;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            packed.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Brackets end what an XML reader must hold at once.</summary>
    private void Follow(ReadOnlySpan<byte> bytes)
    {
        var last = bytes.LastIndexOfAny((byte)'<', (byte)'>');
        run = last < 0 ? run + bytes.Length : bytes.Length - last - 1;
        if (isXml && run > LongestRun)
        {
            throw OfficeFiles.Damaged(extension, field);
        }
    }
}
