using System.Globalization;
using System.Text.RegularExpressions;
using AudioServer.Domain.Pcm;
using AudioServer.Domain.Verification;
using AudioServer.IntegrationTests.Processes;
using AudioServer.IntegrationTests.Verification;
using AudioServer.TestKit;
using Xunit.Abstractions;

namespace AudioServer.IntegrationTests.Decoders;

/// <summary>
/// Our meter beside ffmpeg's filter <c>ebur128=peak=true</c>, over the same files: loudness and its range equal to 0.1 LU, which is what that filter prints, and a peak that is nowhere lower. Higher it may be:
/// the filter brings every rate to 192 kHz, so that of a higher one it sees a part, and it leaves out the last samples.
/// </summary>
public sealed partial class LoudnessTests(ITestOutputHelper output)
{
    /// <summary>Of loudness and its range: a tenth, and what rounding both to a tenth may add.</summary>
    private const double Tolerance = 0.1 + 1e-9;

    /// <summary>Interpolators differ at the edge of what a rate can hold, and over the single steps of a silence.</summary>
    private const double PeakTolerance = 0.2 + 1e-9;
    private const double FaintestPeak = -60;

    private const double ShortSeconds = 4;
    private const double LongSeconds = 100;

    [Fact]
    public async Task Of_every_fixture_it_tells_the_same() =>
        (await CompareAsync([.. Fixtures.All.Where(fixture => fixture.Kind == "audio").Select(fixture => fixture.FullPath)], ByOursAsync)).Should().BeEmpty();

    /// <summary>Of each codec, rate and number of channels the longest, and none of many minutes: the meter sees samples, and the filter is slow.</summary>
    [CorpusFact]
    public async Task Of_every_kind_of_sound_in_the_corpus_it_tells_the_same()
    {
        var sounds = (await CorpusExaminations.OfSoundsAsync()).Where(entry => entry.Key.ExactSeconds < LongSeconds).OrderByDescending(entry => entry.Key.ExactSeconds).DistinctBy(entry => (entry.Key.Codec, entry.Key.SampleRate, entry.Key.Channels));
        var examined = sounds.ToDictionary(entry => Corpus.FullPath(entry.Key), entry => entry.Value?.Report);

        (await CompareAsync([.. examined.Keys], path => Task.FromResult(examined[path] is { Loudness: { } loudness, Measured: { } measured } ? new Ours(loudness, measured.Duration, measured.SampleRate) : null)))
            .Should().BeEmpty();
    }

    private async Task<IReadOnlyList<string>> CompareAsync(IReadOnlyList<string> paths, Func<string, Task<Ours?>> byOursAsync)
    {
        var (differences, compared, widest) = (new List<string>(), 0, (Loudness: 0.0, Range: 0.0, Peak: 0.0));
        await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (path, _) =>
        {
            if (await ByFilterAsync(path, Decoder.Demuxer(path)) is not var (theirs, hasRange) || await byOursAsync(path) is not var (ours, duration, sampleRate))
            {
                return;
            }

            var isShort = duration < ShortSeconds;
            var (loudness, range) = (Apart(ours.IntegratedLufs, theirs.IntegratedLufs), hasRange ? Apart(ours.RangeLu, theirs.RangeLu) : 0);
            var peak = theirs.TruePeakDbtp > FaintestPeak ? theirs.TruePeakDbtp.Value - (ours.TruePeakDbtp ?? double.NegativeInfinity) : 0;
            lock (differences)
            {
                // Where a tenth of a second is no whole number of samples, blocks begin elsewhere: of a second or two of sound that is another part.
                if (sampleRate % 10 != 0 && isShort)
                {
                    return;
                }

                compared++;
                widest = (Math.Max(widest.Loudness, loudness), Math.Max(widest.Range, range), Math.Max(widest.Peak, peak));
                if (loudness > Tolerance || range > Tolerance || peak > PeakTolerance)
                {
                    differences.Add($"{Path.GetFileName(path)}: {ours} instead of {theirs}");
                }
            }
        });

        output.WriteLine($"{compared} files, at most {widest.Loudness:F2} LU, {widest.Range:F2} LU of range apart, and a peak at most {widest.Peak:F2} dB lower");
        compared.Should().BeGreaterThan(50);
        return differences;
    }

    private static double Apart(double? ours, double? theirs) =>
        ours is null && theirs is null ? 0 : Math.Abs(ours - theirs ?? double.PositiveInfinity);

    private static async Task<Ours?> ByOursAsync(string path)
    {
        using var meter = new PcmMeter(md5Bits: null, Stream.Null);
        await Decoder.Strongest.DecodeAsync(Decoder.Request(path, Decoder.Demuxer(path), PcmEncoding.F32), meter.Receive, CancellationToken.None);
        return meter.Complete() is { Loudness: { } loudness, Format: { } format } measured ? new Ours(loudness, measured.Duration, format.SampleRate) : null;
    }

    /// <summary>What the filter prints at its end, and whether its range is one: from less than five blocks it tells its gate for the quiet end. Null where it saw nothing (it needs a layout of the channels told), or told in pieces because rate or channels change on the way.</summary>
    private static async Task<(Loudness Loudness, bool HasRange)?> ByFilterAsync(string path, string demuxer)
    {
        var run = await PlainFfmpeg.Command(
            "-nostats", "-hide_banner", "-max_error_rate", "1", "-f", demuxer, "-i", "file:" + path, "-map", "0:a:0", "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-").RunAsync();
        if (run.Errors.Split("Summary:\n")[1..] is not [var summary])
        {
            return null;
        }

        var gate = Threshold().Matches(summary)[1].Groups[1].Value;
        var range = gate == "0.0" ? null : Number(summary, "LRA");
        var hasRange = range is null || !Regex.IsMatch(summary, $@"LRA low: +{Regex.Escape(gate)} ");
        return Number(summary, "Peak") is { } peak ? (new Loudness(Number(summary, "I") is { } value and > -70 ? value : null, range, peak, null), hasRange) : null;
    }

    private static double? Number(string summary, string name) =>
        double.TryParse(Regex.Match(summary, $@"\b{name}: +(\S+) ").Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>What our meter tells of a file, and of which sound: seconds, Hz.</summary>
    private sealed record Ours(Loudness Loudness, double Duration, int SampleRate);

    [GeneratedRegex(@"Threshold: +(\S+) ")]
    private static partial Regex Threshold();
}
