using System.Buffers.Binary;

namespace AudioServer.Domain.Structure.Chunks;

/// <summary>What a WAVE fmt chunk says (WAVEFORMATEX, Microsoft mmreg.h), as far as counting samples needs it.</summary>
/// <param name="Channels">Count.</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="BlockSize">Bytes.</param>
internal sealed record WaveFormat(int Channels, int SampleRate, int BlockSize)
{
    /// <summary>Null where the chunk is too short or states nonsense.</summary>
    public static WaveFormat? Parse(ReadOnlySpan<byte> content, bool bigEndian)
    {
        if (content.Length < 14)
        {
            return null;
        }

        var (channels, rate, block) = bigEndian
            ? (BinaryPrimitives.ReadUInt16BigEndian(content[2..]), BinaryPrimitives.ReadUInt32BigEndian(content[4..]), BinaryPrimitives.ReadUInt16BigEndian(content[12..]))
            : (BinaryPrimitives.ReadUInt16LittleEndian(content[2..]), BinaryPrimitives.ReadUInt32LittleEndian(content[4..]), BinaryPrimitives.ReadUInt16LittleEndian(content[12..]));
        return channels > 0 && rate is > 0 and <= int.MaxValue ? new WaveFormat(channels, (int)rate, block) : null;
    }
}
