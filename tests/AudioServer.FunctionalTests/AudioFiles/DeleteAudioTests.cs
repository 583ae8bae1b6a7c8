using System.Net;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

public sealed class DeleteAudioTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private readonly AudioServerApp _server = shared.App;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => shared.ClearAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deleted_file_is_gone_by_name_and_by_id_with_its_bytes_and_labels(bool byName)
    {
        var file = await _server.PostAsync("?name=take.wav&label=a:1", Requests.Wav).CreatedAsync();
        var byId = $"/api/v1/audio/{file.Text("id")}";

        using var answer = await _server.SendAsync(HttpMethod.Delete, byName ? "/delete?name=take.wav" : byId);

        answer.StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await answer.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        foreach (var path in (string[])[byId, $"{byId}/content", "/info?name=take.wav", "/download?name=take.wav"])
        {
            await _server.SendAsync(HttpMethod.Get, path).RefusedAsync(HttpStatusCode.NotFound, "not_found");
        }

        await _server.SendAsync(HttpMethod.Delete, byId).RefusedAsync(HttpStatusCode.NotFound, "not_found");
        (await _server.GetJsonAsync("/list?label=a:1")).GetProperty("items").GetArrayLength().Should().Be(0);
        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
    }

    [Fact]
    public async Task A_name_that_was_deleted_is_free()
    {
        await _server.PostAsync("?name=take.wav", Requests.Wav).CreatedAsync();
        using var deleted = await _server.SendAsync(HttpMethod.Delete, "/delete?name=take.wav");

        var file = await _server.PostAsync("?name=take.wav", Requests.Flac).CreatedAsync();

        file.Text("sha256").Should().Be(Requests.Sha256(Requests.Flac));
    }

    [Fact]
    public async Task Only_the_file_that_is_named_goes()
    {
        await _server.PostAsync("?name=stays.wav", Requests.Wav).CreatedAsync();
        await _server.PostAsync("?name=goes.wav", Requests.Wav).CreatedAsync();

        using var deleted = await _server.SendAsync(HttpMethod.Delete, "/delete?name=goes.wav");

        (await _server.Client.GetByteArrayAsync(new Uri("/download?name=stays.wav", UriKind.Relative))).Should().Equal(Requests.Wav);
        (await Kept.ByAsync(_server)).Should().Be(new Kept(1, 1, 0));
    }

    [Theory]
    [InlineData("/delete?name=absent.wav", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/delete?name=*", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/delete?name=KEPT.WAV", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/api/v1/audio/019b0000-0000-7000-8000-000000000000", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/delete", HttpStatusCode.BadRequest, "invalid_parameter")]
    [InlineData("/delete?name=", HttpStatusCode.BadRequest, "invalid_name")]
    [InlineData("/delete?name=kept.wav&name=kept.wav", HttpStatusCode.BadRequest, "invalid_parameter")]
    [InlineData("/delete?name=kept.wav&force=true", HttpStatusCode.BadRequest, "invalid_parameter")]
    [InlineData("/delete?name=..%2Fkept.wav", HttpStatusCode.BadRequest, "invalid_name")]
    [InlineData("/api/v1/audio", HttpStatusCode.MethodNotAllowed, "method_not_allowed")]
    [InlineData("/api/v1/audio/", HttpStatusCode.MethodNotAllowed, "method_not_allowed")]
    public async Task What_names_no_file_deletes_none(string path, HttpStatusCode status, string code)
    {
        await _server.PostAsync("?name=kept.wav", Requests.Wav).CreatedAsync();

        await _server.SendAsync(HttpMethod.Delete, path).RefusedAsync(status, code);

        (await Kept.ByAsync(_server)).Should().Be(new Kept(1, 1, 0));
    }

    [Fact]
    public async Task A_GET_deletes_nothing()
    {
        await _server.PostAsync("?name=kept.wav", Requests.Wav).CreatedAsync();

        await _server.SendAsync(HttpMethod.Get, "/delete?name=kept.wav").RefusedAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");

        (await Kept.ByAsync(_server)).Should().Be(new Kept(1, 1, 0));
    }

    [Fact]
    public async Task Of_concurrent_deletes_exactly_one_is_answered_204()
    {
        await _server.PostAsync("?name=take.wav&label=a:1&label=b:2", Requests.Wav).CreatedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StatusAsync(_server.SendAsync(HttpMethod.Delete, "/delete?name=take.wav"))));

        answers.Count(status => status == HttpStatusCode.NoContent).Should().Be(1);
        answers.Count(status => status == HttpStatusCode.NotFound).Should().Be(19);
        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
    }

    [Fact]
    public async Task A_delete_among_changes_deletes()
    {
        var id = (await _server.PostAsync("?name=take.wav&label=a:1&label=b:2", Requests.Wav).CreatedAsync()).Text("id")!;
        var changes = Enumerable.Range(0, 20).Select(number => StatusAsync(_server.PatchAsync(id, $$$"""{"labels":{"a":{{{(number % 2 == 0 ? "null" : $"\"{number}\"")}}}}}"""))).ToList();

        var deleted = await StatusAsync(_server.SendAsync(HttpMethod.Delete, $"/api/v1/audio/{id}"));

        deleted.Should().Be(HttpStatusCode.NoContent);
        (await Task.WhenAll(changes)).Should().OnlyContain(status => status == HttpStatusCode.OK || status == HttpStatusCode.NotFound);
        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
    }

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        return answer.StatusCode;
    }
}
