using System.Net;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

public sealed class DownloadDerivedTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private const int Header = 44;
    private const int Second = 44_100 * 4;

    private readonly AudioServerApp _server = shared.App;
    private readonly byte[] _samples = File.ReadAllBytes(Fixtures.MyFile)[Header..];
    private JsonElement _file;

    private string ById => $"/api/v1/audio/{_file.Text("id")}/content";

    private string[] Cached => Directory.GetFiles(Path.Combine(_server.DataDirectory, "cache"));

    public async Task InitializeAsync() => _file = await _server.UploadAsync(Fixtures.MyFile, "?name=t%C3%A4ke%20%E2%99%AA.wav");

    public Task DisposeAsync() => shared.ClearAsync();

    [Fact]
    public async Task A_slice_by_name_and_by_id_is_a_finished_file_with_all_that_describes_it()
    {
        foreach (var path in new[] { $"{ById}?from=0.25&to=0.75", "/download?name=t%C3%A4ke%20%E2%99%AA.wav&from=0.25&to=0.75" })
        {
            using var answer = await GetAsync(path);

            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            bytes[Header..].Should().Equal(_samples[(Second / 4)..(3 * Second / 4)]);
            answer.Content.Headers.ContentType!.ToString().Should().Be("audio/wav");
            answer.Content.Headers.ContentLength.Should().Be(bytes.Length);
            answer.Content.Headers.LastModified.Should().NotBeNull();
            answer.Headers.AcceptRanges.Should().Equal("bytes");
            answer.Headers.ETag!.ToString().Should().Be($"\"{Requests.Sha256(bytes)}\"");
            answer.Headers.GetValues("Repr-Digest").Should().Equal(Requests.Digest(bytes));
            answer.Headers.GetValues("X-Content-Duration").Should().Equal("0.5");
            answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
            answer.Headers.GetValues("Content-Security-Policy").Should().Equal("default-src 'none'; sandbox; frame-ancestors 'none'");
            answer.Content.Headers.GetValues("Content-Disposition").Should().Equal("attachment; filename=\"t_ke _ 0.25-0.75.wav\"; filename*=UTF-8''t%C3%A4ke%20%E2%99%AA%200.25-0.75.wav");
        }

        Cached.Should().ContainSingle("both are the same file");
    }

    [Theory]
    [InlineData("format=wav", "audio/wav", "RIFF", "täke ♪.wav", "1")]
    [InlineData("FORMAT=FLAC", "audio/flac", "fLaC", "täke ♪.flac", "1")]
    [InlineData("format=mp3", "audio/mpeg", "\u00ff\u00fb", "täke ♪.mp3", "1")]
    [InlineData("format=opus", "audio/ogg", "OggS", "täke ♪.opus", "1")]
    [InlineData("format=ogg&channels=1", "audio/ogg", "OggS", "täke ♪.ogg", "1")]
    [InlineData("format=m4a&from=0.5", "audio/mp4", "\0\0\0", "täke ♪ 0.5-end.m4a", "0.5")]
    [InlineData("samplerate=16000&channels=1", "audio/wav", "RIFF", "täke ♪.wav", "1")]
    [InlineData("to=0.1", "audio/wav", "RIFF", "täke ♪ 0-0.1.wav", "0.1")]
    [InlineData("from=0.9&to=99", "audio/wav", "RIFF", "täke ♪ 0.9-99.wav", "0.1")]
    public async Task Any_of_the_parameters_gives_a_derived_file(string query, string contentType, string magic, string name, string duration)
    {
        using var answer = await GetAsync($"{ById}?{query}");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().Should().Be(contentType);
        answer.Content.Headers.ContentDisposition!.FileNameStar.Should().Be(name);
        answer.Headers.GetValues("X-Content-Duration").Should().Equal(duration);
        System.Text.Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync(), 0, magic.Length).Should().Be(magic);
    }

    [Fact]
    public async Task Without_them_the_bytes_are_those_that_were_uploaded()
    {
        using var answer = await GetAsync($"{ById}?disposition=inline");

        (await answer.Content.ReadAsByteArrayAsync()).Should().Equal(File.ReadAllBytes(Fixtures.MyFile));
        answer.Headers.ETag!.Tag.Should().Be($"\"{_file.Text("sha256")}\"");
        Cached.Should().BeEmpty();
    }

    [Fact]
    public async Task The_second_time_it_is_the_same_file_and_not_made_again()
    {
        using var first = await GetAsync($"{ById}?format=mp3");
        var made = Cached.Should().ContainSingle().Subject;

        using var second = await GetAsync($"{ById}?format=mp3");

        second.Headers.ETag.Should().Be(first.Headers.ETag);
        second.Content.Headers.LastModified.Should().Be(first.Content.Headers.LastModified);
        Cached.Should().Equal(made);
        _server.Temporary.Should().BeEmpty();
    }

    [Fact]
    public async Task HEAD_sends_the_headers_of_GET_and_no_body()
    {
        using var head = await _server.SendAsync(HttpMethod.Head, $"{ById}?format=flac");
        using var get = await GetAsync($"{ById}?format=flac");

        head.StatusCode.Should().Be(HttpStatusCode.OK);
        Described(head).Should().Equal(Described(get));
        (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();

        static Dictionary<string, string> Described(HttpResponseMessage answer) =>
            answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Date").ToDictionary(header => header.Key, header => string.Join(',', header.Value));
    }

    [Fact]
    public async Task Ranges_and_conditions_hold_for_it_as_for_any_content()
    {
        var path = $"{ById}?format=ogg&to=0.5";
        using var whole = await GetAsync(path);
        var (bytes, tag) = (await whole.Content.ReadAsByteArrayAsync(), whole.Headers.ETag!.ToString());

        using var part = await GetAsync(path, ("Range", "bytes=100-199"), ("If-Range", tag));
        part.StatusCode.Should().Be(HttpStatusCode.PartialContent);
        part.Content.Headers.ContentRange!.ToString().Should().Be($"bytes 100-199/{bytes.Length}");
        (await part.Content.ReadAsByteArrayAsync()).Should().Equal(bytes[100..200]);

        using var suffix = await GetAsync(path, ("Range", "bytes=-10"));
        (await suffix.Content.ReadAsByteArrayAsync()).Should().Equal(bytes[^10..]);

        await _server.SendAsync(HttpMethod.Get, path, headers: ("Range", $"bytes={bytes.Length}-")).RefusedAsync(HttpStatusCode.RequestedRangeNotSatisfiable, "range_not_satisfiable");
        using var unchanged = await GetAsync(path, ("If-None-Match", tag));
        unchanged.StatusCode.Should().Be(HttpStatusCode.NotModified);
        using var since = await GetAsync(path, ("If-Modified-Since", whole.Content.Headers.LastModified!.Value.ToString("R")));
        since.StatusCode.Should().Be(HttpStatusCode.NotModified);
        await _server.SendAsync(HttpMethod.Get, path, headers: ("If-Match", "\"other\"")).RefusedAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Theory]
    [InlineData("from=-1", "from")]
    [InlineData("from=1,5", "from")]
    [InlineData("from=NaN", "from")]
    [InlineData("from=1e3", "from")]
    [InlineData("from=", "from")]
    [InlineData("from=1", "from")]
    [InlineData("from=999999999999999999999999999999", "from")]
    [InlineData("from=0.5%2Catrim", "from")]
    [InlineData("from=0&from=0.5", "from")]
    [InlineData("to=0", "to")]
    [InlineData("from=0.5&to=0.5", "to")]
    [InlineData("from=0.5&to=0.4", "to")]
    [InlineData("from=0.5&to=0.500001", "to")]
    [InlineData("format=exe", "format")]
    [InlineData("format=", "format")]
    [InlineData("format=0", "format")]
    [InlineData("format=wav%20-f%20hls", "format")]
    [InlineData("samplerate=999", "samplerate")]
    [InlineData("samplerate=384001", "samplerate")]
    [InlineData("samplerate=44100.5", "samplerate")]
    [InlineData("samplerate=-44100", "samplerate")]
    [InlineData("channels=0", "channels")]
    [InlineData("channels=9", "channels")]
    [InlineData("channels=stereo", "channels")]
    [InlineData("bitrate=320", "bitrate")]
    public async Task What_cannot_be_taken_is_400_naming_the_parameter(string query, string parameter)
    {
        var problem = await _server.SendAsync(HttpMethod.Get, $"{ById}?{query}").RefusedAsync(HttpStatusCode.BadRequest, "invalid_parameter");

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Equal(parameter);
        Cached.Should().BeEmpty();
        _server.Temporary.Should().BeEmpty();
    }

    [Theory]
    [InlineData("format=opus&samplerate=44100")]
    [InlineData("format=mp3&samplerate=96000")]
    [InlineData("format=m4a&samplerate=192000")]
    [InlineData("format=mp3&channels=3")]
    public async Task What_the_format_cannot_hold_is_422(string query) =>
        await _server.SendAsync(HttpMethod.Get, $"{ById}?{query}").RefusedAsync(HttpStatusCode.UnprocessableEntity, "unsupported_conversion");

    [Fact]
    public async Task What_does_not_decode_is_422_and_leaves_nothing()
    {
        // A format tag that no codec has.
        var unknown = File.ReadAllBytes(Fixtures.MyFile);
        unknown[20] = unknown[21] = 0x12;
        var file = await _server.PostAsync("?name=unknown.wav", unknown).CreatedAsync();

        await _server.SendAsync(HttpMethod.Get, $"/api/v1/audio/{file.Text("id")}/content?format=wav").RefusedAsync(HttpStatusCode.UnprocessableEntity, "unsupported_conversion");

        Cached.Should().BeEmpty();
        _server.Temporary.Should().BeEmpty();
    }

    [Fact]
    public async Task When_the_file_is_deleted_it_is_404_and_gone_from_the_cache()
    {
        using var made = await GetAsync($"{ById}?format=flac");
        Cached.Should().ContainSingle();

        using var deleted = await _server.SendAsync(HttpMethod.Delete, $"/api/v1/audio/{_file.Text("id")}");

        await _server.SendAsync(HttpMethod.Get, $"{ById}?format=flac").RefusedAsync(HttpStatusCode.NotFound, "not_found");
        Cached.Should().BeEmpty();
    }

    [Fact]
    public async Task When_the_name_has_new_content_so_has_what_is_derived()
    {
        const string derived = "/download?name=t%C3%A4ke%20%E2%99%AA.wav&format=flac";
        using var before = await GetAsync(derived);
        await _server.PostAsync("?name=t%C3%A4ke%20%E2%99%AA.wav&onconflict=replace", Requests.Wav).CreatedAsync();

        using var after = await GetAsync(derived, ("If-None-Match", before.Headers.ETag!.ToString()));

        after.StatusCode.Should().Be(HttpStatusCode.OK);
        after.Headers.GetValues("X-Content-Duration").Should().Equal("0.2");
        Cached.Should().ContainSingle("what was derived of the old content went with it");
    }

    [Theory]
    [InlineData("/api/v1/audio/019b0000-0000-7000-8000-000000000000/content?format=mp3")]
    [InlineData("/download?name=absent.wav&from=1")]
    public async Task Of_no_file_there_is_none(string path) =>
        await _server.SendAsync(HttpMethod.Get, path).RefusedAsync(HttpStatusCode.NotFound, "not_found");

    private Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => _server.SendAsync(HttpMethod.Get, path, headers: headers);
}
