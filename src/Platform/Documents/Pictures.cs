using System.Buffers.Binary;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Documents;

/// <summary>Pictures by their headers alone: how large they are unpacked is known before anybody unpacks them.</summary>
internal static class Pictures
{
    private const long MostPixels = 64_000_000;
    private const int LongestSide = 30_000;

    private static ReadOnlySpan<byte> EndOfJpeg => [0xFF, 0xD9];

    /// <summary>Follows the chunks of a PNG to its end, behind which nothing may stand.</summary>
    /// <exception cref="Refusal"><c>document.damaged</c>, <c>document.pixels</c> or <c>document.stowaway</c>.</exception>
    public static void CheckPng(ArraySegment<byte> content, string field)
    {
        const int frame = 12;
        var rest = content.AsSpan(8);
        var (first, hasPixels) = (true, false);
        while (rest.Length >= frame && BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length <= rest.Length - frame)
        {
            var type = rest[4..8];
            var data = rest.Slice(8, (int)length);
            if (first != type.SequenceEqual("IHDR"u8) || (first && length != 13))
            {
                break;
            }

            if (first)
            {
                CheckSize(BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]), ".png", field);
            }

            (first, hasPixels) = (false, hasPixels || type.SequenceEqual("IDAT"u8));
            rest = rest[(frame + (int)length)..];
            if (type.SequenceEqual("IEND"u8) && hasPixels)
            {
                if (rest.Length > 0)
                {
                    throw new Refusal("document.stowaway") { Field = field };
                }

                return;
            }
        }

        throw new Refusal("document.damaged", ".png") { Field = field };
    }

    /// <summary>Follows the segments of a JPEG to the frame that says how large it is. Cameras put more behind its end.</summary>
    /// <exception cref="Refusal"><c>document.damaged</c> or <c>document.pixels</c>.</exception>
    public static void CheckJpeg(ArraySegment<byte> content, string field)
    {
        var rest = content.AsSpan(2);
        var sized = false;
        while (rest.Length >= 4 && rest[0] == 0xFF)
        {
            var marker = rest[1];
            if (marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD7))
            {
                rest = rest[(marker == 0xFF ? 1 : 2)..];
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (marker is 0xD8 or 0xD9 || length < 2 || length > rest.Length - 2)
            {
                break;
            }

            var data = rest.Slice(4, length - 2);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && data.Length >= 5)
            {
                CheckSize(BinaryPrimitives.ReadUInt16BigEndian(data[3..]), BinaryPrimitives.ReadUInt16BigEndian(data[1..]), ".jpg", field);
                sized = true;
            }

            rest = rest[(2 + length)..];
            if (marker == 0xDA && sized && rest.IndexOf(EndOfJpeg) >= 0)
            {
                return;
            }
        }

        throw new Refusal("document.damaged", ".jpg") { Field = field };
    }

    private static void CheckSize(long width, long height, string extension, string field)
    {
        if (width == 0 || height == 0)
        {
            throw new Refusal("document.damaged", extension) { Field = field };
        }

        if (width > LongestSide || height > LongestSide || width * height > MostPixels)
        {
            throw new Refusal("document.pixels", MostPixels / 1_000_000) { Field = field };
        }
    }
}
