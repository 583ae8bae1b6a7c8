using System.Net;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

public sealed class GetAudioInfoTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private readonly AudioServerApp _server = shared.App;

    public Task InitializeAsync() => shared.ClearAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task By_name_and_by_id_answer_what_the_upload_answered()
    {
        var uploaded = await _server.UploadAsync(Fixtures.MyFile, "?name=take.wav&label=a:1");

        var byName = await _server.GetJsonAsync("/info?name=take.wav");
        var byId = await _server.GetJsonAsync($"/api/v1/audio/{uploaded.Text("id")}");

        byName.ToString().Should().Be(uploaded.ToString());
        byId.ToString().Should().Be(uploaded.ToString());
    }

    [Fact]
    public async Task Every_member_of_the_contract_is_there_and_null_where_only_decoding_can_tell()
    {
        await _server.UploadAsync(Fixtures.MyFile, "?name=take.wav");

        var file = await _server.GetJsonAsync("/info?name=take.wav");

        file.EnumerateObject().Select(member => member.Name).Should().Equal(
            "id", "name", "size", "sha256", "contentType", "container", "codec", "duration", "durationSource", "declaredDuration", "sampleCount", "sampleRate",
            "channels", "bitsPerSample", "bitRate", "tags", "labels", "hasCover", "createdAt", "updatedAt", "verification", "loudness");
        file.GetProperty("sampleCount").ValueKind.Should().Be(JsonValueKind.Null);
        file.GetProperty("loudness").ValueKind.Should().Be(JsonValueKind.Null);
        file.Text("durationSource").Should().Be("header");
        file.GetProperty("verification").Text("state").Should().Be("pending");
        file.Text("createdAt").Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
    }

    [Theory]
    [InlineData("/info?name=absent.wav")]
    [InlineData("/api/v1/audio/019b0000-0000-7000-8000-000000000000")]
    [InlineData("/api/v1/audio/not-an-id")]
    public async Task What_is_not_there_is_404(string path)
    {
        using var answer = await _server.Client.GetAsync(new Uri(path, UriKind.Relative));

        await answer.ProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("/info", "invalid_parameter")]
    [InlineData("/info?name=", "invalid_name")]
    [InlineData("/info?name=a&name=b", "invalid_parameter")]
    [InlineData("/info?nam=a", "invalid_parameter")]
    [InlineData("/info?name=..%2F..%2Fetc%2Fpasswd", "invalid_name")]
    public async Task A_request_that_names_no_file_properly_is_400(string path, string code)
    {
        using var answer = await _server.Client.GetAsync(new Uri(path, UriKind.Relative));

        await answer.ProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_name_is_found_in_whichever_normal_form_it_is_sent()
    {
        await _server.UploadAsync(Fixtures.MyFile, "?name=caf%C3%A9.wav");

        var file = await _server.GetJsonAsync("/info?name=cafe%CC%81.wav");

        file.Text("name").Should().Be("café.wav");
    }

    [Fact]
    public async Task HEAD_answers_the_headers_alone()
    {
        await _server.UploadAsync(Fixtures.MyFile, "?name=take.wav");

        using var request = new HttpRequestMessage(HttpMethod.Head, "/info?name=take.wav");
        using var answer = await _server.Client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }
}
