using System.Buffers.Binary;
using System.Numerics;
using AudioServer.Domain.Checksums;

namespace AudioServer.Domain.Structure.Flac;

/// <summary>A frame's header, whose own checksum fits: RFC 9639, 9.1.</summary>
/// <param name="Length">Bytes of the header.</param>
/// <param name="CountsSamples">True: <paramref name="Number"/> is of the first sample. False: of the frame.</param>
/// <param name="BlockSize">Samples of one channel.</param>
/// <param name="SampleRate">Hz; 0 where neither the frame nor STREAMINFO tells it.</param>
/// <param name="Channels">1 to 8.</param>
/// <param name="SideChannel">The channel that is a difference of two and so takes one bit more; -1 for none.</param>
/// <param name="BitsPerSample">0 where neither the frame nor STREAMINFO tells it.</param>
/// <param name="Number">Counts from 0.</param>
internal readonly record struct FlacFrameHeader(
    int Length, bool CountsSamples, int BlockSize, int SampleRate, int Channels, int SideChannel, int BitsPerSample, long Number)
{
    /// <summary>Bytes of the longest header: four fixed, seven of number, two each of block size and rate, the checksum.</summary>
    public const int MaxLength = 16;

    private const ushort Sync = 0xFFF8;

    /// <summary>The number that the frame behind this one has.</summary>
    public long NextNumber => Number + (CountsSamples ? BlockSize : 1);

    /// <summary>Twice what the samples take without any compression: no encoder writes a longer frame.</summary>
    public long PlausibleSize => 4096 + ((long)BlockSize * Channels * 2 * (Math.Max(BitsPerSample, 16) + 1) / 8);

    public bool HasFormatOf(FlacFrameHeader other) =>
        (SampleRate, Channels, BitsPerSample) == (other.SampleRate, other.Channels, other.BitsPerSample);

    public bool HasFormatOf(FlacStreamInfo info) =>
        (SampleRate, Channels, BitsPerSample) == (info.SampleRate, info.Channels, info.BitsPerSample);

    /// <summary>Whether this frame's number is the one that comes after <paramref name="previous"/>'s.</summary>
    public bool Follows(FlacFrameHeader previous) =>
        Number == previous.NextNumber

        // Encoders from before the blocking strategy had its bit count samples where block sizes vary, without saying so.
        || (!CountsSamples && Number == previous.Number + previous.BlockSize);

    /// <summary>Where the next sync code stands in <paramref name="bytes"/>; their length where there is none.</summary>
    public static int IndexOfSync(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; ; at++)
        {
            var hop = bytes[at..].IndexOf((byte)0xFF);
            if (hop < 0 || (at += hop) + 1 >= bytes.Length)
            {
                return bytes.Length;
            }

            if ((bytes[at + 1] & 0xFE) == (Sync & 0xFE))
            {
                return at;
            }
        }
    }

    /// <summary>True where a sync code stands, or one with a single bit of it flipped.</summary>
    public static bool ResemblesSync(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && BitOperations.PopCount((uint)(BinaryPrimitives.ReadUInt16BigEndian(bytes) ^ Sync) & 0xFFFE) <= 1;

    /// <summary>The header at the beginning of <paramref name="bytes"/>; null where there is none, it is cut, or its checksum does not fit.</summary>
    public static FlacFrameHeader? Parse(ReadOnlySpan<byte> bytes, FlacStreamInfo? info)
    {
        if (bytes.Length < 6 || bytes[0] != 0xFF || (bytes[1] & 0xFE) != 0xF8)
        {
            return null;
        }

        var (blockCode, rateCode, channelCode, bitsCode) = (bytes[2] >> 4, bytes[2] & 15, bytes[3] >> 4, (bytes[3] >> 1) & 7);
        if (blockCode == 0 || rateCode == 15 || channelCode > 10 || bitsCode == 3 || (bytes[3] & 1) != 0)
        {
            return null;
        }

        var numberLength = NumberLength(bytes[4]);
        var blockLength = blockCode switch { 6 => 1, 7 => 2, _ => 0 };
        var rateLength = rateCode switch { 12 => 1, 13 or 14 => 2, _ => 0 };
        var length = 4 + numberLength + blockLength + rateLength + 1;
        if (numberLength == 0 || bytes.Length < length || MsbFirstCrc.FlacHeader.Append(0, bytes[..length]) != 0)
        {
            return null;
        }

        var blockSize = BlockSizeOf(blockCode, bytes[(4 + numberLength)..]);
        var sampleRate = SampleRateOf(rateCode, bytes[(4 + numberLength + blockLength)..], info);
        return new FlacFrameHeader(
            length,
            (bytes[1] & 1) != 0,
            blockSize,
            sampleRate,
            channelCode < 8 ? channelCode + 1 : 2,
            channelCode switch { 8 or 10 => 1, 9 => 0, _ => -1 },
            bitsCode switch { 0 => info?.BitsPerSample ?? 0, 1 => 8, 2 => 12, 4 => 16, 5 => 20, 6 => 24, _ => 32 },
            NumberOf(bytes.Slice(4, numberLength)));
    }

    /// <summary>9.1.5: like UTF-8, stretched to seven bytes; 0 for what cannot begin a number.</summary>
    private static int NumberLength(byte first) => BitOperations.LeadingZeroCount((uint)(byte)~first << 24) switch
    {
        0 => 1,
        var ones and >= 2 and <= 7 => ones,
        _ => 0,
    };

    private static long NumberOf(ReadOnlySpan<byte> coded)
    {
        var number = coded.Length == 1 ? coded[0] : (long)(coded[0] & (0x7F >> coded.Length));
        foreach (var value in coded[1..])
        {
            number = (number << 6) | (uint)(value & 0x3F);
        }

        return number;
    }

    /// <summary>9.1.1 and 9.1.6.</summary>
    private static int BlockSizeOf(int code, ReadOnlySpan<byte> uncommon) => code switch
    {
        1 => 192,
        <= 5 => 144 << code,
        6 => uncommon[0] + 1,
        7 => BinaryPrimitives.ReadUInt16BigEndian(uncommon) + 1,
        _ => 1 << code,
    };

    /// <summary>9.1.2 and 9.1.7.</summary>
    private static int SampleRateOf(int code, ReadOnlySpan<byte> uncommon, FlacStreamInfo? info) => code switch
    {
        0 => info?.SampleRate ?? 0,
        1 => 88_200,
        2 => 176_400,
        3 => 192_000,
        4 => 8_000,
        5 => 16_000,
        6 => 22_050,
        7 => 24_000,
        8 => 32_000,
        9 => 44_100,
        10 => 48_000,
        11 => 96_000,
        12 => uncommon[0] * 1000,
        13 => BinaryPrimitives.ReadUInt16BigEndian(uncommon),
        _ => BinaryPrimitives.ReadUInt16BigEndian(uncommon) * 10,
    };
}
