using System.Buffers.Binary;
using System.Text;
using AudioServer.Domain.Structure;
using AudioServer.Domain.Verification;

namespace AudioServer.UnitTests.Domain.Structure;

/// <summary>One number of a whole file made false, one part put elsewhere: what that is called, and what is still said of the samples.</summary>
public class LyingSizeTests
{
    private static readonly byte[] Wave = File.ReadAllBytes(TestKit.Fixtures.MyFile);
    private static readonly byte[] Aiff = File.ReadAllBytes(TestKit.Fixtures.Audio("aiff-s16.aiff"));
    private static readonly byte[] IndexFirst = File.ReadAllBytes(TestKit.Fixtures.Audio("mp4-index-first.m4a"));
    private static readonly byte[] IndexLast = File.ReadAllBytes(TestKit.Fixtures.Audio("mp4-aac.m4a"));

    [Fact]
    public void A_data_chunk_that_promises_more_is_truncated_and_the_message_has_the_numbers()
    {
        var structure = ScanWave(With(Wave, 40, 2 * 176_400));

        structure.DeclaredSamples.Should().Be(88_200);
        structure.PresentSamples.Should().Be(44_100);
        var finding = structure.Findings.First();
        finding.Should().BeEquivalentTo(new { Code = FindingCodes.Truncated, Severity = Severity.Error, At = 1.0, Byte = Wave.Length });
        finding.Message.Should().Be("The data chunk promises 352,800 bytes, but the file ends after 176,400 of them: 1.0 s of 2.0 s are there.");
    }

    [Fact]
    public void A_data_chunk_that_promises_less_leaves_bytes_behind()
    {
        var structure = ScanWave(With(Wave, 40, 100_000));

        structure.PresentSamples.Should().Be(25_000);
        structure.Alarms().Select(finding => finding.Code).Should().Contain(FindingCodes.TrailingData);
    }

    [Theory]
    [InlineData(10_000_000)]
    [InlineData(1_000)]
    public void A_false_size_of_the_whole_is_a_warning_and_no_audio_is_lost(int size)
    {
        var structure = ScanWave(With(Wave, 4, size));

        structure.PresentSamples.Should().Be(44_100);
        structure.Alarms().Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.SizeFieldWrong, Severity = Severity.Warning, Byte = 4L });
    }

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(0, 0)]
    [InlineData(0x7FFF_FFFF, 0x7FFF_FFDB)]
    public void Sizes_that_a_stream_writer_left_open_are_no_lie(int whole, int data)
    {
        var structure = ScanWave(With(With(Wave, 4, whole), 40, data));

        structure.DeclaredSamples.Should().BeNull();
        structure.PresentSamples.Should().Be(44_100);
        structure.Alarms().Should().BeEmpty();
    }

    [Fact]
    public void An_odd_chunk_may_lack_its_padding_and_chunks_may_stand_anywhere()
    {
        byte[] odd = [.. "odd "u8, 3, 0, 0, 0, 1, 2, 3];
        byte[] list = [.. "LIST"u8, 4, 0, 0, 0, .. "INFO"u8];
        byte[] content = [.. Wave[..12], .. odd, .. list, .. Wave[36..], .. odd, 0, .. Wave[12..36], .. list];

        var structure = ScanWave(With(content, 4, content.Length - 8));

        structure.PresentSamples.Should().Be(44_100);
        structure.Findings.Should().BeEmpty();
    }

    [Fact]
    public void The_sizes_of_64_bits_are_believed_where_RF64_leaves_the_others_open()
    {
        var content = File.ReadAllBytes(TestKit.Fixtures.Audio("rf64.wav"));
        var data = content.AsSpan().IndexOf("data"u8);
        var ds64 = content.AsSpan().IndexOf("ds64"u8);
        content.AsSpan(data + 4, 4).Fill(0xFF);

        ScanWave(content).PresentSamples.Should().Be(4_410);
        BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(ds64 + 16), 1L << 40);
        ScanWave(content).Findings.First().Code.Should().Be(FindingCodes.Truncated);
        BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(ds64 + 16), long.MaxValue);
        ScanWave(content).Findings.First().Code.Should().Be(FindingCodes.Truncated);
    }

    [Fact]
    public void A_million_chunks_of_sound_cost_no_memory()
    {
        byte[] piece = [.. "data"u8, 2, 0, 0, 0, 1, 2];
        byte[] content = [.. Wave[..36], .. Enumerable.Repeat(piece, 100_000).SelectMany(bytes => bytes)];

        ScanWave(With(content, 4, content.Length - 8)).PresentSamples.Should().Be(50_000);
    }

    [Fact]
    public void A_common_chunk_that_counts_more_than_the_sound_is_declared_as_it_stands()
    {
        var count = Aiff.AsSpan().IndexOf("COMM"u8) + 10;
        var content = Aiff.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(count), 99_999);

        var structure = Scanned.Scan(content, "aiff", "pcm_s16be");

        structure.DeclaredSamples.Should().Be(99_999);
        structure.PresentSamples.Should().Be(4_410);
    }

    [Fact]
    public void A_sound_data_chunk_that_promises_too_much_loses_nothing_when_all_that_is_counted_is_there()
    {
        var content = Aiff.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(content.AsSpan().IndexOf("SSND"u8) + 4), 1_000_000);

        Scanned.Scan(content, "aiff", "pcm_s16be").Alarms().Should().ContainSingle().Which.Code.Should().Be(FindingCodes.SizeFieldWrong);
    }

    [Fact]
    public void An_MP4_cut_behind_its_index_says_how_many_seconds_are_there()
    {
        var structure = Scanned.Scan(IndexFirst[..(870 + 8 + 2600)], "mov", "aac");

        structure.DeclaredSamples.Should().Be(26_460);
        structure.PresentSamples.Should().BeInRange(11_000, 15_000);
        structure.Alarms().Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.Truncated, Severity = Severity.Error, Byte = 3478L });
        structure.Alarms().Single().At.Should().BeInRange(0.25, 0.4);
    }

    [Fact]
    public void An_MP4_without_its_index_is_truncated() =>
        Scanned.Scan(IndexLast[..7443], "mov", "aac").Alarms().Should().ContainSingle().Which.Message.Should().Contain("moov");

    [Fact]
    public void Media_that_ends_before_its_last_sample_by_its_own_size_is_a_warning()
    {
        var content = IndexFirst.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(870), 5000);
        content.AsSpan(870 + 5000, 4).Clear();

        Scanned.Scan(content, "mov", "aac").Alarms().Select(finding => finding.Code).Should().Contain(FindingCodes.SizeFieldWrong);
    }

    [Fact]
    public void Media_that_promises_more_than_the_file_is_a_warning_when_every_sample_is_there()
    {
        var content = IndexFirst.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(870), 50_000);

        Scanned.Scan(content, "mov", "aac").Alarms().Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.SizeFieldWrong, Severity = Severity.Warning });
    }

    [Fact]
    public void Boxes_nested_without_end_are_walked_without_recursion()
    {
        var content = new byte[800_000];
        for (var box = 0; box < content.Length; box += 8)
        {
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(box), content.Length - box);
            Encoding.ASCII.GetBytes(box == 0 ? "moov" : "moof").CopyTo(content, box + 4);
        }

        Scanned.Scan(content, "mov", "aac").PresentSamples.Should().BeNull();
    }

    [Fact]
    public void Tables_that_count_billions_of_samples_take_no_time()
    {
        var content = IndexFirst.ToArray();
        foreach (var (box, place, value) in new (string, int, int)[] { ("stsz", 8, 1), ("stsz", 12, -1), ("stsc", 16, -1), ("stts", 12, -1), ("stts", 16, -1) })
        {
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(box)) + place), value);
        }

        Scanned.Scan(content, "mov", "aac").Findings.First().Code.Should().Be(FindingCodes.Truncated);
    }

    private static FileStructure ScanWave(byte[] content) => Scanned.Scan(content, "wav", "pcm_s16le");

    private static byte[] With(byte[] content, int position, int value)
    {
        var changed = content.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(position), value);
        return changed;
    }
}
