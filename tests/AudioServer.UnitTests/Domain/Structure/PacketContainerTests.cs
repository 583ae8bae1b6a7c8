using System.Buffers.Binary;
using AudioServer.Domain.Structure;
using AudioServer.Domain.Verification;
using AudioServer.TestKit;

namespace AudioServer.UnitTests.Domain.Structure;

/// <summary>WavPack, True Audio, ASF and Matroska.</summary>
public sealed class PacketContainerTests
{
    private static readonly string[] Demuxers = ["wv", "tta", "asf", "matroska"];

    public static TheoryData<string, string> Files => new()
    {
        { "wavpack.wv", "wv" }, { "tagged.wv", "wv" }, { "trueaudio.tta", "tta" }, { "asf-wmav2.wma", "asf" }, { "tagged.wma", "asf" },
        { "matroska-vorbis.mka", "matroska" }, { "tagged.mka", "matroska" }, { "webm-opus.webm", "matroska" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_sound_file_has_nothing_against_it(string name, string demuxer) =>
        Scan(Read(name), demuxer).Findings.Should().NotContain(finding => finding.Severity != Severity.Info);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_cut_file_is_truncated(string name, string demuxer)
    {
        var file = Read(name);
        foreach (var percent in new[] { 10, 50, 90 })
        {
            Scan(file[..(file.Length * percent / 100)], demuxer).Findings.Should().Contain(finding => finding.Severity > Severity.Info, "{0} % are there", percent);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Unknown_bytes_behind_the_audio_are_told(string name, string demuxer)
    {
        var noise = new byte[300];
        new Random(1).NextBytes(noise);

        Scan([.. Read(name), .. noise], demuxer).Findings.Should().ContainSingle(finding => finding.Code == FindingCodes.TrailingData && finding.Severity == Severity.Warning);
    }

    [Fact]
    public void Samples_are_counted_where_headers_number_them()
    {
        Scan(Read("wavpack.wv"), "wv").Should().BeEquivalentTo(new { DeclaredSamples = 13_230L, PresentSamples = 13_230L, SampleRate = 44_100, ToleranceSamples = 0L });
        Scan(Read("trueaudio.tta"), "tta").Should().BeEquivalentTo(new { DeclaredSamples = 13_230L, PresentSamples = 13_230L, SampleRate = 44_100, IsChecksummed = true });
    }

    [Theory]
    [InlineData(5)]
    [InlineData(23)]
    [InlineData(200)]
    [InlineData(5000)]
    public void Any_flipped_bit_of_true_audio_is_found(int position)
    {
        var file = Read("trueaudio.tta");
        file[position] ^= 4;

        Scan(file, "tta").Findings.Should().Contain(finding => finding.Code == FindingCodes.ChecksumMismatch && finding.Severity == Severity.Error);
    }

    [Fact]
    public void A_missing_block_of_wavpack_is_found_by_the_numbers()
    {
        byte[] Block(uint index, uint samples)
        {
            var block = new byte[40];
            "wvpk"u8.CopyTo(block);
            BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(4), 32);
            BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(8), 0x410);
            BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(12), 300);
            BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(16), index);
            BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(20), samples);
            BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(24), 0x800 | (9u << 23));
            return block;
        }

        Scan([.. Block(0, 100), .. Block(100, 100), .. Block(200, 100)], "wv").Findings.Should().BeEmpty();

        var structure = Scan([.. Block(0, 100), .. Block(200, 100)], "wv");
        structure.Should().BeEquivalentTo(new { DeclaredSamples = 300L, PresentSamples = 200L });
        structure.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = FindingCodes.MissingData, Severity = Severity.Error, Byte = 40L });
        Scan([.. Block(0, 100), 1, 2, 3, .. Block(100, 200)], "wv").Findings.Should().ContainSingle().Which.Code.Should().Be(FindingCodes.SkippedData);
    }

    [Fact]
    public void A_missing_packet_of_asf_is_found_by_their_number()
    {
        var file = Read("asf-wmav2.wma");
        var data = file.AsSpan().IndexOf<byte>([0x36, 0x26, 0xB2, 0x75]);

        var finding = Scan([.. file[..(data + 50)], .. file[(data + 50 + 3200)..]], "asf").Findings.Should().ContainSingle().Subject;

        finding.Should().BeEquivalentTo(new { Code = FindingCodes.Truncated, Severity = Severity.Error });
        finding.Message.Should().StartWith("The data object promises 9,650 bytes, but the file ends after 6,450 of them");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_cut_and_a_thousand_damages_have_an_answer(string name, string demuxer)
    {
        var file = Read(name);
        for (var length = 0; length < Math.Min(file.Length, 1500); length++)
        {
            Scan(file[..length], demuxer);
        }

        var random = new Random(7);
        for (var round = 0; round < 1000; round++)
        {
            var broken = file.ToArray();
            for (var hit = 0; hit < 8; hit++)
            {
                broken[random.Next(Math.Min(broken.Length, hit < 6 ? 700 : int.MaxValue))] = hit % 2 == 0 ? (byte)0xFF : (byte)random.Next(256);
            }

            (Scan(broken, demuxer).PresentSamples ?? 0).Should().BeGreaterThanOrEqualTo(0);
        }
    }

    [CorpusFact]
    public void A_real_sound_file_has_nothing_against_it_and_the_samples_that_decode()
    {
        foreach (var file in Corpus.Files().Where(file => file.Kind == "audio" && Demuxers.Contains(file.Container?.Split(',')[0])))
        {
            using var content = Corpus.Open(file);
            var structure = StructureScanner.Scan(content, file.Container!.Split(',')[0], file.Codec!, CancellationToken.None);

            structure.Findings.Should().NotContain(finding => finding.Severity != Severity.Info, file.Path);
            if (structure.PresentSamples is { } present)
            {
                (present, structure.DeclaredSamples ?? present).Should().Be((file.ExactSamples!.Value, file.ExactSamples!.Value), file.Path);
            }
        }
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Fixtures.Audio(name));

    private static FileStructure Scan(byte[] file, string demuxer)
    {
        using var content = new MemoryStream(file, writable: false);
        return StructureScanner.Scan(content, demuxer, "", CancellationToken.None);
    }
}
