namespace AudioServer.Domain.Derived;

/// <summary>What audio can be had as, beside the bytes that were uploaded.</summary>
public enum DerivedFormat
{
    /// <summary>PCM of the source's own sample width.</summary>
    Wav,

    /// <summary>16 bit for sources of at most 16, else 24.</summary>
    Flac,
    Mp3,

    /// <summary>Opus in Ogg.</summary>
    Opus,

    /// <summary>Vorbis in Ogg.</summary>
    Ogg,

    /// <summary>AAC in MP4.</summary>
    M4a,
}

/// <summary>What each format is called and what it can take.</summary>
public static class DerivedFormats
{
    private static readonly Dictionary<DerivedFormat, Row> Rows = new()
    {
        [DerivedFormat.Wav] = new("audio/wav", MaxChannels: null, static _ => true, []),

        // RFC 9639 §9.1.2: a frame states its rate in 16 bits, in Hz or in tens of Hz. ffmpeg's encoder leaves the highest number unused.
        [DerivedFormat.Flac] = new("audio/flac", MaxChannels: 8, static rate => rate < 65_535 || (rate < 655_350 && rate % 10 == 0), [96_000, 192_000, 384_000]),

        // ISO/IEC 11172-3 §2.4.2.3, 13818-3 and, for the lowest three, Fraunhofer's MPEG 2.5.
        [DerivedFormat.Mp3] = new("audio/mpeg", MaxChannels: 2, null, [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]),

        // RFC 6716 §2.
        [DerivedFormat.Opus] = new("audio/ogg", MaxChannels: 8, null, [8_000, 12_000, 16_000, 24_000, 48_000]),

        // The format has no bound; 200,000 is the highest for which libvorbis has settings.
        [DerivedFormat.Ogg] = new("audio/ogg", MaxChannels: 8, static rate => rate <= 200_000, [192_000]),

        // ISO/IEC 14496-3 table 1.18.
        [DerivedFormat.M4a] = new("audio/mp4", MaxChannels: 8, null, [7_350, 8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000]),
    };

    public static string ContentType(this DerivedFormat format) => Rows[format].ContentType;

    /// <summary>Without its dot.</summary>
    public static string Extension(this DerivedFormat format) => format.ToString().ToLowerInvariant();

    /// <summary>Null where any number goes.</summary>
    public static int? MaxChannels(this DerivedFormat format) => Rows[format].MaxChannels;

    public static bool Takes(this DerivedFormat format, int sampleRate) => Rows[format].Takes(sampleRate);

    /// <summary>The rates to choose from, in Hz, as the end of a sentence.</summary>
    public static string DescribeRates(this DerivedFormat format) => string.Join(", ", Rows[format].Rates);

    /// <summary>The source's own rate where the format takes it, else the next above it that it takes, else its highest.</summary>
    public static int RateFor(this DerivedFormat format, int sourceRate)
    {
        var row = Rows[format];
        return row.Takes(sourceRate) ? sourceRate : row.Rates.Where(rate => rate >= sourceRate).DefaultIfEmpty(row.Rates.LastOrDefault(sourceRate)).First();
    }

    /// <param name="ContentType">Media type.</param>
    /// <param name="MaxChannels">Null where any number goes.</param>
    /// <param name="Rule">Which rates it takes; null where it takes those listed and no others.</param>
    /// <param name="Rates">Hz, rising: all it takes, or some for sources whose own it cannot take.</param>
    private sealed record Row(string ContentType, int? MaxChannels, Func<int, bool>? Rule, int[] Rates)
    {
        public bool Takes(int rate) => Rule?.Invoke(rate) ?? Rates.Contains(rate);
    }
}
