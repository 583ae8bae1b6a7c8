using AudioServer.Domain.Verification;
using AudioServer.IntegrationTests.Processes;
using AudioServer.IntegrationTests.Verification;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.BrokenAudio;

/// <summary>What became of one broken file.</summary>
/// <param name="Format">Of the file.</param>
/// <param name="Damage">Done to it.</param>
/// <param name="Verdict">The state, or <c>refused</c>; of bit flips, how many of them were found.</param>
/// <param name="Codes">Of the findings, the weightiest first; those that change nothing in brackets.</param>
/// <param name="Ffmpeg">The exit code of a plain ffmpeg over the same file; empty when it was not asked.</param>
internal sealed record Detection(string Format, string Damage, string Verdict, string Codes, string Ffmpeg)
{
    private const string Refused = "refused";

    /// <summary>The damage of which a specimen has many, one after the other.</summary>
    public const string BitFlip = "one bit flipped";

    /// <summary>Breaks every specimen in every way, and looks at each.</summary>
    /// <param name="besideFfmpeg">Whether a plain ffmpeg is asked as well, which doubles the time.</param>
    /// <param name="flips">How many bits of each are flipped, one at a time; at most <see cref="BrokenAudio.Damage.Flips"/>.</param>
    public static async Task<IReadOnlyList<Detection>> MeasureAllAsync(bool besideFfmpeg, int flips)
    {
        using var laboratory = new Laboratory();
        using var folder = new TemporaryFolder();
        var work = new List<(Specimen Specimen, byte[] Whole, Damage? Damage)>();
        foreach (var specimen in Specimens.All)
        {
            var whole = await specimen.BytesAsync();
            work.AddRange([.. specimen.Damages().Select(damage => (specimen, whole, damage)), (specimen, whole, null)]);
        }

        var rows = new Detection[work.Count];
        await Parallel.ForAsync(0, work.Count, async (index, _) =>
        {
            var (specimen, whole, damage) = work[index];
            rows[index] = damage is null
                ? await MeasureBitFlipsAsync(specimen, whole, flips, laboratory, folder, index, besideFfmpeg)
                : await MeasureAsync(specimen, whole, damage, laboratory, folder, index, besideFfmpeg);
        });
        return rows;
    }

    private static async Task<Detection> MeasureAsync(Specimen specimen, byte[] whole, Damage damage, Laboratory laboratory, TemporaryFolder folder, int index, bool besideFfmpeg)
    {
        var path = folder.Write($"{index}{specimen.Extension}", damage.Apply(whole));
        var report = (await laboratory.ExamineAsync(path))?.Report;
        return new Detection(specimen.Format, damage.Name, VerdictOf(report), CodesOf([report]), besideFfmpeg ? $"{await FfmpegAsync(path)}" : "");
    }

    private static async Task<Detection> MeasureBitFlipsAsync(Specimen specimen, byte[] whole, int flips, Laboratory laboratory, TemporaryFolder folder, int index, bool besideFfmpeg)
    {
        var reports = new List<VerificationReport?>();
        var failures = 0;
        foreach (var broken in BrokenAudio.Damage.BitFlips(specimen, whole).Take(flips))
        {
            var path = folder.Write($"{index}{specimen.Extension}", broken);
            reports.Add((await laboratory.ExamineAsync(path))?.Report);
            failures += besideFfmpeg && await FfmpegAsync(path) != 0 ? 1 : 0;
        }

        var found = reports.Count(report => report is null || VerdictOf(report) is not "ok");
        return new Detection(specimen.Format, BitFlip, $"found {found} of {reports.Count}", CodesOf(reports), !besideFfmpeg ? "" : failures == 0 ? "0" : $"not 0: {failures} of {reports.Count}");
    }

    private static string VerdictOf(VerificationReport? report) => report?.State.ToString().ToLowerInvariant() ?? Refused;

    private static string CodesOf(IEnumerable<VerificationReport?> reports) => string.Join(
        ' ',
        reports.SelectMany(report => report?.Findings ?? [])
            .OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.Code, StringComparer.Ordinal)
            .Select(finding => finding.Severity == Severity.Info ? $"({finding.Code})" : finding.Code)
            .Distinct());

    private static async Task<int> FfmpegAsync(string path) => (await PlainFfmpeg.Command("-v", "error", "-i", path, "-f", "null", "-").RunAsync()).ExitCode;
}
