using AudioServer.Domain.Verification;
using AudioServer.TestKit;

namespace AudioServer.UnitTests.Domain.Structure.Flac;

/// <summary>Sound and foreign, cut and longer than promised; see <see cref="FlacDamageTests"/> for damage.</summary>
public sealed class FlacWalkerTests
{
    private static readonly byte[] Sound = Scans.Fixture("flac-s16.flac");
    private static readonly List<int> Frames = FlacBytes.FrameStarts(Sound);

    [Fact]
    public void Every_fixture_is_whole()
    {
        foreach (var fixture in Fixtures.All.Where(fixture => fixture.Container == "flac"))
        {
            var structure = Scans.Flac(File.ReadAllBytes(fixture.FullPath));

            var samples = (long)Math.Round(fixture.Seconds!.Value * fixture.SampleRate!.Value);
            structure.Faults().Should().BeEmpty(fixture.Path);
            structure.Should().BeEquivalentTo(new { PresentSamples = samples, DeclaredSamples = samples, fixture.SampleRate, fixture.Channels, IsChecksummed = true, ToleranceSamples = 0 });
            structure.PcmMd5.Should().HaveCount(16);
        }
    }

    [Fact]
    public void The_audio_ends_behind_the_last_frame()
    {
        Scans.Flac([.. Sound, .. Scans.Garbage(500)]).AudioEnd.Should().Be(Sound.Length);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(90)]
    [InlineData(99)]
    public void A_cut_file_is_truncated(int percent)
    {
        foreach (var fixture in Fixtures.All.Where(fixture => fixture.Container == "flac"))
        {
            var whole = File.ReadAllBytes(fixture.FullPath);

            Scans.Flac(whole[..(whole.Length * percent / 100)]).Findings.Should().Contain(finding => finding.Code == FindingCodes.Truncated && finding.Severity == Severity.Error, fixture.Path);
        }
    }

    [Fact]
    public void A_cut_anywhere_in_the_audio_is_found_at_the_cut_frame()
    {
        for (var length = Frames[0]; length < Sound.Length; length += 3)
        {
            var structure = Scans.Flac(Sound[..length]);

            var cut = structure.Findings.Should().ContainSingle(finding => finding.Severity == Severity.Error, "cut to {0}", length).Which;
            cut.Code.Should().Be(FindingCodes.Truncated);
            cut.Byte.Should().Be(Frames.Last(start => start <= length));
            cut.At.Should().BeApproximately((double)structure.PresentSamples!.Value / 44_100, 1e-9);
        }
    }

    [Fact]
    public void A_cut_frame_is_found_though_no_total_is_stated()
    {
        var structure = Scans.Flac(FlacBytes.Stream(0, FlacBytes.Frame(0), FlacBytes.Frame(1)[..5000]));

        structure.Should().BeEquivalentTo(new { DeclaredSamples = (long?)null, PresentSamples = 4096L, PcmMd5 = (byte[]?)null });
        structure.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.Truncated, Severity = Severity.Error });
    }

    [Fact]
    public void Fewer_samples_than_promised_are_truncated_and_more_are_counted()
    {
        Scans.Flac(FlacBytes.Stream(9000, FlacBytes.Frame(0), FlacBytes.Frame(1))).Findings.Should().ContainSingle(finding => finding.Code == FindingCodes.Truncated);
        Scans.Flac(FlacBytes.Stream(8000, FlacBytes.Frame(0), FlacBytes.Frame(1))).Should().BeEquivalentTo(new { DeclaredSamples = 8000L, PresentSamples = 8192L });
    }

    [Fact]
    public void Garbage_before_between_and_behind_is_skipped_and_told_from_damage()
    {
        for (var frame = 0; frame < Frames.Count; frame++)
        {
            var at = Frames[frame];

            var structure = Scans.Flac([.. Sound[..at], .. Scans.Garbage(3000), .. Sound[at..]]);

            structure.PresentSamples.Should().Be(8820);
            structure.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(
                new { Code = at == Sound.Length ? FindingCodes.TrailingData : FindingCodes.SkippedData, Severity = Severity.Warning, Byte = (long)at });
        }
    }

    [Fact]
    public void Tags_zeros_and_a_few_stray_bytes_behind_the_audio_do_no_harm()
    {
        byte[][] harmless = [[.. "TAG"u8, .. new byte[125]], [.. "APETAGEX"u8, .. new byte[100]], [.. "LYRICSBEGIN"u8, .. new byte[100]], new byte[100_000], [1, 2, 3]];
        foreach (var tail in harmless)
        {
            var structure = Scans.Flac([.. Sound, .. tail]);

            structure.PresentSamples.Should().Be(8820);
            structure.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.TrailingData, Severity = Severity.Info, Byte = (long)Sound.Length });
        }
    }

    [Fact]
    public void A_second_stream_behind_the_first_is_told()
    {
        Scans.Flac([.. Sound, .. Sound]).Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Code = FindingCodes.TrailingData, Severity = Severity.Warning, Byte = (long)Sound.Length });
    }

    [Fact]
    public void Changes_of_rate_and_channels_are_told_where_they_are()
    {
        var first = FlacBytes.Frame(0);

        var structure = Scans.Flac(FlacBytes.Stream(0, first, FlacBytes.Frame(1, channels: 1), FlacBytes.Frame(2, channels: 1, rateCode: 10)));

        structure.PresentSamples.Should().Be(3 * 4096);
        structure.Findings.Select(finding => (finding.Code, finding.Severity)).Should().Equal((FindingCodes.ChannelChange, Severity.Warning), (FindingCodes.RateChange, Severity.Warning));
        structure.Findings.First().Byte.Should().Be(42 + first.Length);
        structure.Findings.First().At.Should().BeApproximately(4096 / 44_100.0, 1e-9);
    }

    [Fact]
    public void Frames_longer_than_one_look_are_read_like_others()
    {
        byte[] first = FlacBytes.Frame(0, 65_535), second = FlacBytes.Frame(1, 65_535);
        var total = 2 * 65_535;

        Scans.Flac(FlacBytes.Stream(total, first, second)).Should().BeEquivalentTo(new { PresentSamples = (long)total, Findings = new FindingList() });
        Scans.Flac(FlacBytes.Stream(total, first, Scans.Garbage(100_000), second)).Faults().Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Code = FindingCodes.SkippedData, Byte = 42 + first.Length });
        Scans.Flac(FlacBytes.Stream(total, first, second, [.. "TAG"u8, .. new byte[125]])).Faults().Should().BeEmpty();
        Scans.Flac(FlacBytes.Stream(total, first, Scans.Flipped(second, 1_000_000))).Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Code = FindingCodes.ChecksumMismatch, Byte = 42 + first.Length });
    }

    [Fact]
    public void A_metadata_block_that_claims_more_than_there_is_is_told_and_the_audio_still_found()
    {
        var lying = FlacBytes.Stream(4096, FlacBytes.Frame(0));
        lying[4] = 0;

        Scans.Flac([.. lying[..42], 0x81, 0xFF, 0xFF, 0xFF, .. lying[42..]]).Should().BeEquivalentTo(new { PresentSamples = 4096L });
        Scans.Flac([.. lying[..42], 0x81, 0xFF, 0xFF, 0xFF, .. lying[42..]]).Findings.Select(finding => finding.Code).Should().Contain(FindingCodes.SizeFieldWrong);
    }
}
