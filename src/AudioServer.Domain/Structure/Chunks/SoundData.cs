using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Chunks;

/// <summary>Collects what a file of chunks says and holds of its sound, in whatever order its chunks come.</summary>
/// <param name="codec">ffprobe's name.</param>
internal sealed class SoundData(string codec)
{
    private long? _promisedBytes = 0;
    private long _presentBytes;
    private (long Promised, long Present)? _cut;
    private int _channels;
    private int? _rate;
    private SampleBlocks? _blocks;

    /// <summary>Samples that the header states apart from the bytes; null when it does not.</summary>
    public long? StatedSamples { get; set; }

    public FindingList Findings { get; } = new();

    /// <summary>The byte behind the sound; null before any came.</summary>
    public long? End { get; private set; }

    public bool HasData => End is not null;

    /// <summary>True when the end of the file cuts the sound.</summary>
    public bool IsCut => _cut is not null;

    /// <summary>Samples that the bytes make; null when the codec does not tell.</summary>
    public long? Present => HasData ? _blocks?.In(_presentBytes) : null;

    /// <summary>Samples that the sizes promise; null when one is left open or the codec does not tell.</summary>
    public long? Promised => HasData && _promisedBytes is { } bytes ? _blocks?.In(bytes) : null;

    public double? EndsAt => Seconds(Present);

    /// <summary>Samples of one channel that a block makes; 1 for PCM, and where not known.</summary>
    public int SamplesOfBlock => _blocks?.Samples ?? 1;

    public bool IsPcm => _blocks is { Samples: 1 };

    public void Describe(int channels, int rate, int blockSize) => Describe(channels, rate, SampleBlocks.Of(codec, channels, blockSize));

    public void Describe(int channels, int rate, SampleBlocks? blocks) => (_channels, _rate, _blocks) = (channels, rate, blocks);

    /// <param name="start">Its first byte.</param>
    /// <param name="promised">Bytes by the header; null where the size was left open.</param>
    /// <param name="present">Bytes that are there.</param>
    public void Add(long start, long? promised, long present)
    {
        _promisedBytes += promised;
        _presentBytes += present;
        End = start + present;
        _cut = promised > present ? (promised.Value, present) : null;
    }

    /// <summary>Seconds of so many samples; null when not known.</summary>
    public double? Seconds(long? samples) => _rate is > 0 ? (double?)samples / _rate : null;

    /// <summary>Tells of cut sound, or that there is none.</summary>
    /// <param name="part">How the format calls it: "data chunk".</param>
    /// <param name="length">Of the file.</param>
    public void TellCuts(string part, long length)
    {
        if (!HasData)
        {
            Findings.Add(SizeFindings.Missing($"its {part}", length));
        }

        if (_cut is { } cut)
        {
            Findings.Add(SizeFindings.Truncated(part, cut.Promised, cut.Present, length, EndsAt, Seconds(Promised)));
        }
    }

    /// <param name="declared">Samples that the headers promise.</param>
    /// <param name="tolerance">Samples, for codecs whose blocks say nothing.</param>
    public FileStructure ToStructure(long? declared, long tolerance = 0) => new()
    {
        DeclaredSamples = declared,
        PresentSamples = Present,
        ToleranceSamples = _blocks is { Samples: > 1 and var block } ? block : tolerance,
        SampleRate = _rate,
        Channels = _channels > 0 ? _channels : null,
        AudioEnd = End,
        Findings = Findings,
    };
}
