using System.Buffers.Binary;

namespace AudioServer.Domain.Structure.Mp4;

/// <summary>The tables of a stbl box: how long the samples are (stts), how large (stsz, stz2), how they lie in chunks (stsc) and where those are (stco, co64). ISO/IEC 14496-12, 8.6.1 and 8.7.</summary>
internal sealed class SampleTables
{
    /// <summary>Pairs: a count of samples, the ticks of each.</summary>
    public EntryTable Times { get; private set; } = new(32);

    /// <summary>Triples: the first chunk, from 1, the samples of each from there, a description.</summary>
    public EntryTable Runs { get; private set; } = new(32);

    public EntryTable Chunks { get; private set; } = new(32);

    /// <summary>Bytes of each sample; without entries where all have <see cref="Size"/>.</summary>
    public EntryTable Sizes { get; private set; } = new(32);

    /// <summary>Bytes of every sample; 0 where they differ.</summary>
    public long Size { get; private set; }

    /// <summary>Samples that the header of the sizes states.</summary>
    public long Count { get; private set; }

    /// <summary>Ticks of all samples, as stated.</summary>
    public long Duration
    {
        get
        {
            var sum = 0L;
            for (var i = 0L; i + 1 < Times.Count; i += 2)
            {
                sum = Ticks.Sum(sum, Ticks.Product(Times[i], Times[i + 1]));
            }

            return sum;
        }
    }

    /// <returns>False when the table is larger than what may be kept.</returns>
    public bool Read(Box box, ForwardReader reader, ref int budget)
    {
        var sized = box.Type is "stsz" or "stz2";
        var head = reader.Peek(sized ? 12 : 8);
        if (head.Length < (sized ? 12 : 8))
        {
            return true;
        }

        var count = (long)BinaryPrimitives.ReadUInt32BigEndian(head[^4..]);
        var size = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        reader.Advance(head.Length);
        switch (box.Type)
        {
            case "stts":
                return (Times = new EntryTable(32)).Read(reader, 2 * count, box.End, ref budget);
            case "stsc":
                return (Runs = new EntryTable(32)).Read(reader, 3 * count, box.End, ref budget);
            case "stco" or "co64":
                return (Chunks = new EntryTable(box.Type == "stco" ? 32 : 64)).Read(reader, count, box.End, ref budget);
            case "stz2":
                Count = count;
                return (Sizes = new EntryTable((size & 0xFF) is 4 or 8 ? (int)(size & 0xFF) : 16)).Read(reader, count, box.End, ref budget);
            default:
                (Count, Size) = (count, size);
                return size != 0 || (Sizes = new EntryTable(32)).Read(reader, count, box.End, ref budget);
        }
    }
}
