using System.Text;

namespace AudioServer.UnitTests.Domain.Formats;

/// <summary>Content made by hand.</summary>
internal static class Bytes
{
    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] Hex(string digits) => Convert.FromHexString(digits.Replace(" ", "", StringComparison.Ordinal));

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    public static byte[] Zeros(int count) => new byte[count];

    public static byte[] At(int offset, byte[] mark) => Join(Zeros(offset), mark, Zeros(16));

    /// <summary>Frames of one length, each with this header and zeros for a payload.</summary>
    public static byte[] Frames(string header, int length, int count)
    {
        var frame = new byte[length];
        Hex(header).CopyTo(frame, 0);
        return Join([.. Enumerable.Repeat(frame, count)]);
    }

    /// <summary>An ID3v2.4 tag that claims <paramref name="claimed"/> bytes and holds <paramref name="actual"/>.</summary>
    public static byte[] Id3(int claimed, int actual) =>
        Join(Latin("ID3\u0004\0\0"), [(byte)((claimed >> 21) & 127), (byte)((claimed >> 14) & 127), (byte)((claimed >> 7) & 127), (byte)(claimed & 127)],
            Zeros(actual));

    public static byte[] Id3(int size) => Id3(size, size);

    /// <summary>A RIFF file of chunks as they are; sizes are the caller's.</summary>
    public static byte[] Wave(params byte[][] chunks) => Join([Latin("RIFF\u0024\0\0\0WAVE"), .. chunks]);

    public static byte[] Chunk(string id, byte[] body) => Join(Latin(id), BitConverter.GetBytes(body.Length), body);
}
