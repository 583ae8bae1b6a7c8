using System.Buffers;
using System.Buffers.Binary;
using AudioServer.Domain.Pcm;

namespace AudioServer.Infrastructure.Decoders;

/// <summary>
/// The head of a WAVE stream, up to its samples: RIFF, WAVE, chunks with the format among them, the head of the data chunk. (Multimedia
/// Programming Interface and Data Specifications 1.0, IBM and Microsoft, 1991; WAVEFORMATEX of mmreg.h.)
/// </summary>
internal static class WaveHeader
{
    private const int MaxLength = 4 * 1024;
    private const int MaxChannels = 1024;
    private const int MaxSampleRate = 10_000_000;
    private const int FormLength = 12;
    private const int ChunkHeadLength = 8;
    private const int FormatLength = 16;
    private const int ExtensibleLength = 40;

    /// <summary>Reads the head that <paramref name="bytes"/> begin with.</summary>
    /// <param name="bytes">From the start of the stream.</param>
    /// <param name="encoding">Of the samples expected: a head that speaks of others is invalid.</param>
    /// <param name="format">What the samples are.</param>
    /// <param name="length">Where the samples begin.</param>
    public static OperationStatus Read(ReadOnlySpan<byte> bytes, PcmEncoding encoding, out PcmFormat format, out int length)
    {
        (format, length) = (default, FormLength);
        if (bytes.Length >= FormLength && !(bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WAVE"u8)))
        {
            return OperationStatus.InvalidData;
        }

        while (bytes.Length >= length + ChunkHeadLength)
        {
            var chunk = bytes[length..];
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("data"u8))
            {
                length += ChunkHeadLength;
                return format.Channels > 0 ? OperationStatus.Done : OperationStatus.InvalidData;
            }

            if (size > MaxLength - length - ChunkHeadLength)
            {
                return OperationStatus.InvalidData;
            }

            var next = length + ChunkHeadLength + (int)(size + (size & 1));
            if (bytes.Length < next)
            {
                return OperationStatus.NeedMoreData;
            }

            if (chunk.StartsWith("fmt "u8) && !TryReadFormat(chunk.Slice(ChunkHeadLength, (int)size), encoding, out format))
            {
                return OperationStatus.InvalidData;
            }

            length = next;
        }

        return OperationStatus.NeedMoreData;
    }

    private static bool TryReadFormat(ReadOnlySpan<byte> chunk, PcmEncoding encoding, out PcmFormat format)
    {
        format = default;
        if (chunk.Length < FormatLength)
        {
            return false;
        }

        var (channels, rate) = (BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]), BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]));
        if (channels is 0 or > MaxChannels || rate is 0 or > MaxSampleRate)
        {
            return false;
        }

        var speakers = chunk.Length >= ExtensibleLength ? BinaryPrimitives.ReadUInt32LittleEndian(chunk[20..]) : 0;
        format = new PcmFormat(encoding, (int)rate, channels, speakers);
        return BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]) == format.FrameSize;
    }
}
