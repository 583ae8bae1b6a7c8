using System.Globalization;

namespace AudioServer.Domain.Structure;

/// <summary>How bytes make samples in a codec of constant bit rate.</summary>
/// <param name="Bytes">Of one block, all channels; above 0.</param>
/// <param name="Samples">Of one channel that a block makes; 1 for PCM.</param>
internal readonly record struct SampleBlocks(int Bytes, int Samples)
{
    /// <summary>Those of whole blocks.</summary>
    public long In(long bytes) => bytes / Bytes * Samples;

    /// <summary>Null where the codec's frames differ in size or the numbers make no sense.</summary>
    /// <param name="codec">ffprobe's name.</param>
    /// <param name="channels">Count.</param>
    /// <param name="blockSize">Bytes, as the header has them; looked at for ADPCM alone.</param>
    public static SampleBlocks? Of(string codec, int channels, int blockSize)
    {
        if (channels <= 0)
        {
            return null;
        }

        if (PcmWidth(codec) is { } width)
        {
            return new SampleBlocks(width * channels, 1);
        }

        var (bytes, samples) = codec switch
        {
            // Microsoft, "New Multimedia Data Types and Data Techniques" (1994): a header of 7 bytes holds two samples, one of 4 bytes one sample; then half bytes.
            "adpcm_ms" => (blockSize, ((blockSize - (7 * channels)) * 2 / channels) + 2),
            "adpcm_ima_wav" => (blockSize, ((blockSize - (4 * channels)) * 2 / channels) + 1),

            // The same, WAVE_FORMAT_GSM610: two frames of 160 samples share 65 bytes. QuickTime File Format, "IMA 4:1": 64 samples of a channel in 34 bytes.
            "gsm_ms" => (65, 320),
            "gsm" => (33, 160),
            "adpcm_ima_qt" => (34 * channels, 64),
            _ => (0, 0),
        };
        return bytes > 0 && samples > 0 ? new SampleBlocks(bytes, samples) : null;
    }

    /// <summary>Bytes of one sample of one channel; null when the codec is no PCM.</summary>
    private static int? PcmWidth(string codec) => codec switch
    {
        "pcm_alaw" or "pcm_mulaw" or "pcm_vidc" => 1,
        ['p', 'c', 'm', '_', 's' or 'u' or 'f', .. var rest]
            when int.TryParse(rest.AsSpan(0, DigitsOf(rest)), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits is >= 8 and <= 64 => bits / 8,
        _ => null,
    };

    private static int DigitsOf(string text) => text.Length - text.TrimStart("0123456789".ToCharArray()).Length;
}
