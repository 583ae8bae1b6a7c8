using System.Buffers.Binary;

namespace AudioServer.Domain.Structure.Chunks;

/// <summary>Creative Voice (Creative Labs, Sound Blaster Developer Kit): blocks of a type and a size of 24 bits; type 0 ends the file.</summary>
internal static class VocWalker
{
    private const int BlockHeaderSize = 4;
    private const int SoundHeaderSize = 2;
    private const int NewSoundHeaderSize = 12;

    public static FileStructure Walk(ForwardReader reader, string codec)
    {
        var file = reader.Peek(22);
        if (file.Length < 22)
        {
            return FileStructure.Unknown;
        }

        reader.Advance(BinaryPrimitives.ReadUInt16LittleEndian(file[20..]));
        var sound = new SoundData(codec);
        while (Step(reader, sound))
        {
        }

        sound.TellCuts("sound block", reader.Length);
        Remainder.Tell(reader, sound.Findings, sound.EndsAt);
        return sound.ToStructure(sound.Promised);
    }

    private static bool Step(ForwardReader reader, SoundData sound)
    {
        var header = reader.Peek(BlockHeaderSize + NewSoundHeaderSize);
        if (header.Length < BlockHeaderSize || header[0] is 0 or > 9)
        {
            reader.Advance(header.Length > 0 && header[0] == 0 ? 1 : 0);
            return false;
        }

        var (type, size) = (header[0], (long)(header[1] | (header[2] << 8) | (header[3] << 16)));
        var fields = header[BlockHeaderSize..];
        var before = 0;
        if (type == 1 && fields.Length >= SoundHeaderSize)
        {
            // The rate is kept as 256 - 1,000,000 / rate.
            before = SoundHeaderSize;
            sound.Describe(1, 1_000_000 / (256 - fields[0]), blockSize: 0);
        }
        else if (type == 9 && fields.Length >= NewSoundHeaderSize)
        {
            before = NewSoundHeaderSize;
            sound.Describe(fields[5], BinaryPrimitives.ReadInt32LittleEndian(fields), blockSize: 0);
        }

        reader.Advance(BlockHeaderSize);
        if (before > 0 || type == 2)
        {
            var promised = Math.Max(0, size - before);
            sound.Add(reader.Position + before, promised, Math.Clamp(reader.Left - before, 0, promised));
        }

        reader.Advance(size);
        return true;
    }
}
