using AudioServer.Domain.Structure;
using AudioServer.Domain.Verification;
using AudioServer.TestKit;

namespace AudioServer.UnitTests.Domain.Structure.Frames;

public class CorpusFramesTests
{
    private static readonly string[] Containers = ["mp3", "aac", "ac3", "eac3", "amr"];

    /// <summary>They end inside a frame, and no header says how long they were.</summary>
    private static readonly string[] OpenEnded = ["file-type/fixture.mp2", "mutagen/bad-xing.mp3"];

    [CorpusFact]
    public void Sound_files_are_clean() =>
        Scanned("audio").Where(scan => scan.Structure.Weighty().Any()).Select(scan => scan.File.Path).Should().BeEmpty();

    [CorpusFact]
    public void An_open_end_is_told() => Scanned("audio")
        .Where(scan => scan.Structure.Findings.Any(finding => finding.Code == FindingCodes.Truncated && finding.Message.Contains("states no length", StringComparison.Ordinal)))
        .Select(scan => scan.File.Path).Should().BeEquivalentTo(OpenEnded);

    [CorpusFact]
    public void Sound_files_have_the_samples_that_decode()
    {
        foreach (var (file, structure) in Scanned("audio"))
        {
            var tolerance = structure.ToleranceSamples + ((file.ToleranceSeconds ?? 0) * file.SampleRate!.Value);
            if (structure.PresentSamples is { } present)
            {
                present.Should().BeCloseTo(file.ExactSamples!.Value, (ulong)tolerance, "{0} decodes to as many", file.Path);
            }

            if (structure.DeclaredSamples is { } declared)
            {
                // A frame's tolerance is for the decoders; what LAME's tag declares is exact.
                declared.Should().BeCloseTo(file.ExactSamples!.Value, (ulong)(file.ToleranceSeconds!.Value * file.SampleRate.Value), "{0} declares as many", file.Path);
            }
        }
    }

    [CorpusFact]
    public void Files_cut_short_of_what_they_declare_are_truncated()
    {
        var scanned = Scanned("damaged").Where(scan => scan.File.Container == "mp3").ToList();

        scanned.Should().HaveCountGreaterThan(5);
        foreach (var (file, structure) in scanned)
        {
            structure.Findings.Should().Contain(finding => finding.Code == FindingCodes.Truncated && finding.Severity == Severity.Error, "{0} is cut", file.Path);
        }
    }

    [CorpusFact]
    public void A_sound_file_cut_inside_a_frame_or_short_of_what_it_declares_is_found_out()
    {
        var cuts = 0;
        var missed = new List<string>();
        foreach (var (file, whole) in Scanned("audio").Where(scan => scan.File.Codec != "mp3" || scan.Structure.DeclaredSamples is not null))
        {
            var content = File.ReadAllBytes(Corpus.FullPath(file));
            foreach (var percent in new[] { 50, 90, 99 })
            {
                var cut = content[..(int)((long)content.Length * percent / 100)];
                var structure = FrameFiles.Scan(cut, file.Container!);

                // Where nothing is declared, a cut between two frames leaves no trace, and one stray byte no proof.
                var isBetweenFrames = whole.DeclaredSamples is null && cut.Length - structure.AudioEnd <= 1;
                cuts++;
                if (!isBetweenFrames && cut.Length < whole.AudioEnd && structure.PresentSamples > 0 && !structure.Weighty().Any())
                {
                    missed.Add($"{file.Path} at {percent} %");
                }
            }
        }

        cuts.Should().BeGreaterThan(80);
        missed.Should().BeEmpty();
    }

    private static IEnumerable<(CorpusFile File, FileStructure Structure)> Scanned(string kind)
    {
        foreach (var file in Corpus.Files().Where(file => file.Kind == kind && Containers.Contains(file.Container)))
        {
            using var content = Corpus.Open(file);
            yield return (file, StructureScanner.Scan(content, file.Container!, file.Codec!, CancellationToken.None));
        }
    }
}
