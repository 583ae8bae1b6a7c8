using AudioServer.Domain.Pcm;
using AudioServer.Domain.Waveforms;
using AudioServer.UnitTests.Domain.Pcm;

namespace AudioServer.UnitTests.Domain.Waveforms;

public sealed class StoredWaveformTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(5, true)]
    [InlineData(16, false)]
    [InlineData(16, true)]
    [InlineData(17, false)]
    [InlineData(1024, false)]
    public async Task The_finest_zoom_is_what_one_sample_at_a_time_gives(int channels, bool split)
    {
        foreach (var frames in (int[])[1, 255, 256, 257, 2000])
        {
            var sound = Waves.Noise(channels, frames);

            var points = (await sound.StoreAsync()).Select(new WaveformSelection(Split: split));

            points.Length.Should().Be((frames + 255) / 256);
            points.Channels.Should().Be(split ? channels : 1);
            points.SampleRate.Should().Be(8000);
            points.SamplesPerPixel.Should().Be(256);
            (await points.ValuesAsync()).Should().Equal(Waves.Expected(sound, 0, frames, 256, split));
        }
    }

    [Theory]
    [InlineData(PcmEncoding.U8)]
    [InlineData(PcmEncoding.S24)]
    [InlineData(PcmEncoding.S32)]
    [InlineData(PcmEncoding.F32)]
    [InlineData(PcmEncoding.F64)]
    public async Task Every_encoding_has_the_same_picture_to_one_step(PcmEncoding encoding)
    {
        var sound = Waves.Noise(2, 3000, encoding);

        var values = await (await sound.StoreAsync()).Select(new WaveformSelection(Split: true)).ValuesAsync();

        var expected = Waves.Expected(sound, 0, 3000, 256, split: true).ToList();
        values.Should().HaveSameCount(expected);
        values.Zip(expected, (value, right) => Math.Abs(value - right)).Max().Should().BeLessOrEqualTo(1);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(300)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(1000)]
    [InlineData(40_000)]
    [InlineData(int.MaxValue)]
    public async Task A_coarser_zoom_joins_the_stored_points_that_share_a_sample_with_the_pixel(int zoom)
    {
        var sound = Waves.Noise(2, 20_000);
        var stored = await sound.StoreAsync();

        foreach (var split in (bool[])[false, true])
        {
            var points = stored.Select(new WaveformSelection(zoom, Split: split));

            points.SamplesPerPixel.Should().Be(zoom);
            (await points.ValuesAsync()).Should().Equal(Waves.Expected(sound, 0, 20_000, (int)Math.Min(zoom, 20_000L), split));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(77)]
    [InlineData(78)]
    [InlineData(79)]
    [InlineData(1800)]
    public async Task A_number_of_pixels_is_never_passed_and_the_zoom_the_finest_that_does_not(int pixels)
    {
        var points = (await Waves.Noise(1, 20_000).StoreAsync()).Select(new WaveformSelection(Pixels: pixels));

        points.Length.Should().BeLessOrEqualTo(pixels);
        points.SamplesPerPixel.Should().Be(Math.Max(256, (20_000 + pixels - 1) / pixels));
        (await points.ValuesAsync()).Should().HaveCount((int)points.Length * 2);
    }

    [Theory]
    [InlineData(0.0, 2.5, 0, 20_000)]
    [InlineData(1.0, 2.0, 8000, 16_000)]
    [InlineData(0.1234, 0.4321, 987, 3457)]
    [InlineData(0.5, null, 4000, 20_000)]
    [InlineData(null, 0.5, 0, 4000)]
    [InlineData(0.5, 99.0, 4000, 20_000)]
    [InlineData(1.0, 1.00001, 8000, 8001)]
    [InlineData(99.0, null, 19_999, 20_000)]
    public async Task A_part_is_cut_to_the_sample(double? from, double? to, int first, int end)
    {
        var sound = Waves.Noise(2, 20_000);
        var stored = await sound.StoreAsync();

        foreach (var zoom in (int[])[256, 300, 4096])
        {
            var points = stored.Select(new WaveformSelection(zoom, From: from, To: to));

            points.Length.Should().Be((end - first + zoom - 1) / zoom);
            (await points.ValuesAsync()).Should().Equal(Waves.Expected(sound, first, end, zoom, split: false));
        }
    }

    [Fact]
    public async Task No_peak_is_lost_at_any_zoom()
    {
        var samples = new double[10_000];
        samples[7777] = 12_345;
        var stored = await Sound.Mono(PcmEncoding.S16, 8000, samples).StoreAsync();

        foreach (var zoom in (int[])[256, 259, 400, 777, 1111, 9999])
        {
            var values = await stored.Select(new WaveformSelection(zoom)).ValuesAsync();

            values[(2 * (7777 / zoom)) + 1].Should().Be(12_345);
        }
    }

    [Fact]
    public async Task Eight_bits_are_sixteen_divided_by_256_towards_zero()
    {
        var sound = Sound.Mono(PcmEncoding.S16, 8000, [.. Enumerable.Repeat(-1.0, 256), .. Enumerable.Repeat(-32_768.0, 256), .. Enumerable.Repeat(511.0, 256)]);

        (await (await sound.StoreAsync()).Select(new WaveformSelection(Bits: 8)).ValuesAsync()).Should().Equal(0, 0, -128, -128, 1, 1);
    }

    [Fact]
    public async Task A_long_file_is_read_in_pieces_and_none_is_missing()
    {
        var sound = Waves.Noise(2, 300_000);
        var stored = await sound.StoreAsync();

        (await stored.Select(new WaveformSelection(Split: true)).ValuesAsync()).Should().Equal(Waves.Expected(sound, 0, 300_000, 256, split: true));
        (await stored.Select(new WaveformSelection(Zoom: 257)).ValuesAsync()).Should().Equal(Waves.Expected(sound, 0, 300_000, 257, split: false));
    }

    [Fact]
    public async Task What_cannot_be_selected_is_refused()
    {
        var stored = await Waves.Noise(17, 300).StoreAsync();

        var tooFine = () => stored.Select(new WaveformSelection(Zoom: 255));
        var split = () => stored.Select(new WaveformSelection(Split: true));

        tooFine.Should().Throw<ArgumentException>();
        split.Should().Throw<ArgumentException>();
        stored.CanSplit.Should().BeFalse();
    }

    [Fact]
    public async Task What_is_no_stored_waveform_is_refused_wherever_it_is_cut_and_whatever_its_header_says()
    {
        var whole = Waves.Noise(2, 600).Measure().Waveform;
        var bad = Enumerable.Range(0, whole.Length).Select(length => whole[..length])
            .Concat(Enumerable.Range(0, 12).Select(at => Changed(whole, at)))
            .Concat(Enumerable.Range(whole.Length - 7, 7).Select(at => Changed(whole, at)))
            .Append([.. whole, 0]);

        foreach (var content in bad)
        {
            var open = () => StoredWaveform.OpenAsync(new MemoryStream(content), CancellationToken.None);

            await open.Should().ThrowAsync<InvalidDataException>();
        }
    }

    private static byte[] Changed(byte[] bytes, int at)
    {
        var changed = bytes.ToArray();
        changed[at] ^= 0x84;
        return changed;
    }
}
