using System.Buffers;
using System.Buffers.Binary;
using AudioServer.Domain.Formats.Frames;

namespace AudioServer.Domain.Formats.Plain;

/// <summary>
/// WAVE with a fmt chunk, perhaps a fact chunk, and a data chunk that ends with the file (Microsoft, Multimedia Programming Interface 1.0; WAVEFORMATEXTENSIBLE, mmreg.h):
/// little-endian PCM of whole bytes, or floats.
/// </summary>
internal static class PlainWav
{
    private const int Pcm = 1;
    private const int Float = 3;
    private const int Extensible = 0xFFFE;
    private const int FactSize = 12;
    private const int ChunkHeaderSize = 8;

    /// <summary>The longest header taken: form, fmt chunk, fact chunk, header of the data chunk.</summary>
    private const int MaxHead = 12 + ChunkHeaderSize + 40 + FactSize + ChunkHeaderSize;

    /// <summary>More are rare enough to be left to the prober, who knows what becomes of their layout.</summary>
    private const int MaxChannels = 8;

    private const int MaxSampleRate = 768_000;

    /// <summary>As far as ffmpeg looks for coded sound in what calls itself PCM of 16 bits (libavformat/wavdec.c, utils.c: 32 packets of 4 KiB).</summary>
    private const int ProbedSize = 128 * 1024;

    public static PlainAudio? Read(Stream content)
    {
        // Zeros behind a shorter file: they are no chunk's name.
        Span<byte> head = stackalloc byte[MaxHead];
        head.Clear();
        content.ReadAt(0, head);
        var formatSize = BinaryPrimitives.ReadUInt32LittleEndian(head[16..]);
        if (!head.StartsWith("RIFF"u8) || !head[8..].StartsWith("WAVEfmt "u8) || formatSize is not (16 or 18 or 40))
        {
            return null;
        }

        var at = 12 + ChunkHeaderSize + (int)formatSize;
        at += head[at..].StartsWith("fact\u0004\0\0\0"u8) ? FactSize : 0;
        var (start, size) = (at + ChunkHeaderSize, (long)BinaryPrimitives.ReadUInt32LittleEndian(head[(at + 4)..]));
        var isWhole = start + size + (size & 1) == content.Length && BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) == content.Length - ChunkHeaderSize;
        return head[at..].StartsWith("data"u8) && size > 0 && isWhole && Format(head.Slice(20, (int)formatSize), size) is { } audio && (audio.Codec != "pcm_s16le" || !HoldsCodedSound(content, start))
            ? audio
            : null;
    }

    private static PlainAudio? Format(ReadOnlySpan<byte> chunk, long size)
    {
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        var bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(chunk[8..]);
        var block = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        var isConsistent = channels is > 0 and <= MaxChannels && rate is > 0 and <= MaxSampleRate && block == channels * bits / 8 && bytesPerSecond == rate * block && block > 0 && size % block == 0;
        return isConsistent && Codec(tag == Extensible ? SubFormat(chunk, bits) : tag, bits) is var (codec, sampleFormat)
            ? new PlainAudio(codec, sampleFormat, (int)rate, channels, bits, 8L * bytesPerSecond, PlainAudio.Seconds(size / block, (int)rate))
            : null;
    }

    private static (string Codec, string SampleFormat)? Codec(int tag, int bits) => (tag, bits) switch
    {
        (Pcm, 8) => ("pcm_u8", "u8"),
        (Pcm, 16) => ("pcm_s16le", "s16"),
        (Pcm, 24) => ("pcm_s24le", "s32"),
        (Pcm, 32) => ("pcm_s32le", "s32"),
        (Float, 32) => ("pcm_f32le", "flt"),
        (Float, 64) => ("pcm_f64le", "dbl"),
        _ => null,
    };

    /// <summary>The tag at the head of the format's GUID; 0 where that is of another family, or where not all bits of a sample are in use.</summary>
    private static int SubFormat(ReadOnlySpan<byte> chunk, int bits) =>
        chunk.Length == 40 && BinaryPrimitives.ReadUInt16LittleEndian(chunk[18..]) == bits && chunk[26..].SequenceEqual((ReadOnlySpan<byte>)[0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71])
            ? BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..])
            : 0;

    /// <summary>
    /// Whether what passes for samples of 16 bits may be something else, which ffmpeg would find: frames from the start on, or anywhere a sync word of 32 bits of DTS (ETSI TS 102 114, four
    /// ways of writing it), Dolby TrueHD, or S/PDIF (IEC 61937).
    /// </summary>
    private static bool HoldsCodedSound(Stream content, int start)
    {
        using var frames = new FrameSearch(content, start);
        if (frames.AtStart() is not null)
        {
            return true;
        }

        var rented = ArrayPool<byte>.Shared.Rent(ProbedSize);
        var window = rented.AsSpan(0, content.ReadAt(start, rented.AsSpan(0, ProbedSize)));
        var isFound = window.IndexOf((ReadOnlySpan<byte>)[0x7F, 0xFE, 0x80, 0x01]) >= 0
            || window.IndexOf((ReadOnlySpan<byte>)[0xFE, 0x7F, 0x01, 0x80]) >= 0
            || window.IndexOf((ReadOnlySpan<byte>)[0x1F, 0xFF, 0xE8, 0x00]) >= 0
            || window.IndexOf((ReadOnlySpan<byte>)[0xFF, 0x1F, 0x00, 0xE8]) >= 0
            || window.IndexOf((ReadOnlySpan<byte>)[0xF8, 0x72, 0x6F, 0xBA]) >= 0
            || window.IndexOf((ReadOnlySpan<byte>)[0x72, 0xF8, 0x1F, 0x4E]) >= 0
            || window.IndexOf((ReadOnlySpan<byte>)[0xF8, 0x72, 0x4E, 0x1F]) >= 0;
        ArrayPool<byte>.Shared.Return(rented);
        return isFound;
    }
}
