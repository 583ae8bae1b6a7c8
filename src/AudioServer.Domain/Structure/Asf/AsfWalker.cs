using System.Buffers.Binary;
using AudioServer.Domain.Formats;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Asf;

/// <summary>
/// ASF (Advanced Systems Format Specification, 3.2 and 5): objects, and in the data object packets of one size. The stated play duration is no
/// measure of the audio: encoders differ by seconds in what they put there. The number of packets is.
/// </summary>
internal sealed class AsfWalker
{
    private const int ObjectHeaderLength = 24;
    private const int FilePropertiesLength = 104;
    private const int DataHeaderLength = 50;
    private const int HeaderObjectLength = 30;
    private const uint Broadcast = 1;

    private readonly ForwardReader _reader;
    private readonly FindingList _findings = new();
    private long _packets;
    private uint _packetSize;
    private double? _duration;
    private long? _end;

    private AsfWalker(ForwardReader reader) => _reader = reader;

    private static ReadOnlySpan<byte> HeaderId => [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0x00, 0xAA, 0x00, 0x62, 0xCE, 0x6C];

    private static ReadOnlySpan<byte> FilePropertiesId => [0xA1, 0xDC, 0xAB, 0x8C, 0x47, 0xA9, 0xCF, 0x11, 0x8E, 0xE4, 0x00, 0xC0, 0x0C, 0x20, 0x53, 0x65];

    private static ReadOnlySpan<byte> DataId => [0x36, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0x00, 0xAA, 0x00, 0x62, 0xCE, 0x6C];

    /// <summary>The four indexes that may stand behind the data (6.1 to 6.4), by their first bytes.</summary>
    private static ReadOnlySpan<uint> IndexIds => [0x33000890, 0xD6E229D3, 0xFEB103F8, 0x3CB73FD0];

    public static FileStructure Walk(ForwardReader reader)
    {
        reader.Advance(LeadingTags.Size(reader.Peek(32)));
        return new AsfWalker(reader).Walk();
    }

    private FileStructure Walk()
    {
        while (_reader.Left >= ObjectHeaderLength)
        {
            var head = _reader.Peek(FilePropertiesLength);
            var size = BinaryPrimitives.ReadUInt64LittleEndian(head[16..]);
            if (head.StartsWith(HeaderId))
            {
                // Its objects are walked as if they stood outside.
                _reader.Advance(HeaderObjectLength);
            }
            else if (head.StartsWith(DataId))
            {
                ReadData(head, size);
            }
            else if (size < ObjectHeaderLength || (_end is not null && !IndexIds.Contains(BinaryPrimitives.ReadUInt32LittleEndian(head))))
            {
                break;
            }
            else
            {
                if (head.Length == FilePropertiesLength && head.StartsWith(FilePropertiesId))
                {
                    ReadFileProperties(head);
                }

                _reader.Advance((long)Math.Min(size, long.MaxValue));
            }
        }

        if (_end is not null)
        {
            Remainder.Tell(_reader, _findings, null);
        }
        else
        {
            _findings.Add(SizeFindings.Missing("the data object that holds its audio", _reader.Length));
        }

        return new FileStructure { AudioEnd = _end, Findings = _findings };
    }

    /// <summary>3.2: identification, sizes and times of eight bytes each, then flags and the size of the packets.</summary>
    private void ReadFileProperties(ReadOnlySpan<byte> head)
    {
        if ((BinaryPrimitives.ReadUInt32LittleEndian(head[88..]) & Broadcast) != 0)
        {
            return;
        }

        _packets = (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(head[56..]), uint.MaxValue);
        _packetSize = BinaryPrimitives.ReadUInt32LittleEndian(head[92..]);
        var milliseconds = (BinaryPrimitives.ReadUInt64LittleEndian(head[64..]) / 10_000.0) - BinaryPrimitives.ReadUInt64LittleEndian(head[80..]);
        _duration = milliseconds is > 0 and < 1e12 ? milliseconds / 1000 : null;
    }

    private void ReadData(ReadOnlySpan<byte> head, ulong size)
    {
        var (start, left) = (_reader.Position, _reader.Left);
        var promised = _packets > 0 && _packetSize > 0 ? DataHeaderLength + (_packets * _packetSize)
            : size is >= DataHeaderLength and <= long.MaxValue ? (long)size
            : left;
        if (promised > left)
        {
            var there = Math.Max(0, left - DataHeaderLength) / (double)(promised - DataHeaderLength) * _duration;
            _findings.Add(SizeFindings.Truncated("data object", promised, left, _reader.Length, there, _duration));
        }
        else if (size != 0 && size != (ulong)promised && size > (ulong)left)
        {
            _findings.Add(SizeFindings.SizeWrong(Severity.Warning, $"The data object promises {size:N0} bytes, {left:N0} are there, and they hold all {_packets:N0} packets.", start));
        }

        _reader.Advance(Math.Max(promised, size <= (ulong)left ? (long)size : 0));
        _end = _reader.Position;
    }
}
