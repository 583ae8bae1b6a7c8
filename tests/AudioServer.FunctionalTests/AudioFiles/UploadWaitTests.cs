using System.Net;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

public sealed class UploadWaitTests(VerifyingServer shared) : IClassFixture<VerifyingServer>, IAsyncLifetime
{
    private readonly AudioServerApp _server = shared.App;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => shared.ClearAsync();

    [Theory]
    [InlineData("wav-s16.wav")]
    [InlineData("flac-s16.flac")]
    [InlineData("mp3-cbr.mp3")]
    [InlineData("ogg-vorbis.ogg")]
    [InlineData("mp4-aac.m4a")]
    public async Task A_whole_file_is_answered_201_with_what_decoding_proved(string fixture)
    {
        var content = File.ReadAllBytes(Fixtures.Audio(fixture));
        var expected = Fixtures.All.Single(known => known.Path == $"audio/{fixture}");

        var file = await _server.PostAsync("?wait=60", content).CreatedAsync();

        file.GetProperty("verification").Text("state").Should().Be("ok");
        file.GetProperty("verification").GetProperty("progress").GetDouble().Should().Be(1);
        file.Text("durationSource").Should().Be("decoded");
        file.GetProperty("duration").GetDouble().Should().BeApproximately(expected.Seconds!.Value, 0.16);
        file.GetProperty("sampleCount").GetInt64().Should().Be((long)Math.Round(file.GetProperty("duration").GetDouble() * expected.SampleRate!.Value));
        file.GetProperty("loudness").GetProperty("samplePeakDbfs").GetDouble().Should().BeInRange(-60, 6);
    }

    [Theory]
    [InlineData("mp3-cbr.mp3")]
    [InlineData("flac-s16.flac")]
    [InlineData("wav-s16.wav")]
    public async Task A_broken_file_is_answered_422_with_the_place_and_is_kept(string fixture)
    {
        using var answer = await _server.PostAsync("?name=cut&wait=60", VerifyingServer.Cut(fixture, 50));

        var problem = await answer.ProblemAsync(HttpStatusCode.UnprocessableEntity, "audio_broken");
        problem.GetProperty("finding").Text("severity").Should().Be("error");
        problem.GetProperty("finding").GetProperty("at").GetDouble().Should().BePositive();
        problem.Text("detail").Should().Contain(problem.GetProperty("finding").Text("message"));
        answer.Headers.Location!.ToString().Should().Be($"/api/v1/audio/{problem.Text("id")}");
        var file = await _server.GetJsonAsync(answer.Headers.Location.ToString());
        file.Text("name").Should().Be("cut");
        file.GetProperty("verification").Text("state").Should().Be("broken");
        file.GetProperty("verification").GetProperty("firstFinding").GetRawText().Should().Be(problem.GetProperty("finding").GetRawText());
    }

    [Fact]
    public async Task A_broken_file_to_be_discarded_leaves_nothing()
    {
        using var answer = await _server.PostAsync("?name=cut.mp3&wait=60&onbroken=discard", VerifyingServer.Cut("mp3-cbr.mp3", 50));

        await answer.ProblemAsync(HttpStatusCode.UnprocessableEntity, "audio_broken");
        answer.Headers.Location.Should().BeNull();
        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
    }

    [Fact]
    public async Task A_whole_file_is_not_discarded()
    {
        await _server.PostAsync("?name=take.wav&wait=60&onbroken=discard", Requests.Wav).CreatedAsync();

        (await _server.GetJsonAsync("/info?name=take.wav")).GetProperty("verification").Text("state").Should().Be("ok");
    }

    [Theory]
    [InlineData("wait=30", "wait=30")]
    [InlineData("WAIT=\"30\"", "wait=30")]
    [InlineData("respond-async, wait=3600; x", "wait=60")]
    public async Task A_header_may_ask_for_it_and_the_answer_says_what_was_heard(string preference, string applied)
    {
        using var answer = await _server.PostAsync("", Requests.Wav, ("Prefer", preference));

        answer.Headers.GetValues("Preference-Applied").Should().Equal(applied);
        (await answer.JsonAsync(HttpStatusCode.Created)).Text("durationSource").Should().Be("decoded");
    }

    [Theory]
    [InlineData("wait=soon")]
    [InlineData("wait")]
    [InlineData("wait=-5")]
    [InlineData("return=minimal")]
    public async Task A_wish_that_cannot_be_read_is_passed_over(string preference)
    {
        using var answer = await _server.PostAsync("", Requests.Wav, ("Prefer", preference));

        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        answer.Headers.Contains("Preference-Applied").Should().BeFalse();
    }
}

/// <summary>Where nothing is verified, waiting comes to no end.</summary>
public sealed class UploadWaitInVainTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly AudioServerApp _server = shared.App;

    [Theory]
    [InlineData("0")]
    [InlineData("0.2")]
    public async Task A_file_that_is_not_verified_in_time_is_answered_202_and_is_kept(string wait)
    {
        using var answer = await _server.PostAsync($"?name=take-{wait}.wav&wait={wait}", Requests.Wav);

        var file = await answer.JsonAsync(HttpStatusCode.Accepted);
        file.GetProperty("verification").Text("state").Should().Be("pending");
        answer.Headers.Location!.ToString().Should().Be($"/api/v1/audio/{file.Text("id")}");
    }
}
