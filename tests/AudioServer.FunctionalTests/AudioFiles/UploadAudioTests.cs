using System.Net;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

public sealed class UploadAudioTests(SharedServer shared) : IClassFixture<SharedServer>
{
    /// <summary>What a lossy encoder's padding may add to what was put in.</summary>
    private const double Tolerance = 0.2;

    private readonly AudioServerApp _server = shared.App;

    public static TheoryData<Fixture> Sounds => [.. Fixtures.All.Where(fixture => fixture.Kind == "audio")];

    [Theory]
    [MemberData(nameof(Sounds))]
    public async Task Every_format_is_taken_and_described_by_what_its_bytes_say(Fixture fixture)
    {
        var file = await _server.UploadAsync(fixture.FullPath);

        file.Text("container").Should().Be(fixture.Container);
        file.Text("codec").Should().Be(fixture.Codec);
        file.GetProperty("sampleRate").GetInt32().Should().Be(fixture.SampleRate);
        file.GetProperty("channels").GetInt32().Should().Be(fixture.Channels);
        file.Text("contentType").Should().MatchRegex("^(audio|video)/[A-Za-z0-9.+-]+$");
        file.GetProperty("hasCover").GetBoolean().Should().Be(fixture.Cover);
        if (file.GetProperty("duration") is { ValueKind: JsonValueKind.Number } duration)
        {
            duration.GetDouble().Should().BeApproximately(fixture.Seconds!.Value, Tolerance);
        }

        foreach (var tag in fixture.Tags?.EnumerateObject() ?? default)
        {
            file.GetProperty("tags").GetProperty(tag.Name).ToString().Should().Be(tag.Value.ToString(), tag.Name);
        }
    }

    [Theory]
    [InlineData("/post")]
    [InlineData("/api/v1/audio")]
    [InlineData("/post/")]
    public async Task The_answer_is_201_with_the_file_and_where_it_is(string path)
    {
        using var answer = await _server.SendAsync(HttpMethod.Post, path, new ByteArrayContent(Requests.Wav));

        var file = await answer.JsonAsync(HttpStatusCode.Created);
        answer.Headers.Location.Should().Be(new Uri($"/api/v1/audio/{file.Text("id")}", UriKind.Relative));
        file.GetProperty("size").GetInt64().Should().Be(Requests.Wav.Length);
        file.Text("sha256").Should().Be(Requests.Sha256(Requests.Wav));
        (await _server.GetJsonAsync(answer.Headers.Location!.OriginalString)).ToString().Should().Be(file.ToString());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json")]
    [InlineData("text/plain; charset=utf-16")]
    [InlineData("image/png")]
    [InlineData("nonsense")]
    [InlineData("multipart/mixed; boundary=x")]
    [InlineData(null)]
    public async Task A_raw_body_is_the_file_whatever_its_content_type_says(string? contentType)
    {
        var content = new ByteArrayContent(Requests.Wav);
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        var file = await _server.SendAsync(HttpMethod.Post, "/post", content).CreatedAsync();

        file.Text("sha256").Should().Be(Requests.Sha256(Requests.Wav));
        file.Text("contentType").Should().Be("audio/wav");
    }

    [Fact]
    public async Task A_chunked_body_is_taken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/post?name=chunked.wav", UriKind.Relative)) { Content = new ByteArrayContent(Requests.Wav) };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await _server.Client.SendAsync(request);

        var file = await answer.JsonAsync(HttpStatusCode.Created);
        file.Text("sha256").Should().Be(Requests.Sha256(Requests.Wav));
    }

    [Fact]
    public async Task What_was_taken_is_kept_byte_for_byte_in_one_blob_and_nothing_is_left_under_way()
    {
        var before = await Kept.ByAsync(_server);

        var file = await _server.PostAsync("?name=whole.wav", Requests.Wav).CreatedAsync();

        (await Kept.ByAsync(_server)).Should().Be(before with { Rows = before.Rows + 1, Blobs = before.Blobs + 1 });
        var stored = await _server.Client.GetByteArrayAsync(new Uri($"/api/v1/audio/{file.Text("id")}/content", UriKind.Relative));
        stored.Should().Equal(Requests.Wav);
    }

    [Fact]
    public async Task A_file_whose_name_lies_is_stored_as_what_it_is()
    {
        var file = await _server.UploadAsync(Fixtures.Audio("flac-named-mp3.mp3"), "?name=liar.mp3");

        file.Text("name").Should().Be("liar.mp3");
        file.Text("container").Should().Be("flac");
        file.Text("contentType").Should().Be("audio/flac");
    }

    [Fact]
    public async Task The_same_bytes_may_be_uploaded_again_under_another_name()
    {
        var first = await _server.PostAsync("?name=twin-1.wav", Requests.Wav).CreatedAsync();
        var second = await _server.PostAsync("?name=twin-2.wav", Requests.Wav).CreatedAsync();

        second.Text("id").Should().NotBe(first.Text("id"));
        second.Text("sha256").Should().Be(first.Text("sha256"));
    }

    [Fact]
    public async Task Expecting_to_be_told_to_continue_a_client_is_told()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/post", UriKind.Relative)) { Content = new ByteArrayContent(Requests.Wav) };
        request.Headers.ExpectContinue = true;
        using var answer = await _server.Client.SendAsync(request);

        await answer.JsonAsync(HttpStatusCode.Created);
    }
}
