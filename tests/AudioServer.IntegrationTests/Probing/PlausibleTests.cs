using AudioServer.Infrastructure.Probing;

namespace AudioServer.IntegrationTests.Probing;

public sealed class PlausibleTests
{
    [Theory]
    [InlineData("453", 84_000)]
    [InlineData("5", 682)]
    [InlineData("36000", 480_000)]
    [InlineData("0.000023", 60)]
    public void Honest_lengths_stay(string seconds, long bytes) => Plausible.Duration(seconds, bytes).Should().Be(double.Parse(seconds));

    [Theory]
    [InlineData("134217.7", 5_000)]
    [InlineData("2.3e15", 1_000_000_000)]
    [InlineData("21600", 1024)]
    [InlineData("0", 1000)]
    [InlineData("-1", 1000)]
    [InlineData("N/A", 1000)]
    [InlineData("NaN", 1000)]
    [InlineData("1e999", 1000)]
    [InlineData(null, 1000)]
    public void Nonsense_is_null(string? seconds, long bytes) => Plausible.Duration(seconds, bytes).Should().BeNull();

    [Theory]
    [InlineData("mono", 1)]
    [InlineData("stereo", 2)]
    [InlineData("5.1(side)", 6)]
    [InlineData("7.1(wide-side)", 8)]
    [InlineData("7.1.4", 12)]
    [InlineData("22.2", 24)]
    [InlineData("3 channels (FL+FR+LFE)", 3)]
    [InlineData("quad(side)", 4)]
    [InlineData("FL+FR", null)]
    [InlineData(null, null)]
    public void Channels_are_counted_from_a_layouts_name(string? layout, int? channels) => FfmpegText.Channels(layout).Should().Be(channels);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"streams\":")]
    [InlineData("")]
    [InlineData("{\"streams\":[{\"codec_type\":7}],\"format\":\"x\"}")]
    [InlineData("{\"streams\":{},\"format\":{\"format_name\":\"wav\"}}")]
    [InlineData("{\"streams\":[1,null,[]],\"format\":{\"format_name\":\"wav\"}}")]
    [InlineData("{\"streams\":[{\"codec_type\":\"video\"}],\"format\":{\"format_name\":\"wav\"}}")]
    public void Output_without_an_audio_stream_is_nothing(string json) =>
        FfprobeJson.Read(System.Text.Encoding.UTF8.GetBytes(json), "", new ProbeSource("wav", 1000, false)).Should().BeNull();

    [Fact]
    public void What_cannot_be_true_of_a_stream_is_null()
    {
        const string json = """
            {"streams":[{"codec_type":"audio","codec_name":"<b>","sample_rate":"99999999999","channels":-3,"bits_per_sample":"x","duration":{},"bit_rate":[],"disposition":[],"tags":7}],
             "format":{"format_name":"wav","duration":"1e300","bit_rate":"-1","tags":{"title":5,"artist":"","DATE":"x2009"}}}
            """;

        var facts = FfprobeJson.Read(System.Text.Encoding.UTF8.GetBytes(json), "", new ProbeSource("wav", 1000, false));

        facts.Should().Be(new Application.Ports.StreamFacts("wav", "unknown", null, null, null, null, null, null, false, false, false, Domain.AudioFiles.AudioTags.None, null));
    }
}
