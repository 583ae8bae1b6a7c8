using AudioServer.Domain.Pcm;

namespace AudioServer.UnitTests.Domain.Pcm;

public sealed class ClippingDetectorTests
{
    private const double Max = short.MaxValue;
    private const double Min = short.MinValue;

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(1000, 1000)]
    public void Three_in_a_row_at_full_scale_are_clipped_and_fewer_are_a_peak_that_fits(int run, int clipped)
    {
        foreach (var lead in (int[])[0, 5, 254, 255, 256])
        {
            double[] samples = [.. new double[lead], .. Enumerable.Repeat(Max, run), 0];

            var (measured, _) = Sound.Mono(PcmEncoding.S16, 1000, samples).Measure();

            measured.ClippedSamples.Should().Be(clipped);
            measured.FirstClipAt.Should().Be(clipped == 0 ? null : lead / 1000.0);
        }
    }

    [Fact]
    public void Runs_that_a_lesser_sample_parts_do_not_add_up() =>
        Clipped(Max, Max, Max - 1, Max, Max, 0, Max, Max).Should().Be(0);

    [Fact]
    public void Either_direction_counts() =>
        Clipped(Min, Min, Min, 0, -Max, -Max, -Max, 0, Max, Min, Max).Should().Be(9);

    [Fact]
    public void A_run_is_of_one_channel()
    {
        double[] alternating = [.. Enumerable.Range(0, 20).SelectMany(frame => frame % 2 == 0 ? (double[])[Max, 0] : [0, Max])];
        double[] second = [.. Enumerable.Range(0, 20).SelectMany(frame => (double[])[0, frame >= 10 ? Max : 0])];
        var stereo = new PcmFormat(PcmEncoding.S16, 10, 2);

        new Sound(stereo, alternating).Measure().Measured.ClippedSamples.Should().Be(0);
        var (measured, _) = new Sound(stereo, second).Measure();
        measured.ClippedSamples.Should().Be(10);
        measured.FirstClipAt.Should().Be(1);
    }

    [Fact]
    public void The_first_clip_is_the_earliest_of_all_channels()
    {
        double[] samples = [.. Enumerable.Range(0, 100).SelectMany(frame => (double[])[frame is >= 50 and < 60 ? Max : 0, frame is >= 20 and < 30 ? Min : 0])];

        new Sound(new PcmFormat(PcmEncoding.S16, 10, 2), samples).Measure().Measured.FirstClipAt.Should().Be(2);
    }

    [Theory]
    [InlineData(PcmEncoding.S16, 8, 127 << 8, true)]
    [InlineData(PcmEncoding.S16, 8, 126 << 8, false)]
    [InlineData(PcmEncoding.S16, null, 127 << 8, false)]
    [InlineData(PcmEncoding.S24, 20, 0x7FFFF << 4, true)]
    [InlineData(PcmEncoding.S24, 20, 0x7FFFE << 4, false)]
    [InlineData(PcmEncoding.S24, null, 0x7FFFF << 4, false)]
    [InlineData(PcmEncoding.S32, 24, 0x7FFFFF << 8, true)]
    [InlineData(PcmEncoding.S32, 24, 0x7FFFFE << 8, false)]
    [InlineData(PcmEncoding.S24, 32, 0x7FFFFF, true)]
    [InlineData(PcmEncoding.S16, 0, short.MaxValue, true)]
    [InlineData(PcmEncoding.U8, 8, 127, true)]
    [InlineData(PcmEncoding.U8, 8, 126, false)]
    public void Full_scale_is_that_of_the_bits_the_samples_really_have(PcmEncoding encoding, int? bits, int sample, bool isClipped) =>
        Sound.Mono(encoding, 8000, sample, sample, sample).Measure(bits: bits).Measured.ClippedSamples.Should().Be(isClipped ? 3 : 0);

    [Fact]
    public void Without_their_number_the_bits_are_those_of_the_MD5() =>
        Sound.Mono(PcmEncoding.S16, 8000, 127 << 8, 127 << 8, 127 << 8).Measure(md5Bits: 8).Measured.ClippedSamples.Should().Be(3);

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(-1.0, true)]
    [InlineData(1.25, true)]
    [InlineData(0.9999999, false)]
    public void Floats_are_clipped_from_one_on(double sample, bool isClipped) =>
        Sound.Mono(PcmEncoding.F32, 8000, sample, sample, sample).Measure(bits: 8).Measured.ClippedSamples.Should().Be(isClipped ? 3 : 0);

    private static long Clipped(params double[] samples) => Sound.Mono(PcmEncoding.S16, 8000, samples).Measure().Measured.ClippedSamples;
}
