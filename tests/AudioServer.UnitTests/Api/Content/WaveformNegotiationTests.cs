using AudioServer.Api.Content;
using AudioServer.Domain.Failures;
using AudioServer.Domain.Waveforms;
using Microsoft.AspNetCore.Http;

namespace AudioServer.UnitTests.Api.Content;

public sealed class WaveformNegotiationTests
{
    [Theory]
    [InlineData(null, WaveformFormat.Json)]
    [InlineData("", WaveformFormat.Json)]
    [InlineData("*/*", WaveformFormat.Json)]
    [InlineData("application/json", WaveformFormat.Json)]
    [InlineData("application/*", WaveformFormat.Json)]
    [InlineData("application/octet-stream", WaveformFormat.Dat)]
    [InlineData("APPLICATION/Octet-Stream", WaveformFormat.Dat)]
    [InlineData("image/svg+xml", WaveformFormat.Svg)]
    [InlineData("image/png", WaveformFormat.Png)]
    [InlineData("image/*", WaveformFormat.Svg)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8", WaveformFormat.Json)]
    [InlineData("image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", WaveformFormat.Svg)]
    [InlineData("application/json;q=0.5, application/octet-stream;q=0.9", WaveformFormat.Dat)]
    [InlineData("application/json;q=0, */*", WaveformFormat.Dat)]
    [InlineData("image/svg+xml;q=0, image/*;q=0.3, application/*;q=0.2", WaveformFormat.Png)]
    [InlineData("*/*;q=0.1, image/png;q=0.2", WaveformFormat.Png)]
    [InlineData("no media type", WaveformFormat.Json)]
    public void The_most_accepted_form_is_chosen_and_JSON_before_others(string? accept, WaveformFormat format) =>
        WaveformNegotiation.Choose(asked: null, Request(accept)).Should().Be(format);

    [Theory]
    [InlineData("text/html")]
    [InlineData("audio/*, video/*")]
    [InlineData("*/*;q=0")]
    [InlineData("application/json;q=0")]
    public void What_fits_no_form_is_not_acceptable(string accept)
    {
        var choose = () => WaveformNegotiation.Choose(asked: null, Request(accept));

        choose.Should().Throw<NotAcceptable>().WithMessage("*application/json, application/octet-stream, image/svg+xml, image/png*");
    }

    [Fact]
    public void The_query_goes_before_the_header() =>
        WaveformNegotiation.Choose(WaveformFormat.Png, Request("text/html")).Should().Be(WaveformFormat.Png);

    private static HttpRequest Request(string? accept)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Accept = accept;
        return request;
    }
}
