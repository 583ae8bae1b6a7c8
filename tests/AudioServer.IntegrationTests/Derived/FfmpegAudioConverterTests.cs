using AudioServer.Application.Ports;
using AudioServer.Domain.Derived;
using AudioServer.Domain.Failures;
using AudioServer.Domain.Pcm;
using AudioServer.IntegrationTests.Processes;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Derived;

public sealed class FfmpegAudioConverterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<DerivedFormat> Formats => new(Enum.GetValues<DerivedFormat>());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Every_format_is_made_with_every_number_of_channels_that_it_takes(DerivedFormat format)
    {
        for (var channels = 1; channels <= (format.MaxChannels() ?? 8); channels++)
        {
            var conversion = await Converting.RunAsync(_folder, Fixtures.MyFile, "wav", Plan(format, channels: channels), out var output);

            conversion.End.Should().Be(ConversionEnd.Done);
            (await ProbeAsync(output)).Channels.Should().Be(channels);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Every_format_is_made_with_every_rate_that_it_takes(DerivedFormat format)
    {
        int[] rates = [1_000, 7_350, 8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 65_530, 88_200, 96_000, 192_000, 200_000, 384_000];
        foreach (var rate in rates.Where(rate => format.Takes(rate)))
        {
            var conversion = await Converting.RunAsync(_folder, Fixtures.MyFile, "wav", Plan(format, rate: rate), out var output);

            conversion.End.Should().Be(ConversionEnd.Done, "of {0} Hz", rate);
            conversion.SampleCount.Should().BeCloseTo(rate, 2, "the source lasts a second");

            // Opus always decodes at 48 kHz; what it was made at is a note in its header.
            (await ProbeAsync(output)).SampleRate.Should().Be(format == DerivedFormat.Opus ? 48_000 : rate);
        }
    }

    [Theory]
    [InlineData("wav-extensible-5.1.wav", "wav", 6)]
    [InlineData("flac-s24-96k.flac", "flac", 2)]
    [InlineData("ogg-opus.opus", "ogg", 1)]
    [InlineData("mp4-aac.m4a", "mov", 2)]
    public async Task Every_format_is_made_of_a_source_as_it_is(string fixture, string demuxer, int channels)
    {
        foreach (var format in Enum.GetValues<DerivedFormat>())
        {
            var facts = await ProbeAsync(Fixtures.Audio(fixture), demuxer);
            var plan = Derivation.Plan(new DerivedWish(null, null, format, null, null), new DerivedSource(facts.SampleRate, facts.Channels, PcmEncoding.F32, null));

            var conversion = await Converting.RunAsync(_folder, Fixtures.Audio(fixture), demuxer, plan, out var output);

            conversion.End.Should().Be(ConversionEnd.Done, "{0}", format);
            (await ProbeAsync(output)).Channels.Should().Be(Math.Min(channels, format.MaxChannels() ?? channels));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task What_is_made_again_has_the_same_bytes(DerivedFormat format)
    {
        await Converting.RunAsync(_folder, Fixtures.Audio("tagged.wav"), "wav", Plan(format), out var output);
        var first = File.ReadAllBytes(output);

        await Converting.RunAsync(_folder, Fixtures.Audio("tagged.wav"), "wav", Plan(format), out output);

        File.ReadAllBytes(output).Should().Equal(first);
    }

    [Fact]
    public async Task FLAC_is_lossless()
    {
        await Converting.RunAsync(_folder, Fixtures.MyFile, "wav", Plan(DerivedFormat.Flac), out var output);

        (await PlainFfmpeg.DecodeAsync(output, PcmEncoding.S16)).Should().Equal(await PlainFfmpeg.DecodeAsync(Fixtures.MyFile, PcmEncoding.S16));
    }

    [Fact]
    public async Task A_mix_does_not_clip()
    {
        var source = await LoudAsync();

        await Converting.RunAsync(_folder, source, "wav", Plan(DerivedFormat.Wav, channels: 1, encoding: PcmEncoding.F32), out var output);

        var samples = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(await PlainFfmpeg.DecodeAsync(output, PcmEncoding.F32)).ToArray();
        samples.Max(Math.Abs).Should().BeInRange(0.9f, 1.0f);
    }

    [Fact]
    public async Task An_index_of_M4A_stands_in_front_so_that_it_can_be_played_while_it_comes()
    {
        await Converting.RunAsync(_folder, Fixtures.MyFile, "wav", Plan(DerivedFormat.M4a), out var output);

        var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(output));
        text.IndexOf("moov", StringComparison.Ordinal).Should().BePositive().And.BeLessThan(text.IndexOf("mdat", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("myfile.wav", "flac")]
    [InlineData("flac-s16.flac", "mp3")]
    [InlineData("ogg-vorbis.ogg", "mov")]
    public async Task What_does_not_decode_is_impossible(string fixture, string demuxer)
    {
        var source = _folder.Write("cut", File.ReadAllBytes(Fixtures.Audio(fixture)).AsSpan(0, 60));

        (await Converting.RunAsync(_folder, source, demuxer, Plan(DerivedFormat.Wav), out _)).End.Should().Be(ConversionEnd.Impossible);
    }

    [Fact]
    public async Task A_result_above_the_bound_is_out_of_bounds()
    {
        var converter = Converting.Converter(cacheBytes: 100_000);

        (await Converting.RunAsync(_folder, Fixtures.MyFile, "wav", Plan(DerivedFormat.Wav), out var output, converter)).End.Should().Be(ConversionEnd.OutOfBounds);
        new FileInfo(output).Length.Should().BeLessThanOrEqualTo(100_000);
        (await Converting.RunAsync(_folder, Fixtures.MyFile, "wav", Plan(DerivedFormat.Mp3), out _, converter)).End.Should().Be(ConversionEnd.Done);
    }

    [Fact]
    public async Task A_converter_that_cannot_run_is_no_fault_of_the_file()
    {
        foreach (var ffmpeg in (string?[])[null, "/etc/hostname", "/nowhere/ffmpeg"])
        {
            var converter = Converting.Converter(Caged.Tools with { Ffmpeg = ffmpeg });

            await FluentActions.Awaiting(() => Converting.RunAsync(_folder, Fixtures.MyFile, "wav", Plan(DerivedFormat.Wav), out _, converter)).Should().ThrowAsync<Unavailable>();
        }
    }

    [SmallDiskFact]
    public async Task A_full_disk_is_storage_full_wherever_the_room_ends()
    {
        using var disk = SmallDisk.Mount(1, out _)!;
        var output = Path.Combine(disk.Path, "derived.wav");
        for (var room = 0; room < 176_444; room += 4096)
        {
            File.WriteAllBytes(output, []);
            var filler = disk.Fill(left: room);

            var conversion = FluentActions.Awaiting(() => Converting.Converter().ConvertAsync(new ConversionRequest(Fixtures.MyFile, "wav", Plan(DerivedFormat.Wav), output), CancellationToken.None));

            await conversion.Should().ThrowAsync<StorageFull>("there is room for {0} bytes", room);
            File.Delete(filler);
        }
    }

    private static Derivation Plan(DerivedFormat format, int? rate = null, int? channels = null, PcmEncoding encoding = PcmEncoding.S16) =>
        Derivation.Plan(new DerivedWish(null, null, format, rate, channels), new DerivedSource(44_100, 2, encoding, null));

    /// <summary>A second of stereo of which both channels are the same, at full scale.</summary>
    private Task<string> LoudAsync() => Probing.Sounds.MakeAsync(_folder, "loud.wav", "-map", "0:a", "-af", "volume=8,pan=stereo|c0=c0|c1=c0", "-c:a", "pcm_f32le");

    private static async Task<(int? SampleRate, int? Channels)> ProbeAsync(string path, string? demuxer = null)
    {
        string[] format = demuxer is null ? [] : ["-f", demuxer];
        var ffprobe = new Command(Caged.Tools.Ffprobe!, ["-v", "error", .. format, "-select_streams", "a:0", "-show_entries", "stream=sample_rate,channels", "-of", "csv=p=0", path]);
        var words = (await ffprobe.SucceedAsync()).Output.Trim().Split(',');
        return (int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
