using System.Buffers.Binary;
using System.Text;
using AudioServer.Domain.Formats;
using AudioServer.Domain.Verification;

namespace AudioServer.Domain.Structure.Chunks;

/// <summary>Wave64 (Sony Pictures Digital): RIFF with GUIDs for names and sizes of 64 bits that count their header; chunks begin at multiples of eight.</summary>
internal static class W64Walker
{
    private const int HeaderSize = 24;
    private const int FormHeaderSize = HeaderSize + 16;
    private const int Alignment = 8;

    /// <summary>What the GUID of every chunk has behind its four letters.</summary>
    private static ReadOnlySpan<byte> NameEnd => [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A];

    public static FileStructure Walk(ForwardReader reader, string codec)
    {
        reader.Advance(LeadingTags.Size(reader.Peek(32)));
        var start = reader.Position;
        var form = reader.Peek(FormHeaderSize);
        if (form.Length < FormHeaderSize)
        {
            return FileStructure.Unknown;
        }

        var size = BinaryPrimitives.ReadInt64LittleEndian(form[16..]);
        reader.Advance(FormHeaderSize);
        var sound = new SoundData(codec);
        while (Step(reader, sound, start))
        {
        }

        sound.TellCuts("data chunk", reader.Length);
        if (sound.HasData)
        {
            if (!sound.IsCut && size > 0 && Math.Abs(size - (reader.Position - start)) >= Alignment)
            {
                sound.Findings.Add(SizeFindings.SizeWrong(
                    Severity.Warning, $"The header promises a file of {size:N0} bytes, but its chunks are {reader.Position - start:N0} long.", start + 16));
            }

            Remainder.Tell(reader, sound.Findings, sound.EndsAt);
        }

        return sound.ToStructure(sound.StatedSamples ?? sound.Promised);
    }

    private static bool Step(ForwardReader reader, SoundData sound, long start)
    {
        var header = reader.Peek(HeaderSize);
        if (header.Length < HeaderSize || !header[4..16].SequenceEqual(NameEnd))
        {
            return false;
        }

        var name = Encoding.Latin1.GetString(header[..4]);
        var size = BinaryPrimitives.ReadInt64LittleEndian(header[16..]) - HeaderSize;
        if (size < 0 || (name != "data" && size > reader.Left - HeaderSize))
        {
            return false;
        }

        reader.Advance(HeaderSize);
        var content = reader.Peek((int)Math.Min(size, 64));
        switch (name)
        {
            case "fmt " when WaveFormat.Parse(content, bigEndian: false) is { } format:
                sound.Describe(format.Channels, format.SampleRate, format.BlockSize);
                break;
            case "fact" when content.Length >= 8 && !sound.IsPcm:
                sound.StatedSamples = Math.Max(0, BinaryPrimitives.ReadInt64LittleEndian(content));
                break;
            case "data":
                sound.Add(reader.Position, size, Math.Min(size, reader.Left));
                break;
        }

        reader.Advance(size);
        reader.Advance(-(reader.Position - start) & (Alignment - 1));
        return true;
    }
}
