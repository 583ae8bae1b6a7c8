using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Frames;

/// <summary>What stands between two frames, or before the first, or behind the last, and is none: tags, zeros, or nobody knows what.</summary>
internal sealed class Gap
{
    // Encoders and editors leave a few bytes behind; nobody loses audio by them.
    private const int Stray = 16;

    private readonly SortedSet<string> _tags = [];
    private long _tagBytes;
    private long _unknownBytes;
    private long _zeroBytes;

    /// <summary>Where it begins.</summary>
    public long Start { get; private set; }

    /// <summary>Bytes.</summary>
    public long Length => _tagBytes + _unknownBytes + _zeroBytes;

    /// <summary>Bytes of no known kind.</summary>
    public long UnknownBytes => _unknownBytes;

    public void AddTag(long start, TagBlock tag, long length)
    {
        Begin(start);
        var before = Math.Min(_unknownBytes, tag.Before);
        _unknownBytes -= before;
        _tagBytes += length + before;
        _tags.Add(tag.Name);
    }

    public void AddBytes(long start, long length, bool areZero)
    {
        Begin(start);
        _unknownBytes += areZero ? 0 : length;
        _zeroBytes += areZero ? length : 0;
    }

    /// <summary>Before the first frame. Less than a frame of anything is the rest of one whose beginning was cut away, as in a recording of a broadcast.</summary>
    public Finding? BeforeFirst(int frameLength) => _unknownBytes == 0
        ? null
        : new Finding(
            FindingCodes.SkippedData,
            _unknownBytes < frameLength ? Severity.Info : Severity.Warning,
            $"{_unknownBytes:N0} bytes before the first frame of audio belong to none.",
            0,
            Start);

    /// <summary>Between frames, where even zeros may stand for lost audio.</summary>
    public Finding Between(double at) => _unknownBytes + _zeroBytes == 0
        ? new Finding(FindingCodes.SkippedData, Severity.Info, $"{Tags} between frames of audio.", at, Start)
        : new Finding(
            FindingCodes.SkippedData,
            Severity.Warning,
            $"{_unknownBytes + _zeroBytes:N0} bytes between two frames of audio, at {at:F1} s, belong to none and were skipped.",
            at,
            Start);

    /// <summary>Behind the last frame.</summary>
    public Finding BehindLast(double at)
    {
        var severity = _unknownBytes > Stray ? Severity.Warning : Severity.Info;
        string[] parts =
        [
            .. _tagBytes > 0 ? [Tags] : Array.Empty<string>(),
            .. _zeroBytes > 0 ? [$"{_zeroBytes:N0} zero bytes"] : Array.Empty<string>(),
            .. _unknownBytes > 0 ? [$"{_unknownBytes:N0} bytes that are no audio"] : Array.Empty<string>(),
        ];
        return new Finding(FindingCodes.TrailingData, severity, $"Behind the last frame of audio: {string.Join(", ", parts)}.", at, Start);
    }

    private string Tags => $"{_tagBytes:N0} bytes of tags ({string.Join(", ", _tags)})";

    private void Begin(long start) => Start = Length == 0 ? start : Start;
}
