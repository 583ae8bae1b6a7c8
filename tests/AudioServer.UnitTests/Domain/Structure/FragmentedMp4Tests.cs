using System.Buffers.Binary;
using System.Text;
using AudioServer.Domain.Structure;
using AudioServer.Domain.Verification;

namespace AudioServer.UnitTests.Domain.Structure;

/// <summary>MP4 that comes in pieces, each with its own index: three of 10 frames of 1,024 samples and 100 bytes.</summary>
public class FragmentedMp4Tests
{
    private const int FragmentSize = 8 + 8 + 20 + 20 + 8 + 1000;

    private static readonly byte[] Index = Box(
        "moov",
        Box("mvhd", Words(0, 0, 0, 1000, 0)),
        Box(
            "trak",
            Box("tkhd", Words(0, 0, 0, 7, 0, 0)),
            Box(
                "mdia",
                Box("mdhd", Words(0, 0, 0, 48_000, 0)),
                Box("hdlr", Words(0, 0), Encoding.ASCII.GetBytes("soun")),
                Box("minf", Box("stbl", Box("stsd", Words(0, 1, 36, 0x6D703461, 0, 1, 0, 0, 0x0002_0010, 0, 48_000 << 16)))))),
        Box("mvex", Box("trex", Words(0, 7, 1, 1024, 100, 0))));

    private static readonly byte[] Fragment = [.. Box("moof", Box("traf", Box("tfhd", Words(0x20010, 7, 100)), Box("trun", Words(1, 10, 64)))), .. Box("mdat", new byte[1000])];

    private static readonly byte[] Whole = [.. Index, .. Fragment, .. Fragment, .. Fragment];

    [Fact]
    public void The_pieces_are_added_up_and_nothing_is_declared_without_an_index_of_them()
    {
        Fragment.Should().HaveCount(FragmentSize);

        Scan(Whole).Should().BeEquivalentTo(new { DeclaredSamples = (long?)null, PresentSamples = (long?)30_720, SampleRate = 48_000, Channels = 2, AudioEnd = (long?)Whole.Length });
        Scan(Whole).Findings.Should().BeEmpty();
    }

    [Fact]
    public void A_piece_that_is_cut_is_truncated()
    {
        var structure = Scan(Whole[..^250]);

        structure.PresentSamples.Should().Be(27 * 1024);
        structure.Alarms().Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.Truncated, Severity = Severity.Error, At = 0.576 });
    }

    [Fact]
    public void A_missing_piece_is_found_by_the_segment_index()
    {
        var segments = Box("sidx", Words(0, 7, 48_000, 0, 0, 3, FragmentSize, 10_240, 0, FragmentSize, 10_240, 0, FragmentSize, 10_240, 0));
        byte[] whole = [.. Index, .. segments, .. Fragment, .. Fragment, .. Fragment];

        Scan(whole).Should().BeEquivalentTo(new { DeclaredSamples = (long?)30_720, PresentSamples = (long?)30_720 });
        Scan(whole).Findings.Should().BeEmpty();
        Scan(whole[..^FragmentSize]).Alarms().Should().ContainSingle().Which.Code.Should().Be(FindingCodes.Truncated);
    }

    [Fact]
    public void Another_track_s_pieces_are_not_counted()
    {
        var other = Fragment.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(other.AsSpan(8 + 8 + 8 + 4), 8);

        Scan([.. Whole, .. other]).PresentSamples.Should().Be(30_720);
    }

    [Fact]
    public void Cut_anywhere_or_with_any_word_absurd_there_is_an_answer()
    {
        for (var place = 0; place < Whole.Length - 4; place++)
        {
            var absurd = Whole.ToArray();
            absurd.AsSpan(place, 4).Fill(0xFF);

            Scan(absurd).Should().NotBeNull();
            Scan(Whole[..place]).Should().NotBeNull();
        }
    }

    private static FileStructure Scan(byte[] content) => Scanned.Scan(content, "mov", "aac");

    private static byte[] Box(string type, params byte[][] parts)
    {
        byte[] content = [.. parts.SelectMany(part => part)];
        return [.. Words(8 + content.Length), .. Encoding.ASCII.GetBytes(type), .. content];
    }

    private static byte[] Words(params int[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), values[i]);
        }

        return bytes;
    }
}
