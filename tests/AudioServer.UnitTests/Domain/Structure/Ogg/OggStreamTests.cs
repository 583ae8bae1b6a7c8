using AudioServer.Domain.Verification;

namespace AudioServer.UnitTests.Domain.Structure.Ogg;

/// <summary>What the pages of a stream hold, and streams beside and behind each other.</summary>
public sealed class OggStreamTests
{
    private static readonly byte[] Vorbis = Scans.Fixture("ogg-vorbis.ogg");
    private static readonly byte[] OtherVorbis = Scans.Fixture("tagged.ogg");
    private static readonly byte[] Flac = Scans.Fixture("ogg-flac.oga");

    // Mono, pre-skip 312.
    private static readonly byte[] OpusHead = [.. "OpusHead"u8, 1, 1, 56, 1, 0x80, 0xBB, 0, 0, 0, 0, 0];

    // One frame of CELT of 20 ms.
    private static readonly byte[] OpusPacket = [0xF8, 0, 0];

    [Fact]
    public void A_missing_page_is_told_where_it_is_missing()
    {
        var pages = Opus(0, 50, 50, 50);
        pages.RemoveAt(3);

        var structure = Scans.Ogg(OggBytes.Join(pages), "opus");

        structure.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Code = FindingCodes.MissingData, Severity = Severity.Error, Byte = (long)pages.Take(3).Sum(page => page.Length), At = (48_000 - 312) / 48_000.0 });
        structure.Should().BeEquivalentTo(new { DeclaredSamples = 144_000L - 312, PresentSamples = 96_000L - 312 });
    }

    [Fact]
    public void A_packet_without_its_second_half_is_missing_data()
    {
        var pages = Opus(0, 10, 10);
        pages[^1] = OggBytes.With(pages[^1], flags: OggBytes.Last | OggBytes.Continued);

        Scans.Ogg(OggBytes.Join(pages), "opus").Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.MissingData, Severity = Severity.Error });
    }

    [Fact]
    public void A_packet_that_goes_on_behind_the_last_page_is_truncated()
    {
        var pages = Opus(0, 10, 10);
        var open = OggBytes.With([.. "OggS"u8, 0, .. new byte[21], 1, 255, .. OpusPacket, .. new byte[252]], 0, -1, 1, 4);

        Scans.Ogg([.. OggBytes.Join(pages.SkipLast(1)), .. OggBytes.With(pages[^1], flags: 0), .. open], "opus").Findings.Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Code = FindingCodes.Truncated, Severity = Severity.Error });
    }

    [Fact]
    public void Opus_is_counted_without_its_pre_skip_and_what_its_last_granule_leaves_out()
    {
        var pages = Opus(0, 50, 50);
        pages[^1] = OggBytes.With(pages[^1], granule: 95_000);

        Scans.Ogg(OggBytes.Join(pages), "opus").Should().BeEquivalentTo(new { PresentSamples = 95_000L - 312, DeclaredSamples = 95_000L - 312, Findings = new FindingList() });
    }

    [Fact]
    public void A_stream_cut_out_of_a_longer_one_is_counted_from_its_own_beginning()
    {
        Scans.Ogg(OggBytes.Join(Opus(9_000_000, 50, 50)), "opus").Should().BeEquivalentTo(
            new { PresentSamples = 96_000L - 312, DeclaredSamples = 96_000L - 312, Findings = new FindingList() });
    }

    [Fact]
    public void Granules_beyond_all_packets_are_no_samples()
    {
        var pages = Opus(0, 50, 50);
        pages[^1] = OggBytes.With(pages[^1], granule: long.MaxValue);

        Scans.Ogg(OggBytes.Join(pages), "opus").PresentSamples.Should().Be(96_000 - 312);
    }

    [Fact]
    public void Chained_streams_are_added_up_and_changes_told()
    {
        var joined = Scans.Ogg([.. Vorbis, .. OtherVorbis]);

        joined.Should().BeEquivalentTo(new { PresentSamples = 22_050L + 8_820, DeclaredSamples = 22_050L + 8_820, SampleRate = 44_100, Channels = 2 });
        joined.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Code = FindingCodes.ChannelChange, Severity = Severity.Warning, Byte = (long)Vorbis.Length, At = 0.5 });
        Scans.Ogg([.. Vorbis, .. Flac]).Findings.Select(finding => finding.Code).Should().BeEquivalentTo(FindingCodes.RateChange, FindingCodes.ChannelChange);
    }

    [Fact]
    public void A_link_without_its_last_page_does_not_hide_the_next()
    {
        var pages = OggBytes.Pages(Vorbis);

        Scans.Ogg([.. OggBytes.Join(pages.SkipLast(1)), .. OggBytes.With(pages[^1], flags: 0), .. Vorbis]).Should().BeEquivalentTo(
            new { PresentSamples = 44_100L, Findings = new FindingList() });
    }

    [Fact]
    public void A_film_beside_the_audio_does_not_count_but_its_damage_does()
    {
        var pages = OggBytes.Pages(Vorbis);
        byte[] head = OggBytes.Page(OggBytes.First, 0, 99, 0, [.. "\u0080theora"u8]), picture = OggBytes.Page(OggBytes.Last, 12_345_678, 99, 1, new byte[200]);
        byte[] film = [.. head, .. OggBytes.Join(pages.Take(2)), .. picture, .. OggBytes.Join(pages.Skip(2))];

        Scans.Ogg(film).Should().BeEquivalentTo(new { PresentSamples = 22_050L, DeclaredSamples = 22_050L, Findings = new FindingList() });
        Scans.Ogg(Scans.Flipped(film, (film.Length - OggBytes.Join(pages.Skip(2)).Length - 1) * 8L)).Findings.Should().ContainSingle(finding => finding.Code == FindingCodes.ChecksumMismatch);
    }

    [Fact]
    public void Of_two_audio_streams_beside_each_other_the_one_that_the_prober_chose_counts()
    {
        var (one, two) = (OggBytes.Pages(Vorbis), Opus(0, 50, 50));
        byte[] both = [.. one[0], .. two[0], .. OggBytes.Join(one.Skip(1)), .. OggBytes.Join(two.Skip(1))];

        Scans.Ogg(both, "vorbis").Should().BeEquivalentTo(new { PresentSamples = 22_050L, SampleRate = 44_100, Findings = new FindingList() });
        Scans.Ogg(both, "opus").Should().BeEquivalentTo(new { PresentSamples = 96_000L - 312, SampleRate = 48_000, Findings = new FindingList() });
    }

    [Fact]
    public void Flac_in_Ogg_tells_its_total_and_its_digest()
    {
        var pages = OggBytes.Pages(Flac);
        Scans.Ogg(Flac, "flac").Should().BeEquivalentTo(new { PresentSamples = 4_410L, DeclaredSamples = 4_410L, PcmMd5 = (byte[]?)null });

        // STREAMINFO stands behind the page's header of 28 bytes, the mapping's 13 and the block's 4; in it the total ends at 18, the digest at 34.
        (pages[0][61], pages[0][62]) = (4_410 / 256, 4_410 % 256);
        pages[0].AsSpan(63, 16).Fill(7);
        pages[0] = OggBytes.With(pages[0]);
        var digested = OggBytes.Join(pages);
        Scans.Ogg(digested, "flac").PcmMd5.Should().Equal(Enumerable.Repeat((byte)7, 16));
        Scans.Ogg([.. digested, .. digested], "flac").PcmMd5.Should().BeNull("it is of the first link only");
        pages[^1] = OggBytes.With(pages[^1], granule: 4_000);
        Scans.Ogg(OggBytes.Join(pages), "flac").Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.Truncated, Severity = Severity.Error });
    }

    [Fact]
    public void Pages_behind_the_last_are_told_once()
    {
        var pages = Opus(0, 10, 10, 10, 10);
        pages[3] = OggBytes.With(pages[3], flags: OggBytes.Last);

        Scans.Ogg(OggBytes.Join(pages), "opus").Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.SkippedData, Severity = Severity.Warning });
    }

    [Fact]
    public void Pages_without_a_beginning_are_missing_it()
    {
        Scans.Ogg(OggBytes.Join(Opus(0, 10, 10).Skip(1)), "opus").Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Code = FindingCodes.MissingData, Severity = Severity.Error, Byte = 0L });
    }

    /// <summary>A stream of pages with so many packets of 960 samples each, whose first sample has the number <paramref name="origin"/>.</summary>
    private static List<byte[]> Opus(long origin, params int[] packets)
    {
        var pages = new List<byte[]>
        {
            OggBytes.Page(OggBytes.First, 0, 1, 0, OpusHead),
            OggBytes.Page(0, 0, 1, 1, [.. "OpusTags"u8, 0, 0, 0, 0, 0, 0, 0, 0]),
        };
        var granule = origin;
        for (var page = 0; page < packets.Length; page++)
        {
            granule += packets[page] * 960;
            pages.Add(OggBytes.Page(page == packets.Length - 1 ? OggBytes.Last : (byte)0, granule, 1, (uint)pages.Count, [.. Enumerable.Repeat(OpusPacket, packets[page])]));
        }

        return pages;
    }
}
