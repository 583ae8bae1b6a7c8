using System.Net;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

public sealed class GetWaveformTests(SharedServer server) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("zoom=255", "zoom")]
    [InlineData("zoom=0", "zoom")]
    [InlineData("zoom=-1", "zoom")]
    [InlineData("zoom=300.5", "zoom")]
    [InlineData("zoom=auto", "zoom")]
    [InlineData("zoom=99999999999", "zoom")]
    [InlineData("pixels=0", "pixels")]
    [InlineData("pixels=1,5", "pixels")]
    [InlineData("zoom=256&pixels=100", "pixels")]
    [InlineData("bits=12", "bits")]
    [InlineData("bits=", "bits")]
    [InlineData("channels=left", "channels")]
    [InlineData("from=-1", "from")]
    [InlineData("from=NaN", "from")]
    [InlineData("to=0", "to")]
    [InlineData("from=2&to=2", "to")]
    [InlineData("from=2&to=1", "to")]
    [InlineData("format=gif", "format")]
    [InlineData("format=json&format=dat", "format")]
    [InlineData("colour=red", "colour")]
    public async Task A_parameter_that_cannot_be_taken_is_400_by_its_name(string query, string parameter)
    {
        foreach (var path in (string[])["/waveform?name=a.wav&", $"/api/v1/audio/{Guid.NewGuid()}/waveform?"])
        {
            var problem = await server.App.SendAsync(HttpMethod.Get, path + query).RefusedAsync(HttpStatusCode.BadRequest, "invalid_parameter");

            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Equal(parameter);
        }
    }

    [Theory]
    [InlineData("/waveform", HttpStatusCode.BadRequest, "invalid_parameter")]
    [InlineData("/waveform?name=", HttpStatusCode.BadRequest, "invalid_name")]
    [InlineData("/waveform?name=absent.wav", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/api/v1/audio/019b0000-0000-7000-8000-000000000000/waveform", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/api/v1/audio/019b0000-0000-7000-8000-000000000000/waveform?name=a", HttpStatusCode.BadRequest, "invalid_parameter")]
    public async Task A_file_that_is_not_named_or_not_there_is_refused(string path, HttpStatusCode status, string code) =>
        await server.App.SendAsync(HttpMethod.Get, path).RefusedAsync(status, code);

    [Fact]
    public async Task A_form_that_a_waveform_has_not_is_406() =>
        await server.App.SendAsync(HttpMethod.Get, "/waveform?name=a.wav", headers: ("Accept", "text/html")).RefusedAsync(HttpStatusCode.NotAcceptable, "not_acceptable");

    [Fact]
    public async Task Before_the_file_is_verified_the_client_is_told_when_to_ask_again()
    {
        var file = await server.App.UploadAsync(Fixtures.MyFile, "?name=waiting.wav");

        foreach (var path in (string[])["/waveform?name=waiting.wav", $"/api/v1/audio/{file.Text("id")}/waveform?format=svg"])
        {
            using var answer = await server.App.SendAsync(HttpMethod.Get, path);

            await answer.ProblemAsync(HttpStatusCode.Conflict, "not_ready");
            answer.Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.Zero);
        }
    }
}
