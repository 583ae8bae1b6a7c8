using System.Buffers.Binary;

namespace AudioServer.Domain.Formats;

/// <summary>
/// WavPack before 4.0 keeps the WAVE header of its source and puts its own block where the samples stood (WavPack 3.97, wavpack.h).
/// A WAVE reader takes the compressed bytes for samples and plays noise.
/// </summary>
internal static class WavPack3
{
    private const int MostChunks = 64;
    private const int ChunkHeader = 8;

    /// <summary>Whether the RIFF file that begins at <paramref name="start"/> has a WavPack block for data.</summary>
    public static bool IsInside(Stream content, long start)
    {
        var position = start + 12;
        Span<byte> chunk = stackalloc byte[ChunkHeader + 10];
        for (var chunks = 0; chunks < MostChunks; chunks++)
        {
            var read = content.ReadAt(position, chunk);
            if (read < ChunkHeader)
            {
                return false;
            }

            if (chunk.StartsWith("data"u8))
            {
                return read == chunk.Length && chunk[ChunkHeader..].StartsWith("wvpk"u8)
                    && BinaryPrimitives.ReadInt16LittleEndian(chunk[^2..]) is >= 1 and <= 3;
            }

            var size = (long)BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            position += ChunkHeader + size + (size & 1);
        }

        return false;
    }
}
