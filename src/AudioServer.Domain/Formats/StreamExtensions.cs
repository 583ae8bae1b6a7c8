namespace AudioServer.Domain.Formats;

internal static class StreamExtensions
{
    /// <summary>Reads at <paramref name="offset"/> as much as there is, at most the buffer's length; nothing at or behind the end.</summary>
    public static int ReadAt(this Stream content, long offset, Span<byte> buffer)
    {
        if (offset >= content.Length)
        {
            return 0;
        }

        content.Position = offset;
        return content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
    }
}
