using System.Net;
using System.Security.Cryptography;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

public sealed class GetReportTests(VerifyingServer shared) : IClassFixture<VerifyingServer>, IAsyncLifetime
{
    private readonly AudioServerApp _server = shared.App;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => shared.ClearAsync();

    [Fact]
    public async Task It_says_what_is_declared_what_was_measured_and_by_what()
    {
        var file = await shared.VerifiedAsync("take.wav", Requests.Wav);

        var report = await _server.GetJsonAsync("/report?name=take.wav");

        report.GetRawText().Should().Be((await _server.GetJsonAsync($"/api/v1/audio/{file.Text("id")}/report")).GetRawText(), "both forms run the same use case");
        report.Text("id").Should().Be(file.Text("id"));
        report.Text("name").Should().Be("take.wav");
        report.Text("state").Should().Be("ok");
        report.Text("checkedAt").Should().Be(file.GetProperty("verification").Text("checkedAt"));
        report.GetProperty("elapsed").GetDouble().Should().BePositive();
        report.GetProperty("decoder").Text("name").Should().Be("ffmpeg");
        report.GetProperty("decoder").Text("version").Should().NotBeEmpty();
        report.GetProperty("declared").GetProperty("sampleRate").GetInt32().Should().Be(44_100);
        var measured = report.GetProperty("measured");
        measured.GetProperty("sampleCount").GetInt64().Should().Be(file.GetProperty("sampleCount").GetInt64());
        measured.Text("sampleFormat").Should().Be("s16le");
        report.GetProperty("findings").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task The_digest_of_the_samples_is_that_of_the_samples()
    {
        await shared.VerifiedAsync("take.wav", Requests.Wav);

        var report = await _server.GetJsonAsync("/report?name=take.wav");

        // The samples are what stands behind the 44 bytes of the header.
        report.GetProperty("measured").Text("pcmSha256").Should().Be(Convert.ToHexStringLower(SHA256.HashData(Requests.Wav.AsSpan(44))));
    }

    [Fact]
    public async Task A_new_verification_replaces_it()
    {
        var file = await shared.VerifiedAsync("take.wav", Requests.Wav);
        var blobs = (await _server.BlobsAsync()).Count;
        using var events = await EventClient.OpenAsync(_server.Client);

        using var answer = await _server.SendAsync(HttpMethod.Post, $"/api/v1/audio/{file.Text("id")}/verification");

        (await answer.JsonAsync(HttpStatusCode.Accepted)).GetProperty("verification").Text("state").Should().Be("pending");
        answer.Headers.Location!.ToString().Should().Be($"/api/v1/audio/{file.Text("id")}/report");
        (await events.NextAsync("audio.verified")).Data.GetProperty("verification").Text("state").Should().Be("ok");
        (await _server.GetJsonAsync("/report?name=take.wav")).Text("state").Should().Be("ok");

        // It goes behind the verdict that is told of.
        for (var deadline = DateTime.UtcNow.AddSeconds(10); (await _server.BlobsAsync()).Count != blobs && DateTime.UtcNow < deadline;)
        {
            await Task.Yield();
        }

        (await _server.BlobsAsync()).Should().HaveCount(blobs, "the former waveform is gone");
    }

    [Theory]
    [InlineData("GET", "/report?name=absent.wav")]
    [InlineData("GET", "/api/v1/audio/019b0000-0000-7000-8000-000000000001/report")]
    [InlineData("POST", "/api/v1/audio/019b0000-0000-7000-8000-000000000001/verification")]
    public async Task What_is_not_there_is_not_found(string method, string path) =>
        await _server.SendAsync(new HttpMethod(method), path).RefusedAsync(HttpStatusCode.NotFound, "not_found");
}

/// <summary>Before the end of a verification.</summary>
public sealed class GetReportBeforeTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task It_says_how_far_the_verification_is()
    {
        var file = await shared.App.PostAsync("", Requests.Wav).CreatedAsync();

        var report = await shared.App.GetJsonAsync($"/api/v1/audio/{file.Text("id")}/report");

        report.Text("state").Should().Be("pending");
        report.GetProperty("progress").GetDouble().Should().Be(0);
        report.GetProperty("measured").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        report.GetProperty("findings").GetArrayLength().Should().Be(0);
        report.GetProperty("declared").GetProperty("channels").GetInt32().Should().Be(1);
    }
}
