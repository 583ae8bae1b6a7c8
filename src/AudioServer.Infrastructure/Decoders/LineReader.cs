using System.Text;

namespace AudioServer.Infrastructure.Decoders;

/// <summary>Takes text apart into lines, whatever their number and length: of a long line the beginning is kept.</summary>
internal static class LineReader
{
    private const int MaxLine = 2 * 1024;

    /// <summary>Reads UTF-8 to its end; always true, as there is never enough.</summary>
    public static async Task<bool> ReadAsync(Stream stream, Action<string> receive)
    {
        var (buffer, line, length) = (new byte[16 * 1024], new byte[MaxLine], 0);
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
        {
            var rest = buffer.AsMemory(0, read);
            for (int end; (end = rest.Span.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                Append(rest.Span[..end]);
                receive(Encoding.UTF8.GetString(line, 0, length));
                length = 0;
            }

            Append(rest.Span);
        }

        if (length > 0)
        {
            receive(Encoding.UTF8.GetString(line, 0, length));
        }

        return true;

        void Append(ReadOnlySpan<byte> bytes)
        {
            bytes = bytes[..Math.Min(bytes.Length, MaxLine - length)];
            bytes.CopyTo(line.AsSpan(length));
            length += bytes.Length;
        }
    }
}
