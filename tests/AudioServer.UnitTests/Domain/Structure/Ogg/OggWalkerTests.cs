using AudioServer.Domain.Verification;
using AudioServer.TestKit;

namespace AudioServer.UnitTests.Domain.Structure.Ogg;

/// <summary>Pages and their checksums: cut, damaged, with foreign bytes between them; see <see cref="OggStreamTests"/> for what they hold.</summary>
public sealed class OggWalkerTests
{
    private static readonly byte[] Vorbis = Scans.Fixture("ogg-vorbis.ogg");
    private static readonly List<byte[]> Pages = OggBytes.Pages(Vorbis);

    [Fact]
    public void Every_fixture_is_whole()
    {
        foreach (var fixture in Fixtures.All.Where(fixture => fixture.Container == "ogg"))
        {
            var structure = Scans.Ogg(File.ReadAllBytes(fixture.FullPath), fixture.Codec!);

            structure.Findings.Should().BeEmpty(fixture.Path);
            structure.Should().BeEquivalentTo(new { fixture.SampleRate, fixture.Channels, IsChecksummed = true, AudioEnd = new FileInfo(fixture.FullPath).Length });
            ((double)structure.PresentSamples!.Value / fixture.SampleRate!.Value).Should().BeApproximately(fixture.Seconds!.Value, fixture.Codec == "speex" ? 0.08 : 0.02, fixture.Path);
            structure.DeclaredSamples.Should().Be(fixture.Codec == "speex" ? null : structure.PresentSamples);
        }
    }

    [Theory]
    [InlineData("ogg-vorbis.ogg", "vorbis")]
    [InlineData("ogg-opus.opus", "opus")]
    [InlineData("ogg-flac.oga", "flac")]
    [InlineData("ogg-speex.spx", "speex")]
    public void A_flipped_bit_is_found_in_its_page(string name, string codec)
    {
        var sound = Scans.Fixture(name);
        var start = 0L;
        foreach (var page in OggBytes.Pages(sound))
        {
            var bits = Enumerable.Range(0, (27 + page[26]) * 8).Select(bit => (start * 8) + bit).Concat(Scans.Spread(start * 8, (start + page.Length) * 8, 100));
            foreach (var bit in bits)
            {
                Scans.Ogg(Scans.Flipped(sound, bit), codec).Faults().Should().ContainSingle("bit {0} is flipped", bit)
                    .Which.Should().BeEquivalentTo(new { Severity = Severity.Error, Byte = start });
            }

            start += page.Length;
        }
    }

    [Fact]
    public void A_damaged_page_is_told_once_with_its_time_and_not_as_missing_too()
    {
        var first = OggBytes.Page(0, 10_000, 1, 2, Enumerable.Repeat(new byte[100], 40).ToArray());
        var second = OggBytes.Page(0, 20_000, 1, 3, Enumerable.Repeat(new byte[100], 40).ToArray());
        var third = OggBytes.Page(OggBytes.Last, 30_000, 1, 4, Enumerable.Repeat(new byte[100], 40).ToArray());
        var headers = OggBytes.Join([OggBytes.With(Pages[0], serial: 1), OggBytes.Page(0, 0, 1, 1, new byte[20], new byte[20])]);

        Scans.Ogg([.. headers, .. first, .. second, .. third]).Should().BeEquivalentTo(new { PresentSamples = 30_000L, Findings = new FindingList() });
        var structure = Scans.Ogg([.. headers, .. first, .. Scans.Flipped(second, 20_000), .. third]);

        structure.PresentSamples.Should().BeNull("nobody knows how much the page held");
        structure.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Code = FindingCodes.ChecksumMismatch, Severity = Severity.Error, Byte = headers.Length + first.Length, At = 10_000 / 44_100.0 });
    }

    [Fact]
    public void A_cut_page_is_truncated_wherever_it_is_cut()
    {
        var last = Vorbis.Length - Pages[^1].Length;
        for (var length = last + 1; length < Vorbis.Length; length += 7)
        {
            Scans.Ogg(Vorbis[..length]).Findings.Should().ContainSingle("cut to {0}", length).Which.Should().BeEquivalentTo(
                new { Code = FindingCodes.Truncated, Severity = Severity.Error, Byte = (long)last });
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(90)]
    [InlineData(99)]
    public void A_cut_file_is_truncated(int percent)
    {
        foreach (var fixture in Fixtures.All.Where(fixture => fixture.Container == "ogg"))
        {
            var whole = File.ReadAllBytes(fixture.FullPath);

            Scans.Ogg(whole[..(whole.Length * percent / 100)]).Findings.Should().Contain(finding => finding.Code == FindingCodes.Truncated && finding.Severity == Severity.Error, fixture.Path);
        }
    }

    [Fact]
    public void A_file_that_ends_with_a_page_that_is_not_the_last_may_be_a_saved_broadcast()
    {
        Scans.Ogg(OggBytes.Join([.. Pages.SkipLast(1), OggBytes.With(Pages[^1], flags: 0)])).Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Code = FindingCodes.Truncated, Severity = Severity.Info });
    }

    [Fact]
    public void Garbage_before_between_and_behind_pages_is_told_where_it_is()
    {
        for (var page = 0; page <= Pages.Count; page++)
        {
            var before = OggBytes.Join(Pages.Take(page));

            var structure = Scans.Ogg([.. before, .. Scans.Garbage(100_000), .. OggBytes.Join(Pages.Skip(page))]);

            structure.PresentSamples.Should().Be(22_050);
            structure.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(
                new { Code = page == Pages.Count ? FindingCodes.TrailingData : FindingCodes.SkippedData, Severity = Severity.Warning, Byte = (long)before.Length });
        }
    }

    [Fact]
    public void Tags_zeros_and_a_few_stray_bytes_behind_the_last_page_do_no_harm()
    {
        byte[][] harmless = [[.. "TAG"u8, .. new byte[125]], [.. "APETAGEX"u8, .. new byte[100]], new byte[100_000], [1, 2, 3]];
        foreach (var tail in harmless)
        {
            Scans.Ogg([.. Vorbis, .. tail]).Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(
                new { Code = FindingCodes.TrailingData, Severity = Severity.Info, Byte = (long)Vorbis.Length });
        }
    }

    [Fact]
    public void No_bytes_make_it_fail()
    {
        for (var length = 0; length <= Vorbis.Length; length += length < 200 ? 1 : 13)
        {
            Scans.Ogg(Vorbis[..length]).Should().NotBeNull();
        }

        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var pages = Pages.Select(page => page.ToArray()).ToList();
            for (var hit = random.Next(30); hit >= 0; hit--)
            {
                var page = pages[random.Next(pages.Count)];
                page[random.Next(Math.Min(page.Length, seed % 2 == 0 ? 60 : page.Length))] = (byte)random.Next(256);
            }

            // Sealed again every other time, so that nonsense comes through behind a checksum that fits.
            var joined = OggBytes.Join(seed % 4 < 2 ? pages : pages.Where(page => page[26] == 0 || page.Length > 30).Select(page => OggBytes.With(page)));
            (Scans.Ogg(joined, seed % 3 == 0 ? "opus" : "vorbis").PresentSamples ?? 0).Should().BeGreaterThanOrEqualTo(0);
        }
    }

    [Fact]
    public void Nothing_but_capture_patterns_and_nothing_but_first_pages_end_soon()
    {
        Scans.Ogg([.. Enumerable.Repeat<byte[]>([.. "OggS"u8], 250_000).SelectMany(part => part)]).Findings.CountOf(FindingCodes.ChecksumMismatch).Should().BePositive();
        Scans.Ogg(OggBytes.Join(Enumerable.Range(0, 20_000).Select(serial => OggBytes.Page(OggBytes.First, 0, (uint)serial, 0, [1])))).Findings.Should().BeEmpty();
    }
}
