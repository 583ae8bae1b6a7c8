using System.Buffers.Binary;
using AudioServer.Domain.Structure.Flac;

namespace AudioServer.Domain.Formats.Plain;

/// <summary>Native FLAC (RFC 9639) whose metadata hold nothing but its description, tables, padding and the encoder's name, followed at once by its first frame.</summary>
internal static class PlainFlac
{
    private const int BlockHeaderSize = 4;
    private const int PaddingType = 1;
    private const int SeekTableType = 3;
    private const int CommentType = 4;

    /// <summary>Samples of the shortest blocks that a file may be made of (8.2).</summary>
    private const int MinBlockSize = 16;

    /// <summary>Writers make three or four.</summary>
    private const int MaxBlocks = 16;

    /// <summary>Of a comment block that holds no more than an encoder's name.</summary>
    private const int MaxComment = 1024;

    private static ReadOnlySpan<byte> Encoder => "encoder="u8;

    public static PlainAudio? Read(Stream content)
    {
        Span<byte> head = stackalloc byte[4 + BlockHeaderSize + FlacStreamInfo.Length];
        return content.ReadAt(0, head) == head.Length
            && head.StartsWith("fLaC"u8) && (head[4] & 0x7F) == 0 && LengthOf(head[4..]) == FlacStreamInfo.Length
            && FlacStreamInfo.Parse(head[(4 + BlockHeaderSize)..]) is { SampleRate: > 0, TotalSamples: > 0, BitsPerSample: >= 4 and <= 24 } info
            && EndOfMetadata(content, head.Length, isLast: IsLast(head[4])) is { } end
            && BeginsAt(content, end, info, longestBlock: BinaryPrimitives.ReadUInt16BigEndian(head[(4 + BlockHeaderSize + 2)..])) && !HasTagAtEnd(content)
            ? Describe(info, content.Length)
            : null;
    }

    private static PlainAudio Describe(FlacStreamInfo info, long size)
    {
        // As libavformat reckons a file's bit rate: by a duration in whole microseconds, and cut to a whole number.
        var seconds = PlainAudio.Seconds(info.TotalSamples, info.SampleRate);
        var bitRate = (long)(size * 8.0 * 1e6 / Math.Round(seconds * 1e6));
        return new PlainAudio("flac", info.BitsPerSample <= 16 ? "s16" : "s32", info.SampleRate, info.Channels, info.BitsPerSample, bitRate, seconds);
    }

    /// <summary>The byte behind the last metadata block; null where one is of a kind that may say more.</summary>
    private static long? EndOfMetadata(Stream content, long at, bool isLast)
    {
        Span<byte> header = stackalloc byte[BlockHeaderSize];
        for (var blocks = 1; !isLast; blocks++)
        {
            if (blocks > MaxBlocks || content.ReadAt(at, header) < header.Length || !MayStand(content, header[0] & 0x7F, at + BlockHeaderSize, LengthOf(header)))
            {
                return null;
            }

            (at, isLast) = (at + BlockHeaderSize + LengthOf(header), IsLast(header[0]));
        }

        return at;
    }

    private static bool MayStand(Stream content, int type, long at, int length) => type is PaddingType or SeekTableType || (type == CommentType && length <= MaxComment && NamesEncoderOnly(content, at, length));

    private static bool NamesEncoderOnly(Stream content, long at, int length)
    {
        Span<byte> block = stackalloc byte[MaxComment];
        ReadOnlySpan<byte> rest = block[..content.ReadAt(at, block[..length])];
        if (Field(ref rest).IsEmpty || rest.Length < sizeof(uint))
        {
            return false;
        }

        var count = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        rest = rest[sizeof(uint)..];
        for (; count > 0 && !rest.IsEmpty; count--)
        {
            var comment = Field(ref rest);
            if (comment.Length < Encoder.Length || !System.Text.Ascii.EqualsIgnoreCase(comment[..Encoder.Length], Encoder))
            {
                return false;
            }
        }

        return count == 0 && rest.IsEmpty;
    }

    /// <summary>A text behind its length, which is stepped over; empty where the block is too short for it.</summary>
    private static ReadOnlySpan<byte> Field(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(rest) is var length && length > rest.Length - sizeof(uint))
        {
            return [];
        }

        var text = rest.Slice(sizeof(uint), (int)length);
        rest = rest[(sizeof(uint) + (int)length)..];
        return text;
    }

    private static bool BeginsAt(Stream content, long at, FlacStreamInfo info, int longestBlock)
    {
        Span<byte> header = stackalloc byte[FlacFrameHeader.MaxLength];
        return FlacFrameHeader.Parse(header[..content.ReadAt(at, header)], info) is { Number: 0 } frame && frame.HasFormatOf(info) && longestBlock >= MinBlockSize && frame.BlockSize <= longestBlock;
    }

    /// <summary>ID3v1, APE, Lyrics3 and the footer of ID3v2.</summary>
    private static bool HasTagAtEnd(Stream content)
    {
        Span<byte> end = stackalloc byte[128];
        end = end[..content.ReadAt(Math.Max(0, content.Length - end.Length), end)];
        return end.StartsWith("TAG"u8) || end.IndexOf("APETAGEX"u8) >= 0 || end.IndexOf("LYRICS"u8) >= 0 || end[Math.Max(0, end.Length - 10)..].StartsWith("3DI"u8);
    }

    private static bool IsLast(byte first) => (first & 0x80) != 0;

    private static int LengthOf(ReadOnlySpan<byte> blockHeader) => (blockHeader[1] << 16) | (blockHeader[2] << 8) | blockHeader[3];
}
