using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

public sealed class DownloadAudioTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private readonly byte[] _bytes = File.ReadAllBytes(Fixtures.MyFile);
    private readonly AudioServerApp _server = shared.App;
    private JsonElement _file;

    private string ById => $"/api/v1/audio/{_file.Text("id")}/content";

    private EntityTagHeaderValue Tag => new($"\"{_file.Text("sha256")}\"");

    public async Task InitializeAsync()
    {
        await shared.ClearAsync();
        _file = await _server.UploadAsync(Fixtures.MyFile, "?name=t%C3%A4ke%20%E2%99%AA.wav");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task By_name_and_by_id_send_the_uploaded_bytes_and_all_that_describes_them()
    {
        foreach (var path in new[] { ById, "/download?name=t%C3%A4ke%20%E2%99%AA.wav" })
        {
            using var answer = await SendAsync(path);

            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            (await answer.Content.ReadAsByteArrayAsync()).Should().Equal(_bytes);
            answer.Content.Headers.ContentType!.ToString().Should().Be("audio/wav");
            answer.Content.Headers.ContentLength.Should().Be(_bytes.Length);
            answer.Headers.AcceptRanges.Should().Equal("bytes");
            answer.Headers.ETag.Should().Be(Tag);
            answer.Content.Headers.LastModified.Should().BeCloseTo(DateTimeOffset.Parse(_file.Text("createdAt")!), TimeSpan.FromSeconds(1));
            answer.Headers.GetValues("Repr-Digest").Should().Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(_bytes))}:");
            answer.Headers.GetValues("X-Content-Duration").Should().Equal("1");
            answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
            answer.Headers.GetValues("Content-Security-Policy").Should().Equal("default-src 'none'; sandbox; frame-ancestors 'none'");
            answer.Content.Headers.GetValues("Content-Disposition").Should().Equal("attachment; filename=\"t_ke _.wav\"; filename*=UTF-8''t%C3%A4ke%20%E2%99%AA.wav");
        }
    }

    [Fact]
    public async Task HEAD_sends_the_headers_of_GET_and_no_body()
    {
        using var get = await SendAsync(ById);
        using var head = await SendAsync(ById, request => request.Method = HttpMethod.Head);

        head.StatusCode.Should().Be(HttpStatusCode.OK);
        head.Headers.Concat(head.Content.Headers).Where(header => header.Key != "Date").ToDictionary(header => header.Key, header => string.Join(',', header.Value))
            .Should().Equal(get.Headers.Concat(get.Content.Headers).Where(header => header.Key != "Date").ToDictionary(header => header.Key, header => string.Join(',', header.Value)));
        (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task HEAD_with_a_range_answers_206_like_GET()
    {
        using var head = await SendAsync(ById, request =>
        {
            request.Method = HttpMethod.Head;
            request.Headers.TryAddWithoutValidation("Range", "bytes=0-9");
        });

        head.StatusCode.Should().Be(HttpStatusCode.PartialContent);
        head.Content.Headers.ContentLength.Should().Be(10);
    }

    [Fact]
    public async Task It_is_shown_rather_than_saved_when_asked()
    {
        using var answer = await SendAsync($"{ById}?disposition=inline");

        answer.Content.Headers.ContentDisposition!.DispositionType.Should().Be("inline");
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=0-", 0, 176444)]
    [InlineData("bytes=100-199", 100, 100)]
    [InlineData("bytes=176443-", 176443, 1)]
    [InlineData("bytes=176443-999999999", 176443, 1)]
    [InlineData("bytes=-1", 176443, 1)]
    [InlineData("bytes=-44", 176400, 44)]
    [InlineData("bytes=-999999999", 0, 176444)]
    [InlineData("bytes=5-99999999999999999999", 5, 176439)]
    [InlineData("BYTES=1-2", 1, 2)]
    public async Task A_range_answers_206_with_just_those_bytes(string range, int first, int length)
    {
        using var answer = await SendAsync(ById, request => request.Headers.TryAddWithoutValidation("Range", range));

        answer.StatusCode.Should().Be(HttpStatusCode.PartialContent);
        answer.Content.Headers.ContentLength.Should().Be(length);
        answer.Content.Headers.ContentRange!.ToString().Should().Be($"bytes {first}-{first + length - 1}/{_bytes.Length}");
        answer.Headers.ETag.Should().Be(Tag);
        (await answer.Content.ReadAsByteArrayAsync()).Should().Equal(_bytes[first..(first + length)]);
    }

    [Theory]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=10-5")]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=1.5-2")]
    [InlineData("bytes=+1-2")]
    [InlineData("bytes=--5")]
    [InlineData("items=0-5")]
    [InlineData("0-5")]
    public async Task What_is_no_single_range_of_bytes_answers_the_whole(string range)
    {
        using var answer = await SendAsync(ById, request => request.Headers.TryAddWithoutValidation("Range", range));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).Should().Equal(_bytes);
    }

    [Theory]
    [InlineData("bytes=176444-")]
    [InlineData("bytes=999999999-")]
    [InlineData("bytes=99999999999999999999-")]
    [InlineData("bytes=-0")]
    public async Task A_range_beyond_the_end_is_416_with_the_size(string range)
    {
        using var answer = await SendAsync(ById, request => request.Headers.TryAddWithoutValidation("Range", range));

        await answer.ProblemAsync(HttpStatusCode.RequestedRangeNotSatisfiable, "range_not_satisfiable");
        answer.Content.Headers.ContentRange!.ToString().Should().Be($"bytes */{_bytes.Length}");
    }

    [Fact]
    public async Task Random_ranges_put_together_are_the_file()
    {
        var random = new Random(20261122);
        using var together = new MemoryStream();
        while (together.Length < _bytes.Length)
        {
            var last = together.Length + random.Next(1, 20_000) - 1;
            using var answer = await SendAsync(ById, request => request.Headers.Range = new RangeHeaderValue(together.Length, last));
            await answer.Content.CopyToAsync(together);
        }

        together.ToArray().Should().Equal(_bytes);
    }

    [Fact]
    public async Task A_client_that_has_it_gets_304()
    {
        using var first = await SendAsync(ById);
        var date = first.Content.Headers.LastModified!.Value;

        await ExpectAsync(HttpStatusCode.NotModified, request => request.Headers.IfNoneMatch.Add(Tag));
        await ExpectAsync(HttpStatusCode.NotModified, request => request.Headers.TryAddWithoutValidation("If-None-Match", $"\"other\", W/{Tag}"));
        await ExpectAsync(HttpStatusCode.NotModified, request => request.Headers.TryAddWithoutValidation("If-None-Match", "*"));
        await ExpectAsync(HttpStatusCode.NotModified, request => request.Headers.IfModifiedSince = date);
        await ExpectAsync(HttpStatusCode.OK, request => request.Headers.IfModifiedSince = date.AddSeconds(-1));
        await ExpectAsync(HttpStatusCode.OK, request =>
        {
            // The tag decides; the date does not count beside it.
            request.Headers.TryAddWithoutValidation("If-None-Match", "\"other\"");
            request.Headers.IfModifiedSince = date;
        });
    }

    [Fact]
    public async Task A_304_has_no_body_and_keeps_the_validators()
    {
        using var answer = await SendAsync(ById, request => request.Headers.IfNoneMatch.Add(Tag));

        answer.Headers.ETag.Should().Be(Tag);
        (await answer.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_precondition_that_does_not_hold_is_412()
    {
        using var first = await SendAsync(ById);
        var date = first.Content.Headers.LastModified!.Value;

        await ExpectAsync(HttpStatusCode.PreconditionFailed, request => request.Headers.TryAddWithoutValidation("If-Match", "\"other\""));
        await ExpectAsync(HttpStatusCode.PreconditionFailed, request => request.Headers.TryAddWithoutValidation("If-Match", $"W/{Tag}"));
        await ExpectAsync(HttpStatusCode.PreconditionFailed, request => request.Headers.IfUnmodifiedSince = date.AddSeconds(-1));
        await ExpectAsync(HttpStatusCode.OK, request => request.Headers.IfMatch.Add(Tag));
        await ExpectAsync(HttpStatusCode.OK, request => request.Headers.TryAddWithoutValidation("If-Match", "*"));
        await ExpectAsync(HttpStatusCode.OK, request => request.Headers.IfUnmodifiedSince = date);
    }

    [Fact]
    public async Task If_Range_sends_the_part_of_this_content_and_the_whole_of_another()
    {
        using var first = await SendAsync(ById);
        var date = first.Content.Headers.LastModified!.Value;

        await ExpectAsync(HttpStatusCode.PartialContent, request => Ranged(request).Headers.IfRange = new RangeConditionHeaderValue(Tag));
        await ExpectAsync(HttpStatusCode.PartialContent, request => Ranged(request).Headers.IfRange = new RangeConditionHeaderValue(date));
        await ExpectAsync(HttpStatusCode.OK, request => Ranged(request).Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"other\"")));
        await ExpectAsync(HttpStatusCode.OK, request => Ranged(request).Headers.TryAddWithoutValidation("If-Range", $"W/{Tag}"));
        await ExpectAsync(HttpStatusCode.OK, request => Ranged(request).Headers.IfRange = new RangeConditionHeaderValue(date.AddSeconds(-1)));

        static HttpRequestMessage Ranged(HttpRequestMessage request)
        {
            request.Headers.Range = new RangeHeaderValue(0, 9);
            return request;
        }
    }

    [Theory]
    [InlineData("/download?name=absent.wav", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/download", HttpStatusCode.BadRequest, "invalid_parameter")]
    [InlineData("/download?name=", HttpStatusCode.BadRequest, "invalid_name")]
    [InlineData("/download?name=a.wav&disposition=sideways", HttpStatusCode.BadRequest, "invalid_parameter")]
    [InlineData("/download?name=a.wav&bitrate=1", HttpStatusCode.BadRequest, "invalid_parameter")]
    [InlineData("/api/v1/audio/019b0000-0000-7000-8000-000000000000/content", HttpStatusCode.NotFound, "not_found")]
    public async Task What_cannot_be_downloaded_says_why(string path, HttpStatusCode status, string code)
    {
        using var answer = await SendAsync(path);

        await answer.ProblemAsync(status, code);
    }

    [Fact]
    public async Task A_download_under_way_goes_on_when_the_file_is_deleted()
    {
        using var answer = await _server.Client.GetAsync(new Uri(ById, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var deleted = await _server.Client.DeleteAsync(new Uri($"/api/v1/audio/{_file.Text("id")}", UriKind.Relative));

        deleted.StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await answer.Content.ReadAsByteArrayAsync()).Should().Equal(_bytes);
    }

    private async Task ExpectAsync(HttpStatusCode status, Action<HttpRequestMessage> change)
    {
        using var answer = await SendAsync(ById, change);
        answer.StatusCode.Should().Be(status);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        change?.Invoke(request);
        return await _server.Client.SendAsync(request);
    }
}
