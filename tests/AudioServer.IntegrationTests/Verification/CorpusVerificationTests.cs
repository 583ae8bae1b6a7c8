using System.Collections.Concurrent;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Verification;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Verification;

/// <summary>Real files of other projects: no false alarm over sound ones, no silence over damaged ones.</summary>
public sealed class CorpusVerificationTests
{
    /// <summary>Sound files that are not found to be ok, and why; at most one of a hundred.</summary>
    private static readonly Dictionary<string, string> FalseAlarms = new()
    {
        ["music-metadata/matroska/alac-in-matroska-short.mka"] = "its frames last 5.6 s, its header declares 4.8 s: the header is false, and nothing else is",
        ["tinytag/test.opus"] = "cut at 10,000 bytes: of the last Ogg page 2,904 bytes of 7,868 are there, of which ffmpeg says nothing",
    };

    /// <summary>It changes rate and channels on the way. The manifest counts each part at its own rate; here all of it comes at the first.</summary>
    private const string Changing = "music-metadata/mp3/layer3/he_mode.mp3";

    private static readonly Lazy<Task<IReadOnlyDictionary<CorpusFile, VerificationReport?>>> Sound = new(() => VerifyAsync("audio"));

    [CorpusFact]
    public async Task A_sound_file_is_ok()
    {
        var reports = await Sound.Value;

        reports.Where(entry => entry.Value?.State != VerificationState.Ok && !FalseAlarms.ContainsKey(entry.Key.Path))
            .Select(Describe).Order().Should().BeEmpty();
        FalseAlarms.Count.Should().BeLessThanOrEqualTo(reports.Count / 100);
    }

    [CorpusFact]
    public async Task A_sound_file_is_measured_to_be_as_long_as_it_is()
    {
        var reports = await Sound.Value;

        reports.Where(entry => !IsAsLong(entry.Key, entry.Value?.Measured?.Duration ?? 0))
            .Select(entry => $"{entry.Key.Path}: {entry.Value?.Measured?.Duration} s instead of {entry.Key.ExactSeconds} or {entry.Key.ReferenceSeconds}")
            .Order().Should().BeEmpty();

        static bool IsAsLong(CorpusFile file, double measured) =>
            new[] { file.ExactSeconds, file.ReferenceSeconds }.Any(seconds => seconds is { } known && Math.Abs(measured - known) <= file.ToleranceSeconds);
    }

    [CorpusFact]
    public async Task Of_a_sound_file_every_sample_is_counted()
    {
        var reports = await Sound.Value;

        reports.Where(entry => entry.Key.ExactSamples is { } samples && entry.Value?.Measured?.SampleCount != samples && entry.Key.Path != Changing)
            .Select(entry => $"{entry.Key.Path}: {entry.Value?.Measured?.SampleCount} samples instead of {entry.Key.ExactSamples}")
            .Order().Should().BeEmpty();
    }

    [CorpusFact]
    public async Task A_damaged_file_is_refused_or_found_out()
    {
        var reports = await VerifyAsync("damaged");

        reports.Where(entry => !(entry.Value?.State is null or VerificationState.Skipped || entry.Value.Findings.Any(finding => finding.Severity > Severity.Info)))
            .Select(Describe).Order().Should().BeEmpty();
    }

    [CorpusFact]
    public async Task Odd_files_and_files_that_are_no_audio_harm_nothing() =>
        (await VerifyAsync("ambiguous", "not-audio")).Should().NotBeEmpty();

    /// <summary>The reports on all files of these kinds; null for what the gate refuses.</summary>
    private static async Task<IReadOnlyDictionary<CorpusFile, VerificationReport?>> VerifyAsync(params string[] kinds)
    {
        using var laboratory = new Laboratory();
        var reports = new ConcurrentDictionary<CorpusFile, VerificationReport?>();
        var faults = new ConcurrentBag<Exception>();
        await Parallel.ForEachAsync(Corpus.Files().Where(file => kinds.Contains(file.Kind)), async (file, _) =>
        {
            try
            {
                reports[file] = await laboratory.VerifyAsync(Corpus.FullPath(file));
            }
            catch (Exception fault)
            {
                faults.Add(new InvalidOperationException(file.Path, fault));
            }
        });
        faults.Should().BeEmpty();
        return reports;
    }

    private static string Describe(KeyValuePair<CorpusFile, VerificationReport?> entry) => entry.Value is not { } report
        ? $"{entry.Key.Path}: refused"
        : $"{entry.Key.Path}: {report.State} ({string.Join("; ", report.Findings.Select(finding => $"{finding.Severity} {finding.Code}: {finding.Message}"))})";
}
