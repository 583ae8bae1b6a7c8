using AudioServer.Domain.Pcm;
using AudioServer.Domain.Verification;

namespace AudioServer.UnitTests.Domain.Pcm;

public sealed class SilenceDetectorTests
{
    private const int Rate = 1000;

    /// <summary>One step above and one below −60 dBFS.</summary>
    private const double Loud = 33;
    private const double Quiet = 32;

    [Theory]
    [InlineData(1999, false)]
    [InlineData(2000, true)]
    public void Two_seconds_below_the_threshold_are_a_stretch_to_the_sample(int quiet, bool isFound)
    {
        foreach (var lead in (int[])[1, 100, 255, 256, 700])
        {
            var silence = Silence(Part(Loud, lead), Part(Quiet, quiet), Part(-Loud, 10));

            silence.Should().Equal(isFound ? [new SilentStretch(lead / 1000.0, (lead + quiet) / 1000.0)] : []);
        }
    }

    [Fact]
    public void Stretches_at_the_beginning_and_the_end_count() =>
        Silence(Part(0, 3000), Part(Loud, 1), Part(-Quiet, 2500)).Should().Equal(new SilentStretch(0, 3), new SilentStretch(3.001, 5.501));

    [Fact]
    public void What_is_quiet_throughout_is_one_stretch() =>
        Silence(Part(Quiet, 2600)).Should().Equal(new SilentStretch(0, 2.6));

    [Fact]
    public void A_short_file_has_none() =>
        Silence(Part(0, 500)).Should().BeEmpty();

    [Fact]
    public void Every_channel_has_to_be_quiet()
    {
        double[] samples = [.. Enumerable.Range(0, 9000).SelectMany(frame => (double[])[frame < 1000 ? Loud : 0, 0, frame >= 5500 ? Loud : 0])];

        new Sound(new PcmFormat(PcmEncoding.S16, Rate, 3), samples).Measure().Measured.Silence.Should().Equal(new SilentStretch(1, 5.5));
    }

    [Fact]
    public void No_more_than_a_thousand_are_kept()
    {
        double[] samples = [.. Enumerable.Range(0, 1010).SelectMany(_ => (double[])[Loud, .. new double[300]])];

        Sound.Mono(PcmEncoding.S16, 100, samples).Measure().Measured.Silence.Should().HaveCount(1000);
    }

    [Fact]
    public void Random_sound_has_the_stretches_that_one_sample_at_a_time_gives()
    {
        var random = new Random(11);
        double[] samples = [.. Enumerable.Range(0, 40).SelectMany(_ => Part(random.Next(2) == 0 ? 0 : Loud, random.Next(1, 1500)))];

        Sound.Mono(PcmEncoding.S16, 300, samples).Measure().Measured.Silence.Should().Equal(Expected(samples, 300));
    }

    private static List<SilentStretch> Expected(double[] samples, double rate)
    {
        var (stretches, from) = (new List<SilentStretch>(), 0);
        for (var at = 0; at <= samples.Length; at++)
        {
            if (at == samples.Length || Math.Abs(samples[at]) / 32768 >= 0.001)
            {
                if (at - from >= 2 * rate)
                {
                    stretches.Add(new SilentStretch(from / rate, at / rate));
                }

                from = at + 1;
            }
        }

        return stretches;
    }

    private static IEnumerable<double> Part(double sample, int count) => Enumerable.Repeat(sample, count);

    private static IReadOnlyList<SilentStretch> Silence(params IEnumerable<double>[] parts) =>
        Sound.Mono(PcmEncoding.S16, Rate, [.. parts.SelectMany(part => part)]).Measure().Measured.Silence;
}
