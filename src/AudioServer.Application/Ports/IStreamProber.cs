using AudioServer.Domain.AudioFiles;

namespace AudioServer.Application.Ports;

/// <summary>Finds the first audio stream of a file and what its headers declare, without decoding it to the end.</summary>
public interface IStreamProber
{
    /// <summary>
    /// Probes the file at <paramref name="path"/> with ffmpeg's <paramref name="demuxer"/> forced.
    /// Null when that demuxer finds no audio stream in it, or the file kills or outlasts the prober.
    /// </summary>
    /// <exception cref="ProberUnavailableException">The prober itself cannot run; no fault of the file's.</exception>
    Task<StreamFacts?> ProbeAsync(string path, string demuxer, CancellationToken cancellationToken);
}

/// <summary>What a container declares about its first audio stream. Null: it does not say, or says nonsense.</summary>
/// <param name="Container">ffprobe's format name, as it prints it ("mov,mp4,m4a,3gp,3g2,mj2").</param>
/// <param name="Codec">ffprobe's codec name, or "unknown".</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="Channels">Count.</param>
/// <param name="BitsPerSample">Only for PCM, DSD and lossless codecs.</param>
/// <param name="BitRate">bit/s.</param>
/// <param name="DeclaredDuration">Seconds that the file's own headers state.</param>
/// <param name="EstimatedDuration">Seconds, where the prober had to estimate from bit rate and size.</param>
/// <param name="HasVideo">True when a moving picture stands beside the audio (a cover does not count).</param>
/// <param name="HasCover">True when a picture is attached.</param>
/// <param name="IsWebM">True when a Matroska file's document type is "webm".</param>
/// <param name="Tags">As the file states them, not yet cleaned.</param>
/// <param name="SampleFormat">ffmpeg's name of the format in which its decoder gives the samples out ("s16p"); null when not known.</param>
public sealed record StreamFacts(
    string Container,
    string Codec,
    int? SampleRate,
    int? Channels,
    int? BitsPerSample,
    long? BitRate,
    double? DeclaredDuration,
    double? EstimatedDuration,
    bool HasVideo,
    bool HasCover,
    bool IsWebM,
    AudioTags Tags,
    string? SampleFormat);

/// <summary>The probing tool is missing, cannot be started or its cage cannot be built.</summary>
public sealed class ProberUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
