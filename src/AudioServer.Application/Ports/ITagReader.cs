using AudioServer.Domain.AudioFiles;

namespace AudioServer.Application.Ports;

/// <summary>Reads descriptive tags. Its failure says nothing about whether a file is audio.</summary>
public interface ITagReader
{
    /// <summary>
    /// Reads the tags of the file at <paramref name="path"/>, whose format is ffmpeg's <paramref name="demuxer"/>.
    /// Null when the reader does not know the format, fails, takes too long or dies over the file; it never throws for what the file holds.
    /// </summary>
    Task<TagReading?> ReadAsync(string path, string demuxer, CancellationToken cancellationToken);
}

/// <summary>What the tag reader found.</summary>
/// <param name="Tags">As the file states them, not yet cleaned.</param>
/// <param name="HasCover">True when a picture is embedded.</param>
/// <param name="Duration">Seconds by the reader's own reckoning, often wrong; null or positive and finite.</param>
public sealed record TagReading(AudioTags Tags, bool HasCover, double? Duration);
