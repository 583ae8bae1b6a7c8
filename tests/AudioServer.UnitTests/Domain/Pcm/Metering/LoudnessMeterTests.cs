using AudioServer.Domain.Pcm;
using AudioServer.Domain.Verification;

namespace AudioServer.UnitTests.Domain.Pcm.Metering;

/// <summary>Signals whose loudness the standards state: ITU-R BS.1770-5, annex 1; EBU Tech 3341 (cases of table 1) and 3342.</summary>
public class LoudnessMeterTests
{
    private const int Rate = 48_000;

    [Theory]
    [InlineData(48_000, -23)]
    [InlineData(48_000, -33)]
    [InlineData(44_100, -23)]
    [InlineData(11_025, -23)]
    [InlineData(192_000, -23)]
    public void A_tone_of_1_kHz_on_two_channels_is_as_loud_as_it_is_high(int rate, double dbfs) =>
        Measure(rate, 2, Tone(20, dbfs)).Should().Match<Loudness>(loudness => loudness.IntegratedLufs == dbfs && loudness.RangeLu == 0 && Math.Abs(loudness.TruePeakDbtp!.Value - dbfs) < 0.11);

    [Fact]
    public void On_one_channel_it_is_3_LU_less_loud() =>
        Measure(Rate, 1, Tone(20, -20)).IntegratedLufs.Should().BeApproximately(-23, 0.1);

    [Fact]
    public void Quiet_parts_are_left_out_by_the_relative_gate() =>
        Measure(Rate, 2, Tone(10, -36), Tone(60, -23), Tone(10, -36)).IntegratedLufs.Should().BeApproximately(-23, 0.1);

    [Fact]
    public void And_very_quiet_ones_by_the_absolute_gate() =>
        Measure(Rate, 2, Tone(10, -72), Tone(10, -36), Tone(60, -23), Tone(10, -36), Tone(10, -72)).IntegratedLufs.Should().BeApproximately(-23, 0.1);

    [Theory]
    [InlineData(-20, -30, 10)]
    [InlineData(-20, -15, 5)]
    [InlineData(-40, -20, 20)]
    public void The_range_lies_between_the_loud_and_the_quiet(double first, double second, double range) =>
        Measure(Rate, 2, Tone(20, first), Tone(20, second)).RangeLu.Should().BeApproximately(range, 0.1);

    [Fact]
    public void Low_frequencies_have_no_weight_and_sound_from_behind_has_more()
    {
        const uint FiveOne = 0x3F;

        OneOfSix(0, FiveOne).Should().BeApproximately(-23, 0.1);
        OneOfSix(3, FiveOne).Should().BeNull();
        OneOfSix(4, FiveOne).Should().BeApproximately(-21.5, 0.1);
        OneOfSix(3, 0).Should().BeApproximately(-23, 0.1, "it is not told what speaker that is");

        static double? OneOfSix(int channel, uint speakers) =>
            new Sound(new PcmFormat(PcmEncoding.F32, Rate, 6, speakers), Samples(Rate, 6, [Tone(10, -20)], only: channel)).Measure().Measured.Loudness!.IntegratedLufs;
    }

    [Theory]
    [InlineData(0.25, 45)]
    [InlineData(1 / 6.0, 60)]
    [InlineData(1 / 8.0, 67.5)]
    public void The_peak_between_the_samples_is_found(double frequency, double degrees)
    {
        // The samples of these tones miss their peaks as far as samples can (EBU Tech 3341, cases 15 to 19); the sound fades in and out, as a step would ring.
        var samples = Enumerable.Range(0, Rate).Select(at => 0.5 * Math.Min(1, Math.Min(at, Rate - 1 - at) / 4800.0) * Math.Sin((2 * Math.PI * frequency * at) + (degrees * Math.PI / 180)));

        var loudness = Sound.Mono(PcmEncoding.F32, Rate, [.. samples]).Measure().Measured.Loudness!;

        loudness.TruePeakDbtp.Should().BeInRange(-6.2, -5.8);
        loudness.SamplePeakDbfs.Should().BeLessThan(-6.4);
    }

    [Fact]
    public void Of_silence_there_is_no_loudness_and_of_very_short_sound_only_a_peak()
    {
        Measure(Rate, 2, (10, 0)).Should().Be(new Loudness(null, null, null, null));
        Measure(Rate, 2, Tone(0.3, -20)).Should().BeEquivalentTo(new { IntegratedLufs = (double?)null, RangeLu = (double?)null }).And.Subject.As<Loudness>().TruePeakDbtp.Should().BeInRange(-20.5, -19);
        Measure(Rate, 2, Tone(2, -20)).RangeLu.Should().BeNull("no block of 3 s is whole");
    }

    [Fact]
    public void Absurd_formats_and_samples_are_measured_too()
    {
        foreach (var (rate, channels) in new[] { (1, 1), (3, 7), (10_000_000, 1) })
        {
            Sound.Noise(PcmEncoding.F64, channels, 1000, seed: 1, rate).Measure().Measured.Loudness!.TruePeakDbtp.Should().BeInRange(-20, 20);
        }

        var loudness = Sound.Mono(PcmEncoding.F64, Rate, [.. Enumerable.Range(0, Rate).Select(at => at % 7 == 0 ? double.NaN : at % 2 == 0 ? double.MaxValue : double.NegativeInfinity)]).Measure().Measured.Loudness!;
        double.IsFinite(loudness.IntegratedLufs!.Value).Should().BeTrue();
        double.IsFinite(loudness.TruePeakDbtp!.Value).Should().BeTrue();
    }

    private static (double Seconds, double Amplitude) Tone(double seconds, double dbfs) => (seconds, Math.Pow(10, dbfs / 20));

    private static Loudness Measure(int rate, int channels, params (double Seconds, double Amplitude)[] parts) =>
        new Sound(new PcmFormat(PcmEncoding.F32, rate, channels), Samples(rate, channels, parts)).Measure().Measured.Loudness!;

    /// <summary>A tone of 1 kHz that changes its height, on every channel or one only.</summary>
    private static double[] Samples(int rate, int channels, (double Seconds, double Amplitude)[] parts, int? only = null)
    {
        var (samples, at) = (new List<double>(), 0);
        foreach (var (seconds, amplitude) in parts)
        {
            for (var left = (int)(seconds * rate); left > 0; left--)
            {
                var sample = amplitude * Math.Sin(2 * Math.PI * 1000 * at++ / rate);
                samples.AddRange(Enumerable.Range(0, channels).Select(channel => only is null || channel == only ? sample : 0));
            }
        }

        return [.. samples];
    }
}
