using AudioServer.Domain.Formats.Frames;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Frames;

/// <summary>
/// Walks a stream of frames from header to header: counts them and what they make, checks their checksums, and reports what lies between and
/// behind them and what changes on the way. What a missing end means, the format's walker judges by what its headers declare.
/// </summary>
internal sealed class FrameWalk(ForwardReader reader, FrameFormat format, FindingList findings)
{
    private readonly FrameSync _sync = new(format);
    private Frame? _last;
    private int? _rate;
    private int? _channels;
    private Finding? _channelChange;
    private ushort _mark;
    private Gap? _gap;

    /// <summary>Frames that are there whole.</summary>
    public long Frames { get; private set; }

    /// <summary>What they make, of one channel.</summary>
    public long Samples { get; private set; }

    /// <summary>How long they play.</summary>
    public double Seconds { get; private set; }

    /// <summary>Hz, of the first; null before it, and where headers do not say.</summary>
    public int? SampleRate { get; private set; }

    /// <summary>Of the first; null before it, and where headers do not say.</summary>
    public int? Channels { get; private set; }

    /// <summary>Samples of one frame.</summary>
    public int FrameSamples => _last?.Samples ?? 0;

    /// <summary>Behind the last byte of the last frame, be that whole or cut; where the first should be, when there is none.</summary>
    public long End { get; private set; }

    /// <summary>Bytes between frames that belong to none.</summary>
    public long SkippedBytes { get; private set; }

    /// <summary>Frames whose checksum was checked.</summary>
    public long Checked { get; private set; }

    /// <summary>Sees every whole frame, when there is one.</summary>
    public MusicChecksum? Checksum { get; set; }

    /// <summary>Whether a tag tells that MP3Gain has changed the frames.</summary>
    public bool IsRegained { get; private set; }

    /// <summary>The last frame, when the file ends before it does.</summary>
    public CutFrame? Cut { get; private set; }

    /// <summary>Goes to the first frame, over tags and garbage.</summary>
    /// <returns>It, or null where there is none: then everything was read.</returns>
    public Frame? FindFirst()
    {
        while (reader.Left > 0)
        {
            if (_sync.Confirm(Window, reader.Left) is { } frame)
            {
                return frame;
            }

            StepOver();
        }

        return null;
    }

    /// <summary>Walks from here to the end of the file.</summary>
    public void Run()
    {
        End = reader.Position;
        WalkToEnd();
        if (_channelChange is { } change)
        {
            // An encoder may go to other channels and back as the music asks for it; two files stuck together do not come back.
            findings.Add(_channels == Channels ? change with { Severity = Severity.Info } : change);
        }
    }

    private void WalkToEnd()
    {
        while (reader.Left > 0)
        {
            if (Next() is { } frame)
            {
                Take(frame);
            }
            else if (Cut is { } cut)
            {
                End = reader.Length;
                CloseGap(cut.Length);
                return;
            }
            else
            {
                StepOver();
            }
        }

        if (_gap is { } gap && Frames > 0)
        {
            findings.Add(gap.BehindLast(Seconds));
        }
    }

    private ReadOnlySpan<byte> Window => reader.Peek((int)Math.Min(ForwardReader.MaxPeek, reader.Left));

    /// <summary>The whole frame that begins right here. One that the file cuts is kept as <see cref="Cut"/>.</summary>
    private Frame? Next()
    {
        var head = reader.Peek(FrameSync.HeaderLength);
        if (_last is not { } last)
        {
            return format.Parse(head) is { } first && IsWhole(first.Length) ? first : null;
        }

        if (format.Parse(head) is { } frame)
        {
            return frame.Kind != last.Kind ? _sync.Confirm(Window, reader.Left) : IsWhole(frame.Length) ? frame : null;
        }

        // Too little is left for a header, but it begins as they all do.
        if (head.Length < FrameSync.HeaderLength && head.Length < last.Length && Mark(head) == _mark)
        {
            Cut = new CutFrame(reader.Position, head.Length, last.Length, IsWhole: false);
        }

        return null;
    }

    private bool IsWhole(int length)
    {
        if (length <= reader.Left)
        {
            return true;
        }

        var present = reader.Peek((int)reader.Left);
        Cut = new CutFrame(reader.Position, present.Length, length, format.IsWholeWhenCut(present, length));
        return false;
    }

    private void Take(Frame frame)
    {
        CloseGap(frame.Length);
        var bytes = reader.Peek(frame.Length);
        if (format.HasValidChecksum(bytes) is { } isValid)
        {
            Checked++;
            if (!isValid)
            {
                findings.Add(new Finding(
                    FindingCodes.ChecksumMismatch, Severity.Error, $"The checksum of the frame at {Seconds:F1} s does not fit it.", Seconds, reader.Position));
            }
        }

        Checksum?.Add(bytes);
        Compare(frame);
        _mark = Mark(bytes);
        _last = frame;
        Frames++;
        Samples += frame.Samples;
        Seconds += frame.SampleRate > 0 ? (double)frame.Samples / frame.SampleRate : 0;
        reader.Advance(frame.Length);
        End = reader.Position;
    }

    private void Compare(Frame frame)
    {
        if (frame.SampleRate > 0 && _rate is { } rate && rate != frame.SampleRate)
        {
            findings.Add(new Finding(
                FindingCodes.RateChange, Severity.Warning, $"The sample rate changes from {rate} to {frame.SampleRate} Hz at {Seconds:F1} s.", Seconds, reader.Position));
        }

        if (frame.Channels > 0 && _channels is { } channels && channels != frame.Channels)
        {
            _channelChange ??= new Finding(
                FindingCodes.ChannelChange, Severity.Warning, $"The channels change from {channels} to {frame.Channels} at {Seconds:F1} s.", Seconds, reader.Position);
        }

        _rate = frame.SampleRate > 0 ? frame.SampleRate : _rate;
        _channels = frame.Channels > 0 ? frame.Channels : _channels;
        SampleRate ??= _rate;
        Channels ??= _channels;
    }

    /// <summary>Over a tag, or over everything to the next frame, tag or the end.</summary>
    private void StepOver()
    {
        _gap ??= new Gap();
        var start = reader.Position;
        var bytes = reader.Peek(TagBlocks.Look);
        if (TagBlocks.At(bytes, reader.Left) is { } tag)
        {
            IsRegained |= bytes.IndexOf("MP3GAIN_"u8) >= 0;
            reader.Advance(tag.Length);
            _gap.AddTag(start, tag, reader.Position - start);
        }
        else
        {
            var areZero = _sync.Skip(reader);
            _gap.AddBytes(start, reader.Position - start, areZero);
        }
    }

    private void CloseGap(int nextLength)
    {
        if (_gap is not { } gap)
        {
            return;
        }

        if (Frames == 0)
        {
            if (gap.BeforeFirst(nextLength) is { } finding)
            {
                findings.Add(finding);
            }
        }
        else
        {
            findings.Add(gap.Between(Seconds));
            SkippedBytes += gap.Length;
        }

        _gap = null;
    }

    private static ushort Mark(ReadOnlySpan<byte> bytes) => bytes.Length < 2 ? (ushort)0 : (ushort)((bytes[0] << 8) | bytes[1]);
}

/// <summary>A frame that the file ends in.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Present">Bytes of it that are there.</param>
/// <param name="Length">Bytes that it should have.</param>
/// <param name="IsWhole">Whether it may have lost nothing but stuffing.</param>
internal sealed record CutFrame(long Start, int Present, int Length, bool IsWhole);
