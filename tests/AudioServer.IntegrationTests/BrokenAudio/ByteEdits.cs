using System.Buffers.Binary;

namespace AudioServer.IntegrationTests.BrokenAudio;

/// <summary>Small edits of a file's bytes; each gives a new array and leaves the old one alone.</summary>
internal static class ByteEdits
{
    public static byte[] With(this byte[] file, Action<byte[]> edit)
    {
        var copy = file.ToArray();
        edit(copy);
        return copy;
    }

    public static byte[] Without(this byte[] file, int from, int count) => [.. file[..from], .. file[(from + count)..]];

    public static byte[] Flip(this byte[] file, int position, int bit) => file.With(copy => copy[position] ^= (byte)(1 << bit));

    /// <summary>Where the marker stands first.</summary>
    public static int Find(this byte[] file, ReadOnlySpan<byte> marker, int from = 0) =>
        file.AsSpan(from).IndexOf(marker) is >= 0 and var at ? from + at : throw new InvalidOperationException("The marker is not there.");

    public static uint Little(this byte[] file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));

    public static uint Big(this byte[] file, int at) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));

    /// <summary>Multiplies a 32-bit little-endian number.</summary>
    public static byte[] ScaleLittle(this byte[] file, int at, double by) =>
        file.With(copy => BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(at), (uint)(file.Little(at) * by)));

    /// <summary>Multiplies a 32-bit big-endian number.</summary>
    public static byte[] ScaleBig(this byte[] file, int at, double by) =>
        file.With(copy => BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(at), (uint)(file.Big(at) * by)));

    /// <summary>Noise that is the same every time.</summary>
    public static byte[] Noise(int count)
    {
        var noise = new byte[count];
        new Random(20).NextBytes(noise);
        return noise;
    }
}
