using System.Security.Cryptography;
using AudioServer.Domain.Failures;
using AudioServer.Domain.Pcm;

namespace AudioServer.Domain.Derived;

/// <summary>What a client wants of a file. Null: as the source has it.</summary>
/// <param name="From">Seconds; null is the beginning.</param>
/// <param name="To">Seconds; null is the end, and so is anything behind it.</param>
/// <param name="Format">To be had as.</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="Channels">Count.</param>
public sealed record DerivedWish(double? From, double? To, DerivedFormat Format, int? SampleRate, int? Channels);

/// <summary>What must be known of a source.</summary>
/// <param name="SampleRate">Hz; null when nothing tells.</param>
/// <param name="Channels">Count; null when nothing tells.</param>
/// <param name="Encoding">That keeps every bit of its samples.</param>
/// <param name="SampleCount">Of one channel, by decoding; null until decoded.</param>
public sealed record DerivedSource(int? SampleRate, int? Channels, PcmEncoding Encoding, long? SampleCount);

/// <summary>How a derived file is made, every number settled: of one source the same derivation always gives the same sound.</summary>
/// <param name="Format">Of the result.</param>
/// <param name="Encoding">Width of the samples on the way into the encoder.</param>
/// <param name="SourceRate">Hz, in which the two following are counted.</param>
/// <param name="FirstSample">The first sample of the source to take.</param>
/// <param name="EndSample">The first no longer to take; null takes all to the end.</param>
/// <param name="SampleRate">Hz of the result.</param>
/// <param name="Channels">Count in the result; null keeps the source's, with its layout.</param>
public sealed record Derivation(DerivedFormat Format, PcmEncoding Encoding, int SourceRate, long FirstSample, long? EndSample, int SampleRate, int? Channels)
{
    /// <summary>Raised when encoders or their settings change, so that what was made in another way is not found any more.</summary>
    private const int Version = 1;

    /// <summary>Longer than any audio; keeps samples within a long.</summary>
    private const double MaxSeconds = 1e9;

    /// <summary>Names the derivation among those of its source: 32 hex digits, the same in every process.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(
        FormattableString.Invariant($"{Version} {Format} {Encoding} {SourceRate} {FirstSample} {EndSample} {SampleRate} {Channels}"))).AsSpan(0, 16));

    /// <summary>True when it takes a part of the source only.</summary>
    public bool IsSlice => FirstSample > 0 || EndSample is not null;

    /// <exception cref="InvalidParameter">Nothing lies between the bounds, as far as can be told without decoding.</exception>
    /// <exception cref="UnsupportedConversion">The format cannot take what is wanted, or too little is known of the source.</exception>
    public static Derivation Plan(DerivedWish wish, DerivedSource source)
    {
        var format = wish.Format;
        var sourceRate = source.SampleRate ?? throw new UnsupportedConversion("This file does not tell its sample rate; it cannot be converted.");
        if (wish.SampleRate is { } wanted && !format.Takes(wanted))
        {
            throw new UnsupportedConversion($"{format.Extension()} cannot have {wanted} Hz; choose of {format.DescribeRates()}.");
        }

        if (wish.Channels > format.MaxChannels())
        {
            throw new UnsupportedConversion($"{format.Extension()} cannot have {wish.Channels} channels; at most {format.MaxChannels()}.");
        }

        var (first, end) = (ToSample(wish.From ?? 0, sourceRate), wish.To is { } to ? ToSample(to, sourceRate) : (long?)null);
        if (first >= end)
        {
            throw new InvalidParameter("to", "No sample lies between from and to.");
        }

        if (first >= source.SampleCount)
        {
            throw StartsBehindTheEnd();
        }

        return new Derivation(format, EncodingFor(format, source.Encoding), sourceRate, first, end, wish.SampleRate ?? format.RateFor(sourceRate), wish.Channels ?? ChannelsFor(format, source.Channels));
    }

    public static InvalidParameter StartsBehindTheEnd() => new("from", "from lies behind the end of the audio.");

    /// <summary>Half a sample rounds up. In decimals, for the double 0.0000625 is a little less or more than the text it was read from.</summary>
    private static long ToSample(double seconds, int rate) => (long)Math.Round((decimal)Math.Min(seconds, MaxSeconds) * rate, MidpointRounding.AwayFromZero);

    private static PcmEncoding EncodingFor(DerivedFormat format, PcmEncoding native) => format switch
    {
        DerivedFormat.Wav => native,
        DerivedFormat.Flac => native is PcmEncoding.U8 or PcmEncoding.S16 ? PcmEncoding.S16 : PcmEncoding.S24,
        _ => PcmEncoding.F32,
    };

    /// <summary>Lossy encoders want to be told, because they refuse layouts that are not the usual one for their number of channels.</summary>
    private static int? ChannelsFor(DerivedFormat format, int? source) => format switch
    {
        DerivedFormat.Wav => null,
        DerivedFormat.Flac => source > format.MaxChannels() ? format.MaxChannels() : null,
        _ => source is { } count ? Math.Min(count, format.MaxChannels() ?? count) : null,
    };
}
