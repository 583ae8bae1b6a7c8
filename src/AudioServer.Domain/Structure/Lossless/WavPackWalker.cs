using AudioServer.Domain.Formats;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Lossless;

/// <summary>WavPack 4 and 5: blocks whose samples are numbered. Their checksum is over decoded samples, so that only the decoder can tell of it.</summary>
internal sealed class WavPackWalker
{
    private readonly ForwardReader _reader;
    private readonly FindingList _findings = new();
    private WavPackBlock? _first;
    private long _next;
    private long _present;
    private long _end;

    private WavPackWalker(ForwardReader reader) => _reader = reader;

    private double? Seconds => _first?.SampleRate is { } rate ? (double)(_next - _first.Value.Index) / rate : null;

    public static FileStructure Walk(ForwardReader reader)
    {
        reader.Advance(LeadingTags.Size(reader.Peek(32)));
        return new WavPackWalker(reader).Walk();
    }

    private FileStructure Walk()
    {
        while (_reader.Left > 0)
        {
            if (WavPackBlock.Parse(_reader.Peek(WavPackBlock.HeaderLength)) is { } block)
            {
                if (!Read(block))
                {
                    break;
                }
            }
            else if (!SkipToBlock())
            {
                Remainder.Tell(_reader, _findings, Seconds);
                break;
            }
        }

        return new FileStructure
        {
            DeclaredSamples = _first?.TotalSamples,
            PresentSamples = _first is null ? null : _present,
            SampleRate = _first?.SampleRate,
            AudioEnd = _first is null ? null : _end,
            Findings = _findings,
        };
    }

    /// <returns>Whether the block is there to its end.</returns>
    private bool Read(WavPackBlock block)
    {
        if (block.Length > _reader.Left)
        {
            _findings.Add(SizeFindings.Truncated("last block", block.Length, _reader.Left, _reader.Length, Seconds, null));
            return false;
        }

        if (block is { Samples: > 0, IsFirstOfGroup: true })
        {
            if (_first is not null && block.Index != _next)
            {
                _findings.Add(new Finding(
                    FindingCodes.MissingData,
                    Severity.Error,
                    SizeFindings.Text($"A block goes on at sample {block.Index:N0}, where sample {_next:N0} should come."),
                    Seconds,
                    _reader.Position));
            }

            _first ??= block;
            _next = block.Index + block.Samples;
            _present += block.Samples;
        }

        _reader.Advance(block.Length);
        _end = _reader.Position;
        return true;
    }

    /// <summary>Steps over what is no block where one follows; otherwise stays where it is, and what is left is behind the audio.</summary>
    private bool SkipToBlock()
    {
        var start = _reader.Position;
        var window = _reader.Peek((int)Math.Min(_reader.Left, ForwardReader.MaxPeek));
        for (var at = 1; at + WavPackBlock.HeaderLength <= window.Length; at++)
        {
            var hop = window[at..].IndexOf("wvpk"u8);
            if (hop < 0)
            {
                return false;
            }

            at += hop;
            if (WavPackBlock.Parse(window[at..]) is not null)
            {
                _reader.Advance(at);
                _findings.Add(new Finding(FindingCodes.SkippedData, Severity.Warning, SizeFindings.Text($"{at:N0} bytes between two blocks belong to none."), Seconds, start));
                return true;
            }
        }

        return false;
    }
}
