using AudioServer.Domain.Formats;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Matroska;

/// <summary>
/// Matroska and WebM (RFC 9559): whether the elements fit into each other and the file, and nothing lies between them. How many samples the
/// blocks make, only decoding tells.
/// </summary>
internal sealed class MatroskaWalker
{
    private const uint Header = 0x1A45DFA3;
    private const uint Segment = 0x18538067;
    private const uint Info = 0x1549A966;
    private const uint Cluster = 0x1F43B675;
    private const uint Timestamp = 0xE7;
    private const uint TimestampScale = 0x2AD7B1;
    private const double Nanoseconds = 1e-9;

    /// <summary>Seek head, tracks, cues, tags, attachments, chapters.</summary>
    private static readonly HashSet<uint> OfSegment = [0x114D9B74, 0x1654AE6B, 0x1C53BB6B, 0x1254C367, 0x1941A469, 0x1043A770];

    /// <summary>Position, size of the one before, simple block, block group, encrypted block, silent tracks.</summary>
    private static readonly HashSet<uint> OfCluster = [0xA7, 0xAB, 0xA3, 0xA0, 0xAF, 0x5854];

    /// <summary>Title, applications, date, duration and the identities of the segment and its kin.</summary>
    private static readonly HashSet<uint> OfInfo = [0x4489, 0x4461, 0x4D80, 0x5741, 0x7BA9, 0x73A4, 0x7384, 0x3CB923, 0x3C83AB, 0x3EB923, 0x3E83BB, 0x4444, 0x6924];

    /// <summary>Void and CRC-32, which may stand anywhere.</summary>
    private static readonly HashSet<uint> Anywhere = [0xEC, 0xBF];

    private readonly ForwardReader _reader;
    private readonly FindingList _findings = new();
    private double _scale = 1_000_000;
    private double _seconds;
    private long? _segmentEnd;
    private long? _audioEnd;
    private bool _isClusterLast;

    private MatroskaWalker(ForwardReader reader) => _reader = reader;

    public static FileStructure Walk(ForwardReader reader)
    {
        reader.Advance(LeadingTags.Size(reader.Peek(32)));
        return new MatroskaWalker(reader).Walk();
    }

    private FileStructure Walk()
    {
        var isCut = false;
        while (_reader.Left > 0 && !isCut)
        {
            if (EbmlElement.Read(_reader.Peek(EbmlElement.MaxHeadLength)) is not { } element || !IsKnown(element.Id))
            {
                if (!SkipToCluster())
                {
                    break;
                }
            }
            else
            {
                isCut = !Read(element);
            }
        }

        if (!isCut)
        {
            TellEnd();
        }

        return new FileStructure { AudioEnd = _audioEnd, Findings = _findings };
    }

    private static bool IsKnown(uint id) =>
        id is Header or Segment or Info or Cluster or Timestamp or TimestampScale || OfSegment.Contains(id) || OfCluster.Contains(id) || OfInfo.Contains(id) || Anywhere.Contains(id);

    /// <returns>Whether the element is there to its end.</returns>
    private bool Read(EbmlElement element)
    {
        var (start, size) = (_reader.Position, element.Size);
        if (element.Id == Segment)
        {
            _segmentEnd = start + element.HeadLength + size;
            _reader.Advance(element.HeadLength);
            return true;
        }

        if (element.HeadLength + size > _reader.Left)
        {
            TellCut(element, start);
            return false;
        }

        if (element.Id is Info or Cluster || size is null)
        {
            (_isClusterLast, _audioEnd) = element.Id == Cluster ? (true, start + element.HeadLength + size) : (_isClusterLast, _audioEnd);
            _reader.Advance(element.HeadLength);
            return true;
        }

        if (element.Id is Timestamp or TimestampScale && size <= 8)
        {
            var number = EbmlElement.Number(_reader.Peek(element.HeadLength + (int)size)[element.HeadLength..]);
            (_scale, _seconds) = element.Id == TimestampScale ? (number, _seconds) : (_scale, number * _scale * Nanoseconds);
        }

        _isClusterLast &= !OfSegment.Contains(element.Id);
        _reader.Advance(element.HeadLength + size.Value);
        return true;
    }

    private void TellCut(EbmlElement element, long start)
    {
        var isAudio = element.Id is Cluster or Info || OfCluster.Contains(element.Id) || _audioEnd is null;
        _findings.Add(isAudio
            ? SizeFindings.Truncated(element.Id == Cluster ? "last cluster" : "last element", element.Size!.Value, _reader.Left - element.HeadLength, _reader.Length, _seconds, null)
            : SizeFindings.SizeWrong(Severity.Warning, $"An element behind the audio promises {element.Size:N0} bytes, but the file ends after {_reader.Left - element.HeadLength:N0} of them.", start));
    }

    private void TellEnd()
    {
        if (_reader.Left > 0)
        {
            Remainder.Tell(_reader, _findings, _seconds);
        }
        else if (_segmentEnd > _reader.Length)
        {
            _findings.Add(_isClusterLast || _audioEnd is null
                ? SizeFindings.Truncated("segment", _segmentEnd.Value, _reader.Length, _reader.Length, _seconds, null)
                : SizeFindings.SizeWrong(Severity.Warning, $"The segment ends at byte {_segmentEnd:N0} by its header, but the file at {_reader.Length:N0}.", _reader.Length));
        }
    }

    /// <summary>Steps over what is no element where a cluster follows; otherwise stays where it is, and what is left is behind the audio.</summary>
    private bool SkipToCluster()
    {
        ReadOnlySpan<byte> cluster = [0x1F, 0x43, 0xB6, 0x75];
        var window = _reader.Peek((int)Math.Min(_reader.Left, ForwardReader.MaxPeek));
        var at = window[1..].IndexOf(cluster) + 1;
        if (at == 0)
        {
            return false;
        }

        _findings.Add(new Finding(FindingCodes.SkippedData, Severity.Warning, SizeFindings.Text($"{at:N0} bytes before a cluster belong to no element."), _seconds, _reader.Position));
        _reader.Advance(at);
        return true;
    }
}
