namespace AudioServer.Domain.Formats;

/// <summary>What a file's own bytes say it is, before any decoder has seen it.</summary>
public abstract record Signature
{
    private Signature()
    {
    }

    /// <summary>It carries the mark of a format that may hold audio.</summary>
    /// <param name="Demuxer">ffmpeg's name of the demuxer to force, such as "wav", "mov", "matroska".</param>
    public sealed record Media(string Demuxer) : Signature;

    /// <summary>It is something else.</summary>
    /// <param name="LooksLike">A noun phrase for the sender: "a PNG image", "plain text", "an empty file".</param>
    public sealed record Other(string LooksLike) : Signature;
}
