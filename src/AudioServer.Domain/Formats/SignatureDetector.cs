using AudioServer.Domain.Formats.Frames;

namespace AudioServer.Domain.Formats;

/// <summary>
/// Tells by a file's own bytes which demuxer may open it, or what it is instead. The name is never looked at. Reads less than 256 KiB of a file of
/// any size, allocates nothing by a size that the file claims, and has an answer for every sequence of bytes.
/// </summary>
public static class SignatureDetector
{
    private const int HeadSize = 4096;

    /// <summary>Every demuxer that <see cref="Detect"/> can name.</summary>
    internal static IReadOnlySet<string> Demuxers { get; } =
        MediaMagics.All.Select(magic => magic.Meaning).OfType<Signature.Media>().Concat(FrameSearch.Formats.Select(format => format.Signature)).Select(media => media.Demuxer).ToHashSet();

    /// <summary>What the content is.</summary>
    /// <param name="content">Seekable; stays open, its position afterwards is anywhere.</param>
    public static Signature Detect(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.Length == 0)
        {
            return new Signature.Other("an empty file");
        }

        var start = LeadingTags.End(content);
        Span<byte> buffer = stackalloc byte[HeadSize];
        var head = buffer[..content.ReadAt(start, buffer)];

        // Firm marks come before sync words, so that no program or document passes for the eleven set bits of an MPEG frame.
        if (ByMagicNumber(head) is { } known)
        {
            return known is Signature.Media { Demuxer: "wav" } && WavPack3.IsInside(content, start) ? new Signature.Other("a WavPack 3 file") : known;
        }

        using var search = new FrameSearch(content, start);
        if (search.AtStart() is { } media)
        {
            return media;
        }

        if (TextKind.Describe(head) is { } text)
        {
            return new Signature.Other(text);
        }

        return search.Further() ?? (Signature)new Signature.Other(start > 0 ? "a tag with no audio behind it" : "unknown binary data");
    }

    private static Signature? ByMagicNumber(ReadOnlySpan<byte> head)
    {
        foreach (var magic in MediaMagics.All)
        {
            if (magic.Matches(head))
            {
                return magic.Meaning;
            }
        }

        foreach (var magic in OtherMagics.All)
        {
            if (magic.Matches(head))
            {
                return magic.Meaning;
            }
        }

        return null;
    }
}
