using AudioServer.Application.Ports;
using AudioServer.Domain.Derived;
using AudioServer.Domain.Pcm;
using AudioServer.Infrastructure.Derived;
using AudioServer.Infrastructure.Processes;
using AudioServer.IntegrationTests.Processes;
using AudioServer.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AudioServer.IntegrationTests.Derived;

/// <summary>The real converter in the real cage, and ffmpeg without either to compare with.</summary>
internal static class Converting
{
    public static FfmpegAudioConverter Converter(SystemTools? tools = null, Cage? cage = null, long cacheBytes = 1 << 30) => new(
        tools ?? Caged.Tools,
        cage ?? Caged.Strongest,
        new CagedRunner(cage ?? Caged.Strongest, TimeProvider.System),
        Options.Create(new DerivedOptions { CacheBytes = cacheBytes }),
        NullLogger<FfmpegAudioConverter>.Instance);

    /// <summary>Converts into a new file of the folder; its path is <paramref name="output"/>.</summary>
    public static Task<Conversion> RunAsync(TemporaryFolder folder, string source, string demuxer, Derivation derivation, out string output, FfmpegAudioConverter? converter = null)
    {
        output = folder.Write($"derived.{derivation.Format.Extension()}", []);
        return (converter ?? Converter()).ConvertAsync(new ConversionRequest(source, demuxer, derivation, output), CancellationToken.None);
    }

    /// <summary>A slice as WAV of a source with this rate, whose decoder gives out samples of this kind.</summary>
    public static Derivation Slice(int rate, PcmEncoding encoding, double? from, double? to) =>
        Derivation.Plan(new DerivedWish(from, to, DerivedFormat.Wav, null, null), new DerivedSource(rate, null, encoding, null));
}
