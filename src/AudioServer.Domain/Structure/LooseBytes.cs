namespace AudioServer.Domain.Structure;

/// <summary>Bytes that belong to no frame and no page.</summary>
internal static class LooseBytes
{
    // Editors and copying programs leave a few; no frame of any use is so short.
    private const int MostStray = 16;

    /// <summary>What they are, for a sentence, and whether they do no harm.</summary>
    /// <param name="first">The first of them, all of them where they are few.</param>
    /// <param name="count">How many there are.</param>
    public static (string Name, bool IsHarmless) Describe(ReadOnlySpan<byte> first, long count) =>
        first.StartsWith("TAG"u8) && count >= 128 ? ("an ID3v1 tag", true)
        : first.StartsWith("ID3"u8) ? ("an ID3v2 tag", true)
        : first.StartsWith("APETAGEX"u8) ? ("an APE tag", true)
        : first.StartsWith("LYRICSBEGIN"u8) ? ("a Lyrics3 tag", true)
        : !first.ContainsAnyExcept((byte)0) ? ("zeros", true)
        : count <= MostStray ? ("stray bytes", true)
        : ("unknown data", false);
}
