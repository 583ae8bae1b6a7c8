using System.Buffers.Binary;

namespace AudioServer.Domain.Structure.Mp4;

/// <summary>Adds up the movie fragments of one track (ISO/IEC 14496-12, 8.8) and what the indexes before them promise (8.16.3), box by box.</summary>
/// <param name="length">Of the file.</param>
internal sealed class Fragments(long length)
{
    private const int MaxDefaults = 64;

    private readonly Dictionary<long, (long Duration, long Size)> _defaults = [];
    private long _moof;
    private long _next;
    private long _track;
    private long _base;
    private (long Duration, long Size) _default;

    /// <summary>The track to count; 0 before it is known.</summary>
    public long TrackId { get; set; }

    /// <summary>Ticks of the media that the runs list.</summary>
    public long ListedTicks { get; private set; }

    /// <summary>Of these, the ticks whose bytes are in the file.</summary>
    public long PresentTicks { get; private set; }

    /// <summary>Whether a run of the track came.</summary>
    public bool Any { get; private set; }

    /// <summary>The byte behind the furthest sample, wherever the file ends.</summary>
    public long End { get; private set; }

    /// <summary>Ticks of the movie by the mehd box, fragments included; 0 when not stated.</summary>
    public long MovieTicks { get; private set; }

    /// <summary>The byte behind the furthest piece that a segment index lists; 0 without one.</summary>
    public long IndexedEnd { get; private set; }

    /// <summary>Seconds of the track that segment indexes list; 0 without one.</summary>
    public double IndexedSeconds { get; private set; }

    /// <summary>Takes what a box says, its content from the reader's place on.</summary>
    public void Read(Box box, ForwardReader reader)
    {
        var head = reader.Peek((int)Math.Clamp(box.End - box.Content, 0, 40));
        switch (box.Type)
        {
            case "mehd" when head.Length >= 8:
                MovieTicks = head[0] == 1 && head.Length >= 12 ? Math.Max(0, BinaryPrimitives.ReadInt64BigEndian(head[4..])) : BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
                break;
            case "trex" when head.Length >= 20 && _defaults.Count < MaxDefaults:
                _defaults[BinaryPrimitives.ReadUInt32BigEndian(head[4..])] = (BinaryPrimitives.ReadUInt32BigEndian(head[12..]), BinaryPrimitives.ReadUInt32BigEndian(head[16..]));
                break;
            case "moof":
                _moof = _next = box.Start;
                break;
            case "tfhd" when head.Length >= 8:
                ReadHeader(head);
                break;
            case "trun" when head.Length >= 8:
                ReadRun(reader, head, box.End);
                break;
            case "sidx" when head.Length >= 32:
                ReadIndex(reader, head, box.End);
                break;
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> head)
    {
        var flags = BinaryPrimitives.ReadUInt32BigEndian(head);
        _track = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        _default = _defaults.GetValueOrDefault(_track);
        var fields = head[8..];
        _base = (flags & 0x20000) != 0 ? _moof : _next;
        if ((flags & 1) != 0 && fields.Length >= 8)
        {
            _base = Math.Clamp(BinaryPrimitives.ReadInt64BigEndian(fields), 0, long.MaxValue / 4);
            fields = fields[8..];
        }

        fields = (flags & 2) != 0 && fields.Length >= 4 ? fields[4..] : fields;
        if ((flags & 8) != 0 && fields.Length >= 4)
        {
            _default.Duration = BinaryPrimitives.ReadUInt32BigEndian(fields);
            fields = fields[4..];
        }

        if ((flags & 0x10) != 0 && fields.Length >= 4)
        {
            _default.Size = BinaryPrimitives.ReadUInt32BigEndian(fields);
        }

        _next = _base;
    }

    private void ReadRun(ForwardReader reader, ReadOnlySpan<byte> head, long end)
    {
        var flags = BinaryPrimitives.ReadUInt32BigEndian(head);
        var count = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        var position = (flags & 1) != 0 && head.Length >= 12 ? Math.Max(0, _base + BinaryPrimitives.ReadInt32BigEndian(head[8..])) : _next;
        reader.Advance(8 + ((flags & 1) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 4 : 0));

        var (timed, sized) = ((flags & 0x100) != 0, (flags & 0x200) != 0);
        var width = 4 * ((timed ? 1 : 0) + (sized ? 1 : 0) + ((flags & 0x400) != 0 ? 1 : 0) + ((flags & 0x800) != 0 ? 1 : 0));
        if (width == 0)
        {
            var fitting = _default.Size > 0 ? Math.Min(count, Math.Max(0, length - position) / _default.Size) : count;
            position = Ticks.Sum(position, Ticks.Product(count, _default.Size));
            Count(count, fitting, _default.Duration, position);
        }

        for (; width > 0 && count > 0 && end - reader.Position >= width && reader.Left >= width; count--)
        {
            var entry = reader.Peek(width);
            var ticks = timed ? BinaryPrimitives.ReadUInt32BigEndian(entry) : _default.Duration;
            position = Ticks.Sum(position, sized ? BinaryPrimitives.ReadUInt32BigEndian(entry[(timed ? 4 : 0)..]) : _default.Size);
            Count(1, position <= length ? 1 : 0, ticks, position);
            reader.Advance(width);
        }

        _next = position;
    }

    private void Count(long samples, long fitting, long ticks, long position)
    {
        if (_track == TrackId)
        {
            Any = true;
            ListedTicks = Ticks.Sum(ListedTicks, Ticks.Product(samples, ticks));
            PresentTicks = Ticks.Sum(PresentTicks, Ticks.Product(fitting, ticks));
            End = Math.Max(End, position);
        }
    }

    private void ReadIndex(ForwardReader reader, ReadOnlySpan<byte> head, long end)
    {
        var wide = head[0] != 0;
        var mine = BinaryPrimitives.ReadUInt32BigEndian(head[4..]) == TrackId;
        var timescale = BinaryPrimitives.ReadUInt32BigEndian(head[8..]);
        var offset = wide ? Math.Clamp(BinaryPrimitives.ReadInt64BigEndian(head[20..]), 0, long.MaxValue / 4) : BinaryPrimitives.ReadUInt32BigEndian(head[16..]);
        var position = Ticks.Sum(end, offset);
        reader.Advance(wide ? 32 : 24);
        for (; end - reader.Position >= 12 && reader.Left >= 12; reader.Advance(12))
        {
            var entry = reader.Peek(12);
            var size = BinaryPrimitives.ReadUInt32BigEndian(entry);
            position += size & 0x7FFF_FFFF;
            IndexedSeconds += mine && timescale > 0 && size <= 0x7FFF_FFFF ? (double)BinaryPrimitives.ReadUInt32BigEndian(entry[4..]) / timescale : 0;
        }

        IndexedEnd = Math.Max(IndexedEnd, position);
    }
}
