using System.Buffers.Binary;

namespace AudioServer.Domain.Structure.Mp4;

/// <summary>What one trak box says of its track, gathered box by box.</summary>
/// <param name="start">Of the trak box.</param>
internal sealed class Track(long start)
{
    // 16 MiB of tables are some 2,000 hours of AAC. Larger ones are not checked.
    private int _budget = 16 * 1024 * 1024;

    public long Start { get; } = start;

    public long Id { get; private set; }

    public bool IsAudio { get; private set; }

    /// <summary>Of something else than sound: its tables are not needed.</summary>
    public bool IsOther { get; private set; }

    /// <summary>Ticks a second of the media; 0 when not stated.</summary>
    public long Timescale { get; private set; }

    /// <summary>Ticks of the media; 0 when not stated.</summary>
    public long Duration { get; private set; }

    /// <summary>Ticks of the movie that the edit list plays of the media; null without an edit list.</summary>
    public long? EditDuration { get; private set; }

    /// <summary>Ticks of the media before the first that the edit list plays.</summary>
    public long EditStart { get; private set; }

    /// <summary>Stretches of the media that the edit list plays.</summary>
    public int Edits { get; private set; }

    /// <summary>Null before its stsd box, and where that is too short.</summary>
    public SoundEntry? Entry { get; private set; }

    public SampleTables Tables { get; } = new();

    /// <summary>True when the tables are larger than what is kept.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Reads the box's content as far as it is needed.</summary>
    public void Read(Box box, ForwardReader reader)
    {
        var head = reader.Peek((int)Math.Clamp(box.End - box.Content, 0, 256));
        switch (box.Type)
        {
            case "tkhd" when head.Length >= 24:
                Id = BinaryPrimitives.ReadUInt32BigEndian(head[(head[0] == 1 ? 20 : 12)..]);
                break;
            case "mdhd" when MediaTime.Parse(head) is { } time:
                (Timescale, Duration) = (time.Timescale, time.Duration);
                break;
            case "hdlr" when head.Length >= 12 && !IsAudio && !IsOther:
                IsAudio = head[8..12].SequenceEqual("soun"u8);
                IsOther = !IsAudio;
                break;
            case "stsd":
                Entry ??= SoundEntry.Parse(head);
                break;
            case "elst" when head.Length >= 8:
                ReadEdits(reader, box.End);
                break;
            case "stts" or "stsc" or "stsz" or "stz2" or "stco" or "co64" when !IsOther:
                IsTooLarge |= !Tables.Read(box, reader, ref _budget);
                break;
        }
    }

    /// <summary>ISO/IEC 14496-12, 8.6.6; a media time of -1 is a pause.</summary>
    private void ReadEdits(ForwardReader reader, long end)
    {
        var head = reader.Peek(8);
        var wide = head[0] == 1;
        var count = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        reader.Advance(8);
        var size = wide ? 20 : 12;
        for (; count > 0 && end - reader.Position >= size && reader.Left >= size; count--)
        {
            var entry = reader.Peek(size);
            var duration = wide ? BinaryPrimitives.ReadInt64BigEndian(entry) : BinaryPrimitives.ReadUInt32BigEndian(entry);
            var start = wide ? BinaryPrimitives.ReadInt64BigEndian(entry[8..]) : BinaryPrimitives.ReadInt32BigEndian(entry[4..]);
            if (start >= 0 && duration >= 0)
            {
                EditStart = Edits++ == 0 ? start : EditStart;
                EditDuration = Ticks.Sum(EditDuration ?? 0, duration);
            }

            reader.Advance(size);
        }
    }
}
