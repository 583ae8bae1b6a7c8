namespace AudioServer.Domain.Structure.Ogg;

/// <summary>One logical stream: what its sound pages told so far.</summary>
/// <param name="audio">What is in it; null for anything but known audio.</param>
internal sealed class OggStream(OggAudio? audio)
{
    private long _headersLeft = audio?.HeaderPackets ?? 0;
    private long _openSamples;
    private long _packetSamples;
    private long? _origin;
    private long? _granule;
    private bool _isOriginUnknown;

    public OggAudio? Audio { get; } = audio;

    /// <summary>The number of the last page.</summary>
    public uint Sequence { get; private set; }

    /// <summary>Damaged pages, of whatever stream, that the file had up to the last page.</summary>
    public int DamagesBefore { get; private set; }

    /// <summary>True when the last packet goes on on a page that has not come yet.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>True when the page came that says that it is the last.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>True when pages are missing or were damaged, so that nobody can tell how many samples are there.</summary>
    public bool HasGaps { get; set; }

    /// <summary>True when pages came behind the last.</summary>
    public bool WentOnBehindItsEnd { get; private set; }

    /// <summary>Seconds of audio up to the last page.</summary>
    public double Seconds => Audio is { SampleRate: > 0 } known
        ? (double)Math.Max(Math.Min(Granules ?? long.MaxValue, Math.Max(_packetSamples - known.PreSkip, 0)), 0) / known.SampleRate
        : 0;

    /// <summary>Samples that the stream states; null where it does not.</summary>
    public long? Declared => Audio switch
    {
        null or { Codec: "speex" } => null,
        { Flac.TotalSamples: > 0 and var total } => total,
        _ => Granules,
    };

    /// <summary>Samples that its packets make.</summary>
    public long? Present => Audio switch
    {
        null => null,
        _ when _packetSamples == 0 => 0,

        // Encoders do not agree whether Speex's granules count the look-ahead; every packet has the same number of samples.
        { Codec: "speex" } => _packetSamples,
        { Codec: "vorbis" } => HasGaps || Granules > _packetSamples ? null : Granules,
        _ => Math.Min(Granules ?? long.MaxValue, Math.Max(_packetSamples - Audio.PreSkip, 0)),
    };

    /// <summary>Samples from the first granule to the last, without the pre-skip.</summary>
    private long? Granules => _granule is { } granule && !_isOriginUnknown ? Math.Max(granule - (_origin ?? 0) - Audio!.PreSkip, 0) : null;

    /// <summary>Takes in the next page, which is sound.</summary>
    public void Read(OggPage page, int damagesSoFar)
    {
        WentOnBehindItsEnd |= HasEnded;
        (Sequence, DamagesBefore) = (page.Sequence, damagesSoFar);
        HasEnded |= page.IsLast;
        var (packets, samples) = ReadPackets(page);
        if (Audio is null || packets == 0 || _headersLeft > 0 || page.Granule < 0)
        {
            return;
        }

        if (_origin is null && samples > 0)
        {
            SetOrigin(page, samples);
        }

        _granule = page.IsLast ? page.Granule : Math.Max(page.Granule, _granule ?? 0);
    }

    /// <summary>A stream that was cut out of a longer one does not begin with zero. On a last page the granule may be less than its packets make: they end early.</summary>
    private void SetOrigin(OggPage page, long samples)
    {
        var origin = Math.Max(page.Granule - samples, 0);

        // Of Vorbis only the most that a page can hold is known.
        _isOriginUnknown = origin > 0 && Audio!.Codec == "vorbis";
        _origin = HasGaps ? 0 : origin;
    }

    /// <summary>Packets that end on the page, and the samples of those of audio.</summary>
    private (int Packets, long Samples) ReadPackets(OggPage page)
    {
        var (packets, finished, at) = (0, 0L, 0);
        var start = page.IsContinued || IsOpen ? -1 : 0;
        foreach (var length in page.Lengths)
        {
            at += length;
            IsOpen = length == 255;
            if (IsOpen)
            {
                continue;
            }

            packets++;
            finished += FinishPacket(start < 0 ? _openSamples : Measure(page.Body[start..at]));
            start = at;
        }

        if (IsOpen && start >= 0)
        {
            _openSamples = Measure(page.Body[start..]);
        }

        _packetSamples += finished;
        return (packets, finished);
    }

    private long FinishPacket(long samples)
    {
        _openSamples = 0;
        if (_headersLeft == 0)
        {
            return samples;
        }

        _headersLeft--;
        return 0;
    }

    private long Measure(ReadOnlySpan<byte> packet) => Audio?.SamplesOf(packet) ?? 0;
}
