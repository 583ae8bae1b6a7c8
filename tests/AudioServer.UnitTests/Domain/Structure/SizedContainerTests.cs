using AudioServer.Domain.Structure;
using AudioServer.Domain.Verification;
using AudioServer.TestKit;

namespace AudioServer.UnitTests.Domain.Structure;

/// <summary>The formats whose headers state sizes: whole files are clean, cut ones are not, and whatever the bytes are there is an answer.</summary>
public class SizedContainerTests
{
    // Sample tables of at most 16 MiB, and what reads them.
    private const long MostMemory = 24 * 1024 * 1024;

    // What the structure of a damaged file cannot tell: its sizes are in order.
    private static readonly string[] OnlyDecodingTells = ["taglib/64bit.mp4", "tinytag/mp4_extended_size.m4a"];

    public static TheoryData<Fixture> Fixtures => [.. Scanned.Fixtures];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_whole_file_is_clean_and_holds_what_it_declares(Fixture fixture)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        var structure = fixture.Scan(fixture.Bytes());

        structure.Alarms().Should().BeEmpty();
        structure.PresentSamples.Should().Be(structure.DeclaredSamples);
        Assert.NotNull(structure.PresentSamples);
        ((double)structure.PresentSamples! / structure.SampleRate!.Value).Should().BeApproximately(fixture.Seconds!.Value, 0.16);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_cut_file_is_found_out_and_says_how_much_is_there(Fixture fixture)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        var whole = fixture.Bytes();
        foreach (var percent in (int[])[10, 50, 90, 99])
        {
            var structure = fixture.Scan(whole[..(whole.Length * percent / 100)]);

            structure.Alarms().Should().NotBeEmpty("{0} % are there", percent);
            structure.Alarms().Should().OnlyContain(finding => finding.Byte != null);
            (structure.PresentSamples ?? 0).Should().BeLessThanOrEqualTo(structure.DeclaredSamples ?? long.MaxValue);
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Cut_at_any_byte_or_with_any_word_absurd_there_is_an_answer_in_little_memory(Fixture fixture)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        var whole = fixture.Bytes();
        for (var length = 0; length < whole.Length; length += length < 400 ? 1 : 211)
        {
            Answer(fixture, whole[..length]);
        }

        var starts = Enumerable.Range(0, Math.Min(whole.Length - 4, 300)).Concat(Enumerable.Range(Math.Max(0, whole.Length - 700), Math.Min(whole.Length - 4, 690)));
        foreach (var start in starts)
        {
            var absurd = whole.ToArray();
            absurd.AsSpan(start, 4).Fill(0xFF);
            Answer(fixture, absurd);
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Random_damage_has_an_answer(Fixture fixture)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        var random = new Random(20_261_122);
        for (var round = 0; round < 200; round++)
        {
            var damaged = fixture.Bytes();
            var header = random.Next(2) == 0 ? Math.Min(damaged.Length, 200) : damaged.Length;
            for (var flips = random.Next(1, 30); flips > 0; flips--)
            {
                damaged[random.Next(header)] = (byte)random.Next(256);
            }

            Answer(fixture, damaged);
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void What_stands_behind_is_told_by_its_kind(Fixture fixture)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        var whole = fixture.Bytes();
        var garbage = new byte[5000];
        new Random(1).NextBytes(garbage);
        garbage[4] = 0;

        fixture.Scan([.. whole, .. new byte[5000]]).Alarms().Should().BeEmpty("zeros are padding");
        fixture.Scan([.. whole, .. "TAG"u8, .. new byte[125]]).Alarms().Should().BeEmpty("it is an ID3v1 tag");
        fixture.Scan([.. whole, .. garbage]).Alarms().Should().ContainSingle().Which.Code.Should().Be(FindingCodes.TrailingData);
    }

    [Theory]
    [InlineData("wav-s16.wav", "wav")]
    [InlineData("rf64.wav", "wav")]
    [InlineData("mp4-aac.m4a", "mov")]
    [InlineData("mp4-index-first.m4a", "mov")]
    public void A_second_file_behind_the_first_is_no_part_of_it(string name, string demuxer)
    {
        var whole = File.ReadAllBytes(TestKit.Fixtures.Audio(name));
        using var content = new MemoryStream([.. whole, .. whole]);

        StructureScanner.Scan(content, demuxer, "", CancellationToken.None).Alarms().Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Code = FindingCodes.TrailingData, Byte = (long)whole.Length });
    }

    [CorpusFact]
    public void Real_files_that_are_sound_hold_what_decodes_and_raise_no_alarm()
    {
        foreach (var file in Files("audio"))
        {
            var structure = Scan(file);

            structure.Alarms().Should().BeEmpty(file.Path);
            if (structure.SampleRate is { } rate)
            {
                var tolerance = Math.Max(file.ToleranceSeconds!.Value, (double)structure.ToleranceSamples / rate) + 1e-9;
                var exact = (double)file.ExactSamples!.Value / file.SampleRate!.Value;
                ((double)(structure.PresentSamples ?? file.ExactSamples.Value) / (structure.PresentSamples is null ? file.SampleRate.Value : rate)).Should().BeApproximately(exact, tolerance, file.Path);
                ((double)(structure.DeclaredSamples ?? file.ExactSamples.Value) / (structure.DeclaredSamples is null ? file.SampleRate.Value : rate)).Should().BeApproximately(exact, tolerance, file.Path);
            }
        }
    }

    [CorpusFact]
    public void Real_files_that_are_damaged_raise_one_but_where_only_decoding_tells() =>
        Files("damaged").Where(file => !Scan(file).Alarms().Any()).Select(file => file.Path).Should().BeEquivalentTo(OnlyDecodingTells);

    private static IEnumerable<CorpusFile> Files(string kind) => Corpus.Files().Where(file => file.Kind == kind && Scanned.Demuxer(file.Container) is not null);

    private static FileStructure Scan(CorpusFile file)
    {
        using var content = Corpus.Open(file);
        return StructureScanner.Scan(content, Scanned.Demuxer(file.Container)!, file.Codec ?? "", CancellationToken.None);
    }

    private static void Answer(Fixture fixture, byte[] content)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        fixture.Scan(content).Should().NotBeNull();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(MostMemory);
    }
}
