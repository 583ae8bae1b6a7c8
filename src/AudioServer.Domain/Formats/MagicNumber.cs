using System.Globalization;

namespace AudioServer.Domain.Formats;

/// <summary>Bytes that stand at one place of every file of a format, some of them free, and what a file that has them is.</summary>
internal sealed class MagicNumber
{
    private readonly int offset;
    private readonly byte?[] pattern;

    private MagicNumber(Signature meaning, int offset, byte?[] pattern) => (Meaning, this.offset, this.pattern) = (meaning, offset, pattern);

    public Signature Meaning { get; }

    /// <summary>The pattern as Latin text; a question mark stands for any byte.</summary>
    public static MagicNumber Text(string text, Signature meaning, int offset = 0) =>
        new(meaning, offset, [.. text.Select(letter => letter == '?' ? (byte?)null : (byte)letter)]);

    /// <summary>The pattern as pairs of hexadecimal digits; "??" stands for any byte, spaces for nothing.</summary>
    public static MagicNumber Hex(string digits, Signature meaning, int offset = 0) =>
        new(meaning, offset, [.. digits.Replace(" ", "", StringComparison.Ordinal).Chunk(2).Select(Byte)]);

    public bool Matches(ReadOnlySpan<byte> head)
    {
        if (head.Length < offset + pattern.Length)
        {
            return false;
        }

        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] is { } expected && head[offset + i] != expected)
            {
                return false;
            }
        }

        return true;
    }

    private static byte? Byte(char[] pair) => pair is ['?', '?'] ? null : byte.Parse(pair, NumberStyles.HexNumber);
}
