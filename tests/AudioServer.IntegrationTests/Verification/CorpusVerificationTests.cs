using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Formats;
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

    [CorpusFact]
    public async Task A_sound_file_is_found_to_be_what_it_is()
    {
        var examinations = await CorpusExaminations.OfSoundsAsync();

        examinations.Select(entry => (Expected: Of(entry.Key), Found: entry.Value is { Description: var found } ? $"{found.Demuxer} {found.Container} {found.Codec} {found.SampleRate} {found.Channels} {found.BitsPerSample}" : "refused", entry.Key.Path))
            .Where(file => file.Found != file.Expected).Select(file => $"{file.Path}: {file.Found} instead of {file.Expected}")
            .Order().Should().BeEmpty();

        static string Of(CorpusFile file) =>
            $"{file.Container!.Split(',')[0]} {MediaTypes.ContractContainer(file.Container)} {file.Codec} {file.SampleRate} {file.Channels} {file.BitsPerSample}";
    }

    [CorpusFact]
    public async Task A_sound_file_is_ok()
    {
        var reports = await ReportsAsync(CorpusExaminations.OfSoundsAsync());

        reports.Where(entry => entry.Value?.State != VerificationState.Ok && !FalseAlarms.ContainsKey(entry.Key.Path))
            .Select(Describe).Order().Should().BeEmpty();
        FalseAlarms.Count.Should().BeLessThanOrEqualTo(reports.Count / 100);
    }

    [CorpusFact]
    public async Task A_sound_file_is_measured_to_be_as_long_as_it_is()
    {
        var reports = await ReportsAsync(CorpusExaminations.OfSoundsAsync());

        reports.Where(entry => !IsAsLong(entry.Key, entry.Value?.Measured?.Duration ?? 0))
            .Select(entry => $"{entry.Key.Path}: {entry.Value?.Measured?.Duration} s instead of {entry.Key.ExactSeconds} or {entry.Key.ReferenceSeconds}")
            .Order().Should().BeEmpty();

        static bool IsAsLong(CorpusFile file, double measured) =>
            new[] { file.ExactSeconds, file.ReferenceSeconds }.Any(seconds => seconds is { } known && Math.Abs(measured - known) <= file.ToleranceSeconds);
    }

    [CorpusFact]
    public async Task Of_a_sound_file_every_sample_is_counted()
    {
        var reports = await ReportsAsync(CorpusExaminations.OfSoundsAsync());

        reports.Where(entry => entry.Key.ExactSamples is { } samples && entry.Value?.Measured?.SampleCount != samples && entry.Key.Path != Changing)
            .Select(entry => $"{entry.Key.Path}: {entry.Value?.Measured?.SampleCount} samples instead of {entry.Key.ExactSamples}")
            .Order().Should().BeEmpty();
    }

    [CorpusFact]
    public async Task A_damaged_file_is_refused_or_found_out()
    {
        var reports = await ReportsAsync(CorpusExaminations.OfAsync("damaged"));

        reports.Where(entry => !(entry.Value?.State is null or VerificationState.Skipped || entry.Value.Findings.Any(finding => finding.Severity > Severity.Info)))
            .Select(Describe).Order().Should().BeEmpty();
    }

    [CorpusFact]
    public async Task What_is_no_audio_is_refused_and_odd_files_harm_nothing()
    {
        var examinations = await CorpusExaminations.OfAsync("ambiguous", "not-audio");

        examinations.Where(entry => entry.Key.Kind == "not-audio" && entry.Value is not null).Select(entry => entry.Key.Path).Should().BeEmpty();
        examinations.Should().NotBeEmpty();
    }

    private static async Task<Dictionary<CorpusFile, VerificationReport?>> ReportsAsync(Task<IReadOnlyDictionary<CorpusFile, Examination?>> examinations) =>
        (await examinations).ToDictionary(entry => entry.Key, entry => entry.Value?.Report);

    private static string Describe(KeyValuePair<CorpusFile, VerificationReport?> entry) => entry.Value is not { } report
        ? $"{entry.Key.Path}: refused"
        : $"{entry.Key.Path}: {report.State} ({string.Join("; ", report.Findings.Select(finding => $"{finding.Severity} {finding.Code}: {finding.Message}"))})";
}
