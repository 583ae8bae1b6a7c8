namespace AudioServer.Domain.AudioFiles;

/// <summary>What the gate found out about a file's content. Null: the file does not say.</summary>
/// <param name="Demuxer">ffmpeg's demuxer, chosen by the file's own first bytes.</param>
/// <param name="ContentType">Media type, by content.</param>
/// <param name="Container">The contract's container name.</param>
/// <param name="Codec">ffprobe's codec name.</param>
/// <param name="Extension">The customary file name extension, without its dot.</param>
/// <param name="Duration">Seconds, best known.</param>
/// <param name="DeclaredDuration">Seconds, as the headers state.</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="Channels">Count.</param>
/// <param name="BitsPerSample">Only for PCM, DSD and lossless codecs.</param>
/// <param name="BitRate">bit/s.</param>
/// <param name="HasCover">True when a picture is embedded.</param>
/// <param name="Tags">Cleaned.</param>
/// <param name="SampleFormat">ffmpeg's name of the format in which its decoder gives the samples out ("s16p"); null when not known.</param>
public sealed record AudioDescription(
    string Demuxer,
    string ContentType,
    string Container,
    string Codec,
    string Extension,
    double? Duration,
    double? DeclaredDuration,
    int? SampleRate,
    int? Channels,
    int? BitsPerSample,
    long? BitRate,
    bool HasCover,
    AudioTags Tags,
    string? SampleFormat = null);

/// <summary>The identity of a file's bytes.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record ContentFingerprint(long Size, string Sha256);
