using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure;

/// <summary>
/// What a walk over a file's container and frames found, without decoding anything. Null: the format does not say, or only decoding can.
/// "Samples" are of one channel, at <see cref="SampleRate"/>, encoder delay and padding taken off where the file declares them.
/// </summary>
public sealed record FileStructure
{
    /// <summary>Of a format that no walker knows.</summary>
    public static readonly FileStructure Unknown = new();

    /// <summary>Samples that the headers promise. Only what the file states, never an estimate from a bit rate.</summary>
    public long? DeclaredSamples { get; init; }

    /// <summary>Samples that the frames, pages or bytes which are really there make.</summary>
    public long? PresentSamples { get; init; }

    /// <summary>By how many samples a true count may differ from these: 0 for PCM, FLAC, ALAC, Vorbis and Opus, one frame otherwise.</summary>
    public long ToleranceSamples { get; init; }

    /// <summary>Hz.</summary>
    public int? SampleRate { get; init; }

    public int? Channels { get; init; }

    /// <summary>MD5 that the file states of its own decoded samples (FLAC STREAMINFO); null when it states none.</summary>
    public IReadOnlyList<byte>? PcmMd5 { get; init; }

    /// <summary>The byte behind the last one that belongs to the audio; null when not known.</summary>
    public long? AudioEnd { get; init; }

    /// <summary>True when every audio frame or page carries a checksum and all of them were checked: then damage inside the audio cannot be missed.</summary>
    public bool IsChecksummed { get; init; }

    /// <summary>What is wrong or worth knowing, in the order of the file.</summary>
    public FindingList Findings { get; init; } = new();
}
