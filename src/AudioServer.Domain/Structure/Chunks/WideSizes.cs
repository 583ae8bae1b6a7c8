using System.Buffers.Binary;
using System.Text;

namespace AudioServer.Domain.Structure.Chunks;

/// <summary>The sizes of 64 bits that an RF64 or BW64 file keeps in its ds64 chunk (EBU Tech 3306, 3.2).</summary>
/// <param name="wide">False for RIFF, which has none.</param>
internal sealed class WideSizes(bool wide)
{
    private const int FixedSize = 28;
    private const int EntrySize = 12;

    // Far beyond any file, and safe to add to a position.
    private const ulong Most = long.MaxValue / 4;

    private readonly Dictionary<string, long> _sizes = [];

    /// <summary>What the whole file's header promises; null when no ds64 chunk came.</summary>
    public long? Whole { get; private set; }

    /// <summary>Whether a size of 32 bits stands for "not known yet", as writers of streams leave it: none, all bits, or as much as fits.</summary>
    public static bool IsOpen(long size) => size is 0 or (>= 0x7FFF_F000 and <= 0x8000_0000) or (>= 0xFFFF_F000 and <= uint.MaxValue) or < 0;

    public void Read(ReadOnlySpan<byte> content)
    {
        if (!wide || content.Length < FixedSize)
        {
            return;
        }

        Whole = Size(content);
        _sizes["data"] = Size(content[8..]);
        var entries = content[FixedSize..];
        for (var left = BinaryPrimitives.ReadUInt32LittleEndian(content[24..]); left > 0 && entries.Length >= EntrySize; left--)
        {
            _sizes.TryAdd(Encoding.Latin1.GetString(entries[..4]), Size(entries[4..]));
            entries = entries[EntrySize..];
        }
    }

    /// <summary>The chunk's true size.</summary>
    public long Of(Chunk chunk) => wide && chunk.Size == uint.MaxValue ? _sizes.GetValueOrDefault(chunk.Id, chunk.Size) : chunk.Size;

    private static long Size(ReadOnlySpan<byte> bytes) => (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(bytes), Most);
}
