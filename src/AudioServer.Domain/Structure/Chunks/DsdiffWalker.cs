using System.Buffers.Binary;
using System.Text;
using AudioServer.Domain.Formats;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Chunks;

/// <summary>DSDIFF (Philips, Direct Stream Digital Interchange File Format 1.5): chunks with sizes of 64 bits. Samples are counted as decoders give them out: eight bits make one.</summary>
internal static class DsdiffWalker
{
    private const int BitsPerSample = 8;
    private const int HeaderSize = 12;

    public static FileStructure Walk(ForwardReader reader, string codec)
    {
        reader.Advance(LeadingTags.Size(reader.Peek(32)));
        var start = reader.Position;
        var form = reader.Peek(HeaderSize + 4);
        if (form.Length < HeaderSize + 4 || !form.StartsWith("FRM8"u8))
        {
            return FileStructure.Unknown;
        }

        var end = start + HeaderSize + Math.Clamp(BinaryPrimitives.ReadInt64BigEndian(form[4..]), 0, long.MaxValue / 4);
        reader.Advance(form.Length);
        var sound = new SoundData(codec);
        var (rate, channels) = (0, 0);
        while (Step(reader, sound, ref rate, ref channels))
        {
        }

        sound.TellCuts("sound data chunk", reader.Length);
        if (sound.HasData)
        {
            if (!sound.IsCut && Math.Abs(end - reader.Position) > 1)
            {
                sound.Findings.Add(SizeFindings.SizeWrong(Severity.Warning, $"The header promises a file of {end:N0} bytes, but its chunks end at {reader.Position:N0}.", start + 4));
            }

            Remainder.Tell(reader, sound.Findings, sound.EndsAt);
        }

        return sound.ToStructure(sound.Promised);
    }

    private static bool Step(ForwardReader reader, SoundData sound, ref int rate, ref int channels)
    {
        var header = reader.Peek(HeaderSize);
        if (header.Length < HeaderSize || header[..4].ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return false;
        }

        var (name, size) = (Encoding.Latin1.GetString(header[..4]), BinaryPrimitives.ReadInt64BigEndian(header[4..]));
        var isSound = name is "DSD " or "DST ";
        if (size < 0 || (!isSound && size > reader.Left - HeaderSize))
        {
            return false;
        }

        reader.Advance(HeaderSize);
        var content = reader.Peek((int)Math.Min(size, 4));
        switch (name)
        {
            // The properties are chunks themselves: walked as if they stood outside.
            case "PROP":
                reader.Advance(4);
                return true;
            case "FS  " when content.Length == 4:
                rate = BinaryPrimitives.ReadInt32BigEndian(content);
                break;
            case "CHNL" when content.Length >= 2:
                channels = BinaryPrimitives.ReadUInt16BigEndian(content);
                break;
            case "DSD " or "DST ":
                sound.Describe(channels, rate / BitsPerSample, name == "DSD " && channels > 0 ? new SampleBlocks(channels, 1) : null);
                sound.Add(reader.Position, size, Math.Min(size, reader.Left));
                break;
        }

        reader.Advance(size);
        reader.Advance(size & 1);
        return true;
    }
}
