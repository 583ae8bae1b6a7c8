using System.Security.Cryptography;
using AudioServer.Domain.Pcm;

namespace AudioServer.UnitTests.Domain.Pcm;

public sealed class PcmMeterTests
{
    public static TheoryData<PcmEncoding, int> Formats
    {
        get
        {
            var formats = new TheoryData<PcmEncoding, int>();
            foreach (var encoding in Enum.GetValues<PcmEncoding>())
            {
                foreach (var channels in (int[])[1, 2, 3, 6, 16, 17, 1024])
                {
                    formats.Add(encoding, channels);
                }
            }

            return formats;
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_is_measured_is_what_one_sample_at_a_time_gives(PcmEncoding encoding, int channels)
    {
        var sound = Sound.Noise(encoding, channels, frames: 700, seed: channels);

        var (measured, _) = sound.Measure();

        measured.Format.Should().Be(sound.Format);
        measured.SampleCount.Should().Be(700);
        measured.Duration.Should().Be(700 / 8000.0);
        measured.Sha256.Should().Be(Convert.ToHexStringLower(SHA256.HashData(sound.Bytes)));
        measured.Md5.Should().BeNull();
        measured.Loudness!.SamplePeakDbfs.Should().BeApproximately(20 * Math.Log10(sound.Samples.Max(Math.Abs) / sound.Scale), 1e-5);
        measured.IsSilent.Should().BeFalse();
        measured.Silence.Should().BeEmpty();
        var runs = Enumerable.Range(0, channels).SelectMany(channel => FullScaleRuns(sound, channel)).ToList();
        measured.ClippedSamples.Should().Be(runs.Sum(run => run.Length));
        measured.FirstClipAt.Should().Be(runs.Count == 0 ? null : runs.Min(run => run.From) / 8000.0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    public void How_the_samples_are_cut_into_blocks_makes_no_difference(int blockFrames)
    {
        foreach (var channels in (int[])[1, 2, 5])
        {
            var sound = Sound.Noise(PcmEncoding.S16, channels, frames: 2000, seed: 3);
            var (whole, wholeWaveform) = sound.Measure(md5Bits: 16);

            var (cut, waveform) = sound.Measure(md5Bits: 16, blockFrames: blockFrames);

            cut.Should().BeEquivalentTo(whole);
            waveform.Should().Equal(wholeWaveform);
        }
    }

    [Fact]
    public void When_nothing_comes_nothing_is_claimed_and_nothing_written()
    {
        using var waveform = new MemoryStream();
        using var meter = new PcmMeter(md5Bits: 16, waveform);

        var measured = meter.Complete();

        measured.Should().BeEquivalentTo(new PcmMeasurements(null, 0, Convert.ToHexStringLower(SHA256.HashData([])), null, 0, null, [], false, null));
        waveform.Length.Should().Be(0);
    }

    [Fact]
    public void Blocks_without_a_frame_count_as_nothing()
    {
        using var waveform = new MemoryStream();
        using var meter = new PcmMeter(md5Bits: null, waveform);

        meter.Receive(new PcmFormat(PcmEncoding.S16, 8000, 2), []);

        meter.Complete().Format.Should().BeNull();
        waveform.Length.Should().Be(0);
    }

    [Fact]
    public void Zeros_have_no_peak_and_are_silent()
    {
        var (measured, _) = Sound.Mono(PcmEncoding.S16, 8000, new double[300]).Measure();

        measured.IsSilent.Should().BeTrue();
        measured.Loudness!.SamplePeakDbfs.Should().BeNull();
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(-1, true)]
    [InlineData(2, false)]
    [InlineData(-2, false)]
    public void The_least_step_of_16_bits_is_silence_still_and_two_are_not(int step, bool isSilent) =>
        Sound.Mono(PcmEncoding.S16, 8000, 0, step, 0).Measure().Measured.IsSilent.Should().Be(isSilent);

    [Theory]
    [InlineData(PcmEncoding.F32)]
    [InlineData(PcmEncoding.F64)]
    public void What_is_no_number_or_no_sound_counts_as_full_scale(PcmEncoding encoding)
    {
        double[] wild = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, -double.NaN, 1e30, double.Epsilon];
        var samples = Enumerable.Range(0, 600).Select(index => wild[index % wild.Length]).ToArray();

        var (measured, _) = Sound.Mono(encoding, 8000, samples).Measure();

        measured.Loudness!.SamplePeakDbfs.Should().Be(0);
        measured.ClippedSamples.Should().Be(600 * 7 / 8);
        measured.FirstClipAt.Should().Be(0);
        (Sound.Mono(encoding, 8000, samples) with { Format = new PcmFormat(encoding, 8000, 3) }).Measure().Measured.Loudness!.SamplePeakDbfs.Should().Be(0);
    }

    [Theory]
    [InlineData(1.5, 3.52)]
    [InlineData(-32_768.0, 90.31)]
    public void Floats_beyond_full_scale_show_how_far(double sample, double dbfs) =>
        Sound.Mono(PcmEncoding.F32, 8000, 0, sample).Measure().Measured.Loudness!.SamplePeakDbfs.Should().BeApproximately(dbfs, 0.01);

    [Theory]
    [InlineData(0, 44_100)]
    [InlineData(1025, 44_100)]
    [InlineData(-1, 44_100)]
    [InlineData(2, 0)]
    public void A_format_that_none_is_is_refused(int channels, int sampleRate)
    {
        using var meter = new PcmMeter(md5Bits: null, Stream.Null);

        var receive = () => meter.Receive(new PcmFormat(PcmEncoding.S16, sampleRate, channels), new byte[8]);

        receive.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Another_format_on_the_way_and_half_a_frame_are_refused()
    {
        using var meter = new PcmMeter(md5Bits: null, Stream.Null);
        var format = new PcmFormat(PcmEncoding.S16, 8000, 2);
        meter.Receive(format, new byte[8]);

        var other = () => meter.Receive(format with { Channels = 1 }, new byte[8]);
        var half = () => meter.Receive(format, new byte[6]);

        other.Should().Throw<ArgumentException>();
        half.Should().Throw<ArgumentException>();
    }

    /// <summary>Runs of three or more, in samples of the channel.</summary>
    private static IEnumerable<(int From, int Length)> FullScaleRuns(Sound sound, int channel)
    {
        var highest = sound.Scale == 1 ? 1 : (float)((sound.Scale - 1) / sound.Scale);
        var loud = Enumerable.Range(0, sound.Frames).Select(frame => Math.Abs((float)sound.Amplitude(frame, channel)) >= highest).Append(false).ToList();
        for (int at = 0, from = 0; at < loud.Count; at++)
        {
            if (!loud[at])
            {
                if (at - from >= 3)
                {
                    yield return (from, at - from);
                }

                from = at + 1;
            }
        }
    }
}
