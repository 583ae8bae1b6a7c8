using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.BrokenAudio;

/// <summary>
/// The verdicts in the detection table of <c>docs/verification.md</c> are those that this code measures. <c>AUDIOSERVER_WRITE_TABLE=1</c> writes it anew instead of comparing it.
/// Of the bits that are flipped the first few are looked at, which takes a third of the time of all; with <c>AUDIOSERVER_TEST_LOAD=1</c> all are.
/// </summary>
public sealed class DetectionTableTests
{
    private const string WriteTable = "AUDIOSERVER_WRITE_TABLE";
    private const int FewFlips = 4;

    [Fact]
    public async Task The_table_in_the_documentation_is_what_is_measured()
    {
        var isWritten = Environment.GetEnvironmentVariable(WriteTable) == "1";
        var detections = await Detection.MeasureAllAsync(besideFfmpeg: isWritten, isWritten || LoadFactAttribute.IsAskedFor ? Damage.Flips : FewFlips);
        var version = await DetectionTable.FfmpegVersionAsync();
        var table = DetectionTable.Of(detections, version);
        if (isWritten)
        {
            DetectionTable.Committed = table;
        }

        detections.Where(detection => detection.Damage == "none").Should().OnlyContain(detection => detection.Verdict == "ok");
        var committed = DetectionTable.Committed;
        if (committed.Contains($"ffmpeg {version}.\n", StringComparison.Ordinal))
        {
            // Which of the decoder's complaints come beside a weightier finding depends on how the pipe fills; the verdict does not.
            var (flips, others) = (new List<(string Format, string Damage, string Verdict)>(), new List<(string Format, string Damage, string Verdict)>());
            foreach (var verdict in DetectionTable.Verdicts(table))
            {
                (verdict.Damage == Detection.BitFlip ? flips : others).Add(verdict);
            }

            var expected = DetectionTable.Verdicts(committed).ToLookup(verdict => verdict.Damage == Detection.BitFlip);
            others.Should().BeEquivalentTo(expected[false]);
            flips.Select(flip => flip.Format).Should().BeEquivalentTo(expected[true].Select(flip => flip.Format));
            flips.Should().OnlyContain(flip => CanBePartOf(DetectionTable.Flips(flip.Verdict), DetectionTable.Flips(expected[true].Single(whole => whole.Format == flip.Format).Verdict)));
        }
        else
        {
            // Another ffmpeg words its complaints otherwise; nothing that was found may slip through it.
            DetectionTable.Passing(table).Should().BeSubsetOf(DetectionTable.Passing(committed));
        }
    }

    /// <summary>The first flips of a file are among all of its flips: no more of them can be found than of all, and no more missed.</summary>
    private static bool CanBePartOf((int Found, int Of) some, (int Found, int Of) all) => some.Found <= all.Found && some.Of - some.Found <= all.Of - all.Found && some.Of > 0;

    [Fact]
    public async Task Every_damage_changes_the_file_and_is_the_same_each_time()
    {
        foreach (var specimen in Specimens.All)
        {
            var file = await specimen.BytesAsync();
            file.Should().Equal(await specimen.BytesAsync(), specimen.Format);
            foreach (var damage in specimen.Damages())
            {
                var broken = damage.Apply(file);
                broken.Should().Equal(damage.Apply(file));
                broken.SequenceEqual(file).Should().Be(damage.Name == "none", "{0}: {1}", specimen.Format, damage.Name);
            }

            Damage.BitFlips(specimen, file).Should().OnlyContain(broken => broken.Length == file.Length && !broken.SequenceEqual(file));
        }
    }
}
