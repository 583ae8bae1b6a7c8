using System.Net;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

public sealed class UploadConflictTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private const int Uploaders = 20;

    private readonly AudioServerApp _server = shared.App;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => shared.ClearAsync();

    [Theory]
    [InlineData("?name=take.wav")]
    [InlineData("?name=take.wav&onconflict=fail")]
    [InlineData("?name=take.wav&onconflict=FAIL")]
    public async Task A_taken_name_is_409_with_the_id_and_digest_of_the_file_that_has_it(string query)
    {
        var holder = await _server.PostAsync("?name=take.wav", Requests.Wav).CreatedAsync();

        var problem = await _server.PostAsync(query, Requests.Flac).RefusedAsync(HttpStatusCode.Conflict, "name_taken");

        problem.Text("id").Should().Be(holder.Text("id"));
        problem.Text("sha256").Should().Be(Requests.Sha256(Requests.Wav));
        (await Kept.ByAsync(_server)).Should().Be(new Kept(1, 1, 0));
    }

    [Fact]
    public async Task A_name_is_taken_in_every_normal_form()
    {
        await _server.PostAsync("?name=caf%C3%A9.wav", Requests.Wav).CreatedAsync();

        await _server.PostAsync("?name=cafe%CC%81.wav", Requests.Wav).RefusedAsync(HttpStatusCode.Conflict, "name_taken");
    }

    [Fact]
    public async Task A_name_taken_through_a_multipart_file_name_is_409_too()
    {
        await _server.PostAsync("?name=take.wav", Requests.Wav).CreatedAsync();

        var body = Requests.Multipart(Requests.FilePart("/music/take.wav", Requests.Flac));
        await _server.PostMultipartAsync("", body).RefusedAsync(HttpStatusCode.Conflict, "name_taken");
    }

    [Fact]
    public async Task Rename_numbers_the_name_before_its_extension()
    {
        var names = new List<string?>();
        foreach (var query in (string[])["?name=take.wav", "?name=take.wav&onconflict=rename", "?name=take.wav&onconflict=rename", "?name=bare", "?name=bare&onconflict=rename"])
        {
            names.Add((await _server.PostAsync(query, Requests.Wav).CreatedAsync()).Text("name"));
        }

        names.Should().Equal("take.wav", "take (2).wav", "take (3).wav", "bare", "bare (2)");
    }

    [Fact]
    public async Task Rename_shortens_a_name_that_would_become_too_long_by_whole_characters()
    {
        var longest = string.Concat(Enumerable.Repeat("🎵", 62)) + "abc.wav";
        await _server.PostAsync($"?name={Uri.EscapeDataString(longest)}", Requests.Wav).CreatedAsync();

        var renamed = await _server.PostAsync($"?name={Uri.EscapeDataString(longest)}&onconflict=rename", Requests.Wav).CreatedAsync();

        renamed.Text("name").Should().Be(string.Concat(Enumerable.Repeat("🎵", 61)) + " (2).wav");
    }

    [Fact]
    public async Task Replace_gives_the_name_to_the_new_content_under_a_new_id_and_removes_the_old_whole()
    {
        var old = await _server.PostAsync("?name=take.wav&label=of:old", Requests.Wav).CreatedAsync();
        var oldBlob = (await _server.BlobsAsync()).Single();

        var replacement = await _server.PostAsync("?name=take.wav&onconflict=replace", Requests.Flac).CreatedAsync();

        replacement.Text("id").Should().NotBe(old.Text("id"));
        replacement.Text("name").Should().Be("take.wav");
        replacement.GetProperty("labels").EnumerateObject().Should().BeEmpty();
        (await _server.GetJsonAsync("/info?name=take.wav")).Text("sha256").Should().Be(Requests.Sha256(Requests.Flac));
        foreach (var suffix in (string[])["", "/content"])
        {
            await _server.SendAsync(HttpMethod.Get, $"/api/v1/audio/{old.Text("id")}{suffix}").RefusedAsync(HttpStatusCode.NotFound, "not_found");
        }

        (await _server.BlobsAsync()).Should().ContainSingle().Which.Should().NotBe(oldBlob);
    }

    [Fact]
    public async Task Replace_of_a_name_nobody_has_is_an_ordinary_upload()
    {
        await _server.PostAsync("?name=new.wav&onconflict=replace", Requests.Wav).CreatedAsync();

        (await Kept.ByAsync(_server)).Should().Be(new Kept(1, 1, 0));
    }

    [Fact]
    public async Task A_replacement_that_is_not_audio_leaves_the_old_whole() =>
        await FailToReplaceAsync(() => _server.PostAsync("?name=take.wav&onconflict=replace", Requests.Text).RefusedAsync(HttpStatusCode.UnsupportedMediaType, "not_audio"));

    [Fact]
    public async Task A_replacement_with_another_digest_than_announced_leaves_the_old_whole() =>
        await FailToReplaceAsync(() => _server.PostAsync("?name=take.wav&onconflict=replace", Requests.Flac, ("X-Content-SHA256", Requests.Sha256(Requests.Wav)))
            .RefusedAsync(HttpStatusCode.BadRequest, "digest_mismatch"));

    [Fact]
    public async Task A_cut_multipart_replacement_leaves_the_old_whole() =>
        await FailToReplaceAsync(() => _server.PostMultipartAsync("?name=take.wav&onconflict=replace", Requests.FilePart("take.wav", Requests.Flac))
            .RefusedAsync(HttpStatusCode.BadRequest, "incomplete_body"));

    [Fact]
    public async Task Of_concurrent_uploads_of_one_name_exactly_one_is_taken()
    {
        var answers = await UploadAtOnceAsync("fail");

        answers.Count(status => status == HttpStatusCode.Created).Should().Be(1);
        answers.Count(status => status == HttpStatusCode.Conflict).Should().Be(Uploaders - 1);
        (await Kept.ByAsync(_server)).Should().Be(new Kept(1, 1, 0));
    }

    [Fact]
    public async Task Concurrent_uploads_that_may_be_renamed_all_get_names_of_their_own()
    {
        var answers = await UploadAtOnceAsync("rename");

        answers.Should().OnlyContain(status => status == HttpStatusCode.Created);
        var names = (await _server.GetJsonAsync("/list")).GetProperty("items").EnumerateArray().Select(file => file.Text("name"));
        names.Should().BeEquivalentTo([.. Enumerable.Range(2, Uploaders - 1).Select(number => $"race ({number}).wav"), "race.wav"]);
        (await Kept.ByAsync(_server)).Should().Be(new Kept(Uploaders, Uploaders, 0));
    }

    [Fact]
    public async Task Of_concurrent_replacements_one_is_left_with_its_bytes_and_nothing_else()
    {
        var answers = await UploadAtOnceAsync("replace");

        answers.Should().OnlyContain(status => status == HttpStatusCode.Created);
        (await Kept.ByAsync(_server)).Should().Be(new Kept(1, 1, 0));
        (await _server.Client.GetByteArrayAsync(new Uri("/download?name=race.wav", UriKind.Relative))).Should().Equal(Requests.Wav);
    }

    private async Task<HttpStatusCode[]> UploadAtOnceAsync(string onConflict) =>
        await Task.WhenAll(Enumerable.Range(0, Uploaders).Select(async _ =>
        {
            using var answer = await _server.PostAsync($"?name=race.wav&onconflict={onConflict}", Requests.Wav);
            return answer.StatusCode;
        }));

    private async Task FailToReplaceAsync(Func<Task> attempt)
    {
        var old = await _server.PostAsync("?name=take.wav&label=of:old", Requests.Wav).CreatedAsync();

        await attempt();

        (await _server.GetJsonAsync("/info?name=take.wav")).ToString().Should().Be(old.ToString());
        (await _server.Client.GetByteArrayAsync(new Uri("/download?name=take.wav", UriKind.Relative))).Should().Equal(Requests.Wav);
        (await Kept.ByAsync(_server)).Should().Be(new Kept(1, 1, 0));
    }
}
