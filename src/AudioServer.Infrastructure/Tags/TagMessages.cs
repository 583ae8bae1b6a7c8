using System.Text.Json.Serialization;

namespace AudioServer.Infrastructure.Tags;

/// <summary>One line to the tag host. Both sides are ours; only the file is not.</summary>
/// <param name="Path">As the host sees it.</param>
/// <param name="MimeType">TagLib's own kind: "taglib/flac".</param>
internal sealed record TagRequest(string Path, string MimeType);

/// <summary>One line from the tag host; the first one, empty, says that it is ready. <see cref="Read"/> is false when TagLib refused the file.</summary>
internal sealed record TagAnswer(
    bool Read,
    string? Title = null,
    string? Artist = null,
    string? Album = null,
    string? Genre = null,
    int? Year = null,
    int? Track = null,
    string? Comment = null,
    bool HasCover = false,
    double? Duration = null);

// Generated at compile time: the host is started often enough for reflection's warm-up to matter.
[JsonSerializable(typeof(TagRequest))]
[JsonSerializable(typeof(TagAnswer))]
internal sealed partial class TagMessages : JsonSerializerContext;
