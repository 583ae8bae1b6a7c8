using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AudioServer.IntegrationTests.Processes;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.BrokenAudio;

/// <summary>The part of <c>docs/verification.md</c> between its two markers: what was measured, as Markdown.</summary>
internal static partial class DetectionTable
{
    private const string Begin = "<!-- detection table: begin -->\n";
    private const string End = "<!-- detection table: end -->";
    private const string Separator = ", ";

    private static readonly string Document = Path.Combine(Fixtures.Root, "docs", "verification.md");

    /// <summary>What stands in the document now.</summary>
    public static string Committed
    {
        get
        {
            var text = File.ReadAllText(Document);
            var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
            return text[begin..text.IndexOf(End, StringComparison.Ordinal)];
        }

        set => File.WriteAllText(Document, File.ReadAllText(Document).Replace(Begin + Committed, Begin + value, StringComparison.Ordinal));
    }

    /// <summary>Of the ffmpeg of this machine: major and minor number.</summary>
    public static async Task<string> FfmpegVersionAsync() => VersionNumber().Match((await PlainFfmpeg.Command("-version").SucceedAsync()).Output).Value;

    /// <summary>Damages of one format that end alike share a line.</summary>
    public static string Of(IEnumerable<Detection> detections, string ffmpegVersion)
    {
        var table = new StringBuilder($"Measured with ffmpeg {ffmpegVersion}.\n\n| format | damage | verdict | findings | `ffmpeg` exits with |\n|---|---|---|---|---|\n");
        foreach (var format in detections.GroupBy(detection => detection.Format))
        {
            foreach (var line in format.GroupBy(detection => (detection.Verdict, detection.Codes, detection.Ffmpeg)))
            {
                var codes = line.Key.Codes.Length > 0 ? $"`{line.Key.Codes.Replace(" ", "` `", StringComparison.Ordinal)}`" : "";
                table.Append($"| {format.Key} | {string.Join(Separator, line.Select(detection => detection.Damage))} | {line.Key.Verdict} | {codes} | {line.Key.Ffmpeg} |\n");
            }
        }

        return table.ToString();
    }

    /// <summary>Format and damage of what passes as whole in a table.</summary>
    public static IEnumerable<(string Format, string Damage)> Passing(string table) =>
        from row in Verdicts(table)
        where row.Verdict == "ok"
        select (row.Format, row.Damage);

    /// <summary>What became of each damage in a table.</summary>
    public static IEnumerable<(string Format, string Damage, string Verdict)> Verdicts(string table) =>
        from line in table.Split('\n')
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        where cells.Length > 4
        from damage in cells[2].Split(Separator)
        select (cells[1], damage, cells[3]);

    /// <summary>How many were found of how many, in a verdict on flipped bits.</summary>
    public static (int Found, int Of) Flips(string verdict)
    {
        var numbers = Number().Matches(verdict).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture)).ToList();
        return (numbers[0], numbers[1]);
    }

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex VersionNumber();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
