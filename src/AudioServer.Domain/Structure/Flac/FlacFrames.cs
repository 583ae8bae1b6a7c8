using AudioServer.Domain.Checksums;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Flac;

/// <summary>Goes over a stream's frames, adds up what they hold and tells what is wrong with them.</summary>
internal sealed class FlacFrames(ForwardReader reader, FlacStreamInfo? info, FindingList findings)
{
    private readonly FlacStretches _stretches = new(reader, info);
    private FlacFrameHeader? _first;
    private FlacFrameHeader? _previous;
    private double _seconds;
    private long _end;
    private long? _cutAt;

    // Samples whose frames are missing or unreadable: they were reported once and do not make the stream too short as well.
    private long _lost;

    /// <summary>Samples of the frames that are there, damaged ones too.</summary>
    public long Samples { get; private set; }

    /// <summary>The first frame's header; null where there is no frame.</summary>
    public FlacFrameHeader? First => _first;

    /// <summary>The byte behind the last frame; null where there is no frame.</summary>
    public long? End => _first is null ? null : _end;

    /// <summary>Reads on to the end of the file. To be called once.</summary>
    public void Walk()
    {
        _end = reader.Position;
        var next = _stretches.Next(null);
        if (_stretches.Length > 0)
        {
            Loose(_stretches.Bytes, _stretches.Start, _stretches.Length, next);
        }

        while (next is { } header)
        {
            Note(header);
            next = _stretches.Next(header);
            Settle(header, next);
        }

        CompareWithTotal();
    }

    /// <summary>Compares a frame's format and number with what they should be.</summary>
    private void Note(FlacFrameHeader header)
    {
        var at = _stretches.Start + _stretches.Length;
        if (_previous is not { } previous)
        {
            _first = header;
            if (info is not null && !header.HasFormatOf(info))
            {
                Add(FindingCodes.FormatMismatch, Severity.Warning, $"STREAMINFO states {info.SampleRate} Hz, {info.Channels} channels, {info.BitsPerSample} bit; the first frame has {header.SampleRate} Hz, {header.Channels}, {header.BitsPerSample}.", at);
            }

            if (header.Number > 0 && _lost == 0)
            {
                Add(FindingCodes.MissingData, Severity.Warning, $"The first frame is not the stream's first: it begins at sample {FirstSample(header):N0}.", at);
            }
        }
        else if (!header.HasFormatOf(previous))
        {
            NoteChange(previous, header, at);
        }

        _previous = header;
    }

    private void NoteChange(FlacFrameHeader previous, FlacFrameHeader header, long at)
    {
        if (header.SampleRate != previous.SampleRate)
        {
            Add(FindingCodes.RateChange, Severity.Warning, $"The sample rate changes from {previous.SampleRate} to {header.SampleRate} Hz.", at);
        }

        if (header.Channels != previous.Channels)
        {
            Add(FindingCodes.ChannelChange, Severity.Warning, $"The number of channels changes from {previous.Channels} to {header.Channels}.", at);
        }

        if (header.BitsPerSample != previous.BitsPerSample)
        {
            Add(FindingCodes.FormatMismatch, Severity.Warning, $"The samples change from {previous.BitsPerSample} to {header.BitsPerSample} bit.", at);
        }
    }

    /// <summary>Judges the stretch that begins with <paramref name="frame"/>.</summary>
    private void Settle(FlacFrameHeader frame, FlacFrameHeader? next)
    {
        var (start, length) = (_stretches.Start, _stretches.Length);
        var bytes = _stretches.Bytes;

        // A checksum that fits goes on fitting over any number of zeros, so behind zeros the subframes must tell where the frame ended.
        if (_stretches.IsSound && bytes.Length == length && bytes[^1] != 0)
        {
            Count(frame, start + length);
            NoteGap(next);
            return;
        }

        var size = FlacFrameLength.Of(bytes, frame);
        if (size < bytes.Length && MsbFirstCrc.Crc16.Append(0, bytes[..size.Value]) == 0)
        {
            Count(frame, start + size.Value);
            Loose(bytes[size.Value..], _end, length - size.Value, next);
        }
        else if (_stretches.IsSound)
        {
            Count(frame, start + length);
            NoteGap(next);
        }
        else if (next is null && size > bytes.Length && bytes.Length == length)
        {
            _cutAt = start;
        }
        else
        {
            Add(FindingCodes.ChecksumMismatch, Severity.Error, $"The frame of samples {Samples:N0} to {Samples + frame.BlockSize:N0} does not match its checksum: something in bytes {start:N0} to {start + length:N0} is damaged.", start);
            Count(frame, start + length);
            NoteGap(next);
        }
    }

    private void Count(FlacFrameHeader frame, long end)
    {
        Samples += frame.BlockSize;
        _seconds += frame.SampleRate > 0 ? (double)frame.BlockSize / frame.SampleRate : 0;
        _end = end;
    }

    private void NoteGap(FlacFrameHeader? next)
    {
        if (next is not { } header || _previous is not { } frame || header.Follows(frame))
        {
            return;
        }

        var missing = MissingBetween(frame, header);
        _lost += Math.Max(missing, 0);
        if (missing > 0)
        {
            Add(FindingCodes.MissingData, Severity.Error, $"By the frames' numbers {missing:N0} samples are missing.", _end);
        }
        else
        {
            Add(FindingCodes.MissingData, Severity.Warning, $"The frames' numbers go back, from {frame.Number:N0} to {header.Number:N0}.", _end);
        }
    }

    /// <summary>Judges bytes that no frame claims.</summary>
    private void Loose(ReadOnlySpan<byte> bytes, long start, long length, FlacFrameHeader? next)
    {
        var missing = next is not { } header ? (info?.TotalSamples ?? 0) - Samples - _lost
            : _previous is { } previous ? MissingBetween(previous, header)
            : FirstSample(header);
        var (name, isHarmless) = LooseBytes.Describe(bytes, length);
        if (next is null && FlacFrameHeader.ResemblesSync(bytes) && length < FlacFrameHeader.MaxLength)
        {
            _cutAt = start;
        }
        else if (_previous is not null && bytes.StartsWith("fLaC"u8))
        {
            Add(FindingCodes.TrailingData, Severity.Warning, "Another FLAC stream begins behind the first.", start);
        }
        else if ((missing > 0 && (next is not null || (_previous is not null && !isHarmless))) || FlacFrameHeader.ResemblesSync(bytes))
        {
            // Behind the last frame nothing tells how many frames these bytes were: as many as may be in them, or one.
            var most = next is null ? Math.Max(length * 8, _previous?.BlockSize ?? 0) : missing;
            _lost += Math.Clamp(missing, 0, Math.Max(most, 0));
            Add(FindingCodes.ChecksumMismatch, Severity.Error, $"Bytes {start:N0} to {start + length:N0} should be frames, but no frame's header there is sound.", start);
        }
        else
        {
            var code = next is null ? FindingCodes.TrailingData : FindingCodes.SkippedData;
            var where = (next, _previous) switch
            {
                (null, null) => "behind the metadata",
                (null, _) => "behind the last frame",
                (_, null) => "before the first frame",
                _ => "between two frames",
            };
            Add(code, isHarmless ? Severity.Info : Severity.Warning, $"{length:N0} bytes {where} are no audio: {name}.", start);
            NoteGap(next);
        }
    }

    private void CompareWithTotal()
    {
        var total = info?.TotalSamples ?? 0;
        var isShort = total > Samples + _lost;
        var there = isShort ? $"STREAMINFO promises {total:N0} samples, {Samples:N0} are there." : $"{Samples:N0} samples stand before it.";
        if (_cutAt is { } cut)
        {
            Add(FindingCodes.Truncated, Severity.Error, $"The last frame is cut. {there}", cut);
        }
        else if (isShort)
        {
            Add(FindingCodes.Truncated, Severity.Error, there, _end);
        }
    }

    private static long MissingBetween(FlacFrameHeader frame, FlacFrameHeader next) =>
        next.Follows(frame) ? 0 : (next.Number - frame.NextNumber) * (next.CountsSamples ? 1 : frame.BlockSize);

    private static long FirstSample(FlacFrameHeader header) => header.Number * (header.CountsSamples ? 1 : header.BlockSize);

    private void Add(string code, Severity severity, string message, long start) =>
        findings.Add(new Finding(code, severity, message, _seconds, start));
}
