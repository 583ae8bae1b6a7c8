namespace AudioServer.Domain.Pcm;

/// <summary>How decoded samples are laid out: interleaved, little-endian, signed but for 8 bit.</summary>
/// <param name="Encoding">Of one sample.</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="Channels">Count.</param>
/// <param name="Speakers">Which channel is for which speaker, as the bits of WAVEFORMATEXTENSIBLE (mmreg.h) in their order; 0 where it is not told.</param>
public readonly record struct PcmFormat(PcmEncoding Encoding, int SampleRate, int Channels, uint Speakers = 0)
{
    /// <summary>Bytes of one sample of every channel.</summary>
    public int FrameSize => Encoding.SampleSize() * Channels;
}

/// <summary>One decoded sample.</summary>
public enum PcmEncoding
{
    U8,
    S16,
    S24,
    S32,
    S64,
    F32,
    F64,
}

/// <summary>Receives decoded audio as it comes, in order: whole frames, in the same format at every call. The bytes are the caller's and change after the call.</summary>
public delegate void PcmReceiver(PcmFormat format, ReadOnlySpan<byte> frames);

public static class PcmEncodings
{
    /// <summary>Bytes.</summary>
    public static int SampleSize(this PcmEncoding encoding) => encoding switch
    {
        PcmEncoding.U8 => 1,
        PcmEncoding.S16 => 2,
        PcmEncoding.S24 => 3,
        PcmEncoding.S32 or PcmEncoding.F32 => 4,
        _ => 8,
    };

    /// <summary>As reports name it: <c>s16le</c>.</summary>
    public static string Name(this PcmEncoding encoding) => encoding == PcmEncoding.U8 ? "u8" : encoding.ToString().ToLowerInvariant() + "le";

    /// <summary>The encoding that keeps every bit of a codec's samples and no more bytes than that takes.</summary>
    /// <param name="decoded">ffmpeg's name of the format that its decoder gives out, such as <c>fltp</c> or <c>s32p</c>; null when not known.</param>
    /// <param name="bitsPerSample">Of PCM and lossless codecs; null otherwise.</param>
    public static PcmEncoding NativeTo(string? decoded, int? bitsPerSample) => decoded?.TrimEnd('p') switch
    {
        "u8" => PcmEncoding.U8,
        "s16" => PcmEncoding.S16,
        "s32" => bitsPerSample is > 0 and <= 24 ? PcmEncoding.S24 : PcmEncoding.S32,
        "s64" => PcmEncoding.S64,
        "dbl" => PcmEncoding.F64,
        "flt" => PcmEncoding.F32,
        _ => bitsPerSample switch
        {
            null => PcmEncoding.F32,
            <= 16 => PcmEncoding.S16,
            <= 24 => PcmEncoding.S24,
            _ => PcmEncoding.S32,
        },
    };
}
