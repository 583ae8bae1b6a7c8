using AudioServer.Domain.Derived;
using AudioServer.Domain.Failures;
using AudioServer.Domain.Pcm;

namespace AudioServer.UnitTests.Domain.Derived;

public sealed class DerivationTests
{
    private static readonly DerivedSource Cd = new(44_100, 2, PcmEncoding.S16, null);

    [Theory]
    [InlineData(1.0, 2.5, 44_100, 44_100, 110_250)]
    [InlineData(12.5, 20.0, 44_100, 551_250, 882_000)]
    [InlineData(0.0000625, 0.0001875, 8_000, 1, 2)]
    [InlineData(0.0003125, 0.1, 8_000, 3, 800)]
    [InlineData(0.1, 0.3, 44_100, 4_410, 13_230)]
    [InlineData(0.29, 0.57, 100_000, 29_000, 57_000)]
    [InlineData(0.00001, 1.00001, 44_100, 0, 44_100)]
    [InlineData(0.00002, 1.00002, 44_100, 1, 44_101)]
    public void Bounds_become_samples_and_half_a_sample_rounds_up(double from, double to, int rate, long first, long end)
    {
        var derivation = Plan(from: from, to: to, source: Cd with { SampleRate = rate });

        (derivation.FirstSample, derivation.EndSample).Should().Be((first, end));
    }

    [Fact]
    public void A_bound_that_is_not_given_is_an_end_of_the_audio()
    {
        Plan(from: 2).Should().BeEquivalentTo(new { FirstSample = 88_200, EndSample = (long?)null, IsSlice = true });
        Plan(to: 2).Should().BeEquivalentTo(new { FirstSample = 0, EndSample = (long?)88_200, IsSlice = true });
        Plan().Should().BeEquivalentTo(new { FirstSample = 0, EndSample = (long?)null, IsSlice = false });
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(double.MaxValue)]
    public void An_absurd_time_is_only_far_away(double to) =>
        Plan(to: to).EndSample.Should().Be(44_100_000_000_000);

    [Fact]
    public void Bounds_with_no_sample_between_them_are_refused() =>
        FluentActions.Invoking(() => Plan(from: 1, to: 1.000001)).Should().Throw<InvalidParameter>()
            .Which.Members["errors"].Should().BeEquivalentTo(new Dictionary<string, string[]> { ["to"] = ["No sample lies between from and to."] });

    [Fact]
    public void What_begins_behind_the_last_sample_is_refused_where_their_number_is_known()
    {
        var decoded = Cd with { SampleCount = 44_100 };

        FluentActions.Invoking(() => Plan(from: 1, source: decoded)).Should().Throw<InvalidParameter>();
        Plan(from: 0.9999, source: decoded).FirstSample.Should().Be(44_096);
    }

    [Theory]
    [InlineData(DerivedFormat.Wav, PcmEncoding.S24, PcmEncoding.S24)]
    [InlineData(DerivedFormat.Wav, PcmEncoding.F64, PcmEncoding.F64)]
    [InlineData(DerivedFormat.Flac, PcmEncoding.U8, PcmEncoding.S16)]
    [InlineData(DerivedFormat.Flac, PcmEncoding.F32, PcmEncoding.S24)]
    [InlineData(DerivedFormat.Flac, PcmEncoding.S24, PcmEncoding.S24)]
    [InlineData(DerivedFormat.Mp3, PcmEncoding.S16, PcmEncoding.F32)]
    public void A_WAV_keeps_the_width_of_the_samples_and_others_take_what_they_can(DerivedFormat format, PcmEncoding native, PcmEncoding taken) =>
        Plan(format, source: Cd with { Encoding = native }).Encoding.Should().Be(taken);

    [Theory]
    [InlineData(DerivedFormat.Wav, 44_100, 44_100)]
    [InlineData(DerivedFormat.Wav, 2_822_400, 2_822_400)]
    [InlineData(DerivedFormat.Mp3, 44_100, 44_100)]
    [InlineData(DerivedFormat.Mp3, 96_000, 48_000)]
    [InlineData(DerivedFormat.Mp3, 4_000, 8_000)]
    [InlineData(DerivedFormat.Opus, 44_100, 48_000)]
    [InlineData(DerivedFormat.Opus, 11_025, 12_000)]
    [InlineData(DerivedFormat.Ogg, 384_000, 192_000)]
    [InlineData(DerivedFormat.Ogg, 22_051, 22_051)]
    [InlineData(DerivedFormat.M4a, 37_800, 44_100)]
    [InlineData(DerivedFormat.Flac, 352_800, 352_800)]
    [InlineData(DerivedFormat.Flac, 96_001, 192_000)]
    public void The_rate_is_the_sources_or_the_next_that_the_format_takes(DerivedFormat format, int source, int rate) =>
        Plan(format, source: Cd with { SampleRate = source }).SampleRate.Should().Be(rate);

    [Theory]
    [InlineData(DerivedFormat.Mp3, 96_000)]
    [InlineData(DerivedFormat.Mp3, 1_000)]
    [InlineData(DerivedFormat.Opus, 44_100)]
    [InlineData(DerivedFormat.Ogg, 384_000)]
    [InlineData(DerivedFormat.M4a, 192_000)]
    [InlineData(DerivedFormat.Flac, 96_001)]
    public void A_rate_that_the_format_cannot_have_is_refused(DerivedFormat format, int rate) =>
        FluentActions.Invoking(() => Plan(format, rate: rate)).Should().Throw<UnsupportedConversion>().WithMessage($"*{rate} Hz*");

    [Theory]
    [InlineData(DerivedFormat.Wav, 16, null)]
    [InlineData(DerivedFormat.Flac, 6, null)]
    [InlineData(DerivedFormat.Flac, 16, 8)]
    [InlineData(DerivedFormat.Mp3, 6, 2)]
    [InlineData(DerivedFormat.Mp3, 1, 1)]
    [InlineData(DerivedFormat.Opus, 6, 6)]
    [InlineData(DerivedFormat.M4a, 16, 8)]
    [InlineData(DerivedFormat.Ogg, null, null)]
    public void Channels_are_the_sources_as_far_as_the_format_takes_them(DerivedFormat format, int? source, int? channels) =>
        Plan(format, source: Cd with { Channels = source }).Channels.Should().Be(channels);

    [Fact]
    public void More_channels_than_the_format_can_have_are_refused() =>
        FluentActions.Invoking(() => Plan(DerivedFormat.Mp3, channels: 3)).Should().Throw<UnsupportedConversion>();

    [Fact]
    public void A_source_of_unknown_rate_cannot_be_converted() =>
        FluentActions.Invoking(() => Plan(source: Cd with { SampleRate = null })).Should().Throw<UnsupportedConversion>();

    [Fact]
    public void The_key_is_the_same_for_the_same_sound_and_another_for_any_other()
    {
        Plan(from: 1, to: 2).Key.Should().Be(Plan(from: 1.000001, to: 2, rate: 44_100).Key).And.MatchRegex("^[0-9a-f]{32}$");
        Plan(DerivedFormat.Mp3).Key.Should().Be(Plan(DerivedFormat.Mp3, source: Cd with { Encoding = PcmEncoding.S24 }).Key);
        Derivation[] different =
        [
            Plan(), Plan(from: 1), Plan(to: 1), Plan(from: 1, to: 2), Plan(rate: 8_000), Plan(channels: 1), Plan(channels: 2), Plan(source: Cd with { Encoding = PcmEncoding.S24 }),
            .. Enum.GetValues<DerivedFormat>().Skip(1).Select(format => Plan(format)),
        ];

        different.Select(derivation => derivation.Key).Should().OnlyHaveUniqueItems();
    }

    private static Derivation Plan(DerivedFormat format = DerivedFormat.Wav, double? from = null, double? to = null, int? rate = null, int? channels = null, DerivedSource? source = null) =>
        Derivation.Plan(new DerivedWish(from, to, format, rate, channels), source ?? Cd);
}
