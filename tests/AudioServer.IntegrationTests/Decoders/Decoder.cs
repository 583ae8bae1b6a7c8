using AudioServer.Application.Ports;
using AudioServer.Domain.Formats;
using AudioServer.Domain.Pcm;
using AudioServer.Domain.Verification;
using AudioServer.Infrastructure.Decoders;
using AudioServer.Infrastructure.Probing;
using AudioServer.Infrastructure.Processes;
using AudioServer.IntegrationTests.Processes;

namespace AudioServer.IntegrationTests.Decoders;

/// <summary>Runs the decoder as the tests need it.</summary>
internal static class Decoder
{
    public static readonly TimeSpan Ample = TimeSpan.FromMinutes(2);

    /// <summary>One for all that need no other: each asks ffmpeg for its version before its first file.</summary>
    public static FfmpegAudioDecoder Strongest { get; } = Of();

    public static FfmpegAudioDecoder Of(string kind = "bubblewrap", SystemTools? tools = null, TimeProvider? time = null) =>
        new(tools ?? Caged.Tools, Caged.Of(kind), new CagedRunner(Caged.Of(kind), time ?? TimeProvider.System));

    public static DecodeRequest Request(string path, string demuxer, PcmEncoding encoding = PcmEncoding.S16) => new(path, demuxer, encoding, Ample, MaxSeconds: 36_000);

    /// <summary>Decodes and keeps everything that came.</summary>
    public static async Task<Decoded> DecodeAsync(DecodeRequest request, FfmpegAudioDecoder? decoder = null)
    {
        using var samples = new MemoryStream();
        PcmFormat? format = null;
        var decoding = await (decoder ?? Strongest).DecodeAsync(
            request,
            (now, frames) =>
            {
                (format ?? now).Should().Be(now, "the format stays the same");
                (frames.Length % now.FrameSize).Should().Be(0, "frames come whole");
                format = now;
                samples.Write(frames);
            },
            CancellationToken.None);
        return new Decoded(decoding, format, samples.ToArray());
    }

    public static Task<Decoded> DecodeAsync(string path, string demuxer, PcmEncoding encoding = PcmEncoding.S16) => DecodeAsync(Request(path, demuxer, encoding));

    public static string Demuxer(string path)
    {
        using var content = File.OpenRead(path);
        return ((Signature.Media)SignatureDetector.Detect(content)).Demuxer;
    }

    /// <summary>What the prober's facts make the native encoding; 16 bit where it finds none.</summary>
    public static async Task<PcmEncoding> NativeAsync(string path, string demuxer)
    {
        using var prober = new FfprobeStreamProber(Caged.Tools, Caged.Strongest, new CagedRunner(Caged.Strongest, TimeProvider.System));
        var facts = await prober.ProbeAsync(path, demuxer, CancellationToken.None);
        return facts is null ? PcmEncoding.S16 : PcmEncodings.NativeTo(facts.SampleFormat, facts.BitsPerSample);
    }
}

/// <param name="Decoding">What the decoder answered.</param>
/// <param name="Format">Of the samples; null when none came.</param>
/// <param name="Samples">As they came.</param>
internal sealed record Decoded(Decoding Decoding, PcmFormat? Format, byte[] Samples)
{
    /// <summary>Samples of one channel.</summary>
    public long Count => Format is { } format ? Samples.Length / format.FrameSize : 0;
}
