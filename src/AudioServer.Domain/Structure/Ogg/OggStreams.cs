using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Ogg;

/// <summary>
/// The streams of a file: side by side (audio, video, index), or one after the other (chained), each link with all its first pages in front
/// (RFC 3533, 4). In each link one audio stream counts.
/// </summary>
internal sealed class OggStreams(string codec, FindingList findings)
{
    // Real files have a few; a file of nothing but first pages must not fill the memory.
    private const int MostStreams = 64;

    private readonly Dictionary<uint, OggStream> _streams = [];
    private OggStream? _audio;
    private OggAudio? _previous;
    private long _audioStart;
    private bool _isInFirstPages;
    private bool _isStrangerKnown;
    private int _links;
    private double _secondsBefore;
    private long? _declared = 0;
    private long? _present = 0;
    private OggAudio? _first;

    /// <summary>Seconds of audio up to the last sound page.</summary>
    public double Seconds => _secondsBefore + (_audio?.Seconds ?? 0);

    /// <summary>Takes in a sound page.</summary>
    /// <param name="page">Of any stream.</param>
    /// <param name="start">Where it stands in the file.</param>
    /// <param name="damages">How many damaged pages there were before it.</param>
    public void Read(OggPage page, long start, int damages)
    {
        if (page.IsFirst)
        {
            Begin(page, start).Read(page, damages);
            return;
        }

        if (_isInFirstPages)
        {
            _isInFirstPages = false;
            CompareLinks();
        }

        if (_streams.TryGetValue(page.Serial, out var stream))
        {
            CheckOrder(stream, page, start, damages);
            stream.Read(page, damages);
        }
        else if (damages == 0 && !_isStrangerKnown)
        {
            _isStrangerKnown = true;
            Add(FindingCodes.MissingData, Severity.Error, "Here is a page of a stream whose first page is missing.", start);
        }
    }

    /// <summary>Sums up, behind the last page.</summary>
    /// <param name="end">The byte behind it.</param>
    /// <param name="damages">How many damaged pages there were in all.</param>
    /// <param name="isCut">Whether a cut page was reported.</param>
    public FileStructure Finish(long end, int damages, bool isCut)
    {
        if (_audio is { } last && !isCut && damages == last.DamagesBefore)
        {
            CheckEnd(last, end);
        }

        var tolerance = _audio?.Audio is { Codec: "vorbis" or "speex" } audio ? audio.PacketSamples : 0;
        Close(damages);
        return _first is null ? new FileStructure { IsChecksummed = true, Findings = findings } : new FileStructure
        {
            DeclaredSamples = _declared,
            PresentSamples = _present,
            ToleranceSamples = tolerance,
            SampleRate = _first.SampleRate > 0 ? _first.SampleRate : null,
            Channels = _first.Channels > 0 ? _first.Channels : null,
            PcmMd5 = _links == 1 ? _first.Flac?.Md5 : null,
            AudioEnd = end,
            IsChecksummed = true,
            Findings = findings,
        };
    }

    private OggStream Begin(OggPage page, long start)
    {
        var stream = new OggStream(OggAudio.Identify(page.Body));
        if (_streams.Count >= MostStreams)
        {
            _streams.Remove(_streams.First(known => known.Value != _audio).Key);
        }

        _streams[page.Serial] = stream;
        if (stream.Audio is not { } audio)
        {
            return stream;
        }

        if (!_isInFirstPages)
        {
            Close(_audio?.DamagesBefore ?? 0);
            _isInFirstPages = true;
        }

        if (_audio is null || (_audio.Audio?.Codec != codec && audio.Codec == codec))
        {
            (_audio, _audioStart) = (stream, start);
        }

        return stream;
    }

    /// <summary>Adds the link's audio to the sum.</summary>
    private void Close(int damages)
    {
        if (_audio is not { } link)
        {
            return;
        }

        link.HasGaps |= damages > link.DamagesBefore;
        _secondsBefore += link.Seconds;
        _declared += link.Declared;
        _present += link.Present;
        _first ??= link.Audio;
        _previous = link.Audio;
        _links++;
        _audio = null;
    }

    private void CompareLinks()
    {
        if (_previous is not { } before || _audio?.Audio is not { } now)
        {
            return;
        }

        if (before.SampleRate != now.SampleRate)
        {
            Add(FindingCodes.RateChange, Severity.Warning, $"The sample rate changes from {before.SampleRate} to {now.SampleRate} Hz where the next stream begins.", _audioStart);
        }

        if (before.Channels != now.Channels)
        {
            Add(FindingCodes.ChannelChange, Severity.Warning, $"The number of channels changes from {before.Channels} to {now.Channels} where the next stream begins.", _audioStart);
        }
    }

    private void CheckOrder(OggStream stream, OggPage page, long start, int damages)
    {
        // Damaged pages tell nothing that can be believed, not even their stream: a gap of as many pages is theirs, and reported with them.
        var gap = (int)(page.Sequence - stream.Sequence - 1);
        var damaged = damages - stream.DamagesBefore;
        stream.HasGaps |= gap > 0;
        if (gap > damaged)
        {
            Add(FindingCodes.MissingData, Severity.Error, $"By their numbers {gap:N0} pages are missing.", start);
        }
        else if (gap < 0)
        {
            Add(FindingCodes.MissingData, Severity.Warning, $"The pages' numbers go back, from {stream.Sequence} to {page.Sequence}.", start);
        }
        else if (gap == 0 && page.Lengths.Length > 0 && page.IsContinued != stream.IsOpen)
        {
            stream.HasGaps = true;
            Add(FindingCodes.MissingData, Severity.Error, "A packet that goes over two pages has only one of them.", start);
        }

        if (stream is { HasEnded: true, WentOnBehindItsEnd: false })
        {
            Add(FindingCodes.SkippedData, Severity.Warning, "Pages stand behind the one that says it is the last.", start);
        }
    }

    private void CheckEnd(OggStream last, long end)
    {
        if (last.IsOpen)
        {
            Add(FindingCodes.Truncated, Severity.Error, "The last packet goes on on a page that is not there.", end);
        }
        else if (last.Audio?.Flac is { TotalSamples: > 0 and var total } && last.Present < total && !last.HasGaps)
        {
            Add(FindingCodes.Truncated, Severity.Error, $"STREAMINFO promises {total:N0} samples, {last.Present:N0} are there.", end);
        }
        else if (!last.HasEnded)
        {
            // Many who save a broadcast, and some encoders, leave the mark out.
            Add(FindingCodes.Truncated, Severity.Info, "No page says that it is the last: the format does not tell whether the file was cut here.", end);
        }
    }

    private void Add(string code, Severity severity, string message, long start) =>
        findings.Add(new Finding(code, severity, message, Seconds, start));
}
