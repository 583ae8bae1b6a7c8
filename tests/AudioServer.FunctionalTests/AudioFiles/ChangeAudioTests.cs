using System.Net;
using System.Text;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

public sealed class ChangeAudioTests(ChangeAudioTests.AtNine shared) : IClassFixture<ChangeAudioTests.AtNine>, IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly FixedClock Clock = new(Start);
    private readonly AudioServerApp _server = shared.App;
    private string _id = null!;

    public sealed class AtNine() : SharedServer(Clock);

    public async Task InitializeAsync()
    {
        Clock.Now = Start;
        _id = (await _server.PostAsync("?name=take.wav&label=a:1&label=b:2", Requests.Wav).CreatedAsync()).Text("id")!;
    }

    public Task DisposeAsync() => shared.ClearAsync();

    [Fact]
    public async Task A_file_is_renamed_and_nothing_else_of_it_changes()
    {
        var before = await InfoAsync();

        var file = await _server.PatchAsync(_id, """{"name":"other.wav"}""").OkAsync();

        file.Text("name").Should().Be("other.wav");
        file.ToString().Should().Be(before.ToString().Replace("take.wav", "other.wav", StringComparison.Ordinal));
        (await InfoAsync()).ToString().Should().Be(file.ToString());
        await _server.SendAsync(HttpMethod.Get, "/info?name=take.wav").RefusedAsync(HttpStatusCode.NotFound, "not_found");
        (await _server.Client.GetByteArrayAsync(new Uri("/download?name=other.wav", UriKind.Relative))).Should().Equal(Requests.Wav);
    }

    [Theory]
    [InlineData("""{"name":"moved.wav"}""")]
    [InlineData("""{"labels":{"c":"3"}}""")]
    public async Task A_change_moves_updatedAt_and_leaves_createdAt(string change)
    {
        Clock.Now = Clock.Now.AddMinutes(5).AddTicks(1234);

        var file = await _server.PatchAsync(_id, change).OkAsync();

        file.Text("createdAt").Should().Be("2026-11-22T09:00:00.000Z");
        file.Text("updatedAt").Should().Be("2026-11-22T09:05:00.000Z");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"take.wav"}""")]
    public async Task A_change_of_nothing_changes_nothing(string change)
    {
        var before = await InfoAsync();
        Clock.Now = Clock.Now.AddMinutes(5);

        var file = await _server.PatchAsync(_id, change).OkAsync();

        file.ToString().Should().Be(before.ToString());
    }

    [Fact]
    public async Task A_new_name_is_normalised_and_found_by_the_list()
    {
        var file = await _server.PatchAsync(_id, "{\"name\":\"cafe\\u0301 🎵.wav\"}").OkAsync();

        file.Text("name").Should().Be("café 🎵.wav");
        (await _server.GetJsonAsync("/list?q=CAF%C3%89")).GetProperty("items").GetArrayLength().Should().Be(1);
        (await _server.GetJsonAsync("/list?q=take")).GetProperty("items").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_name_another_file_has_is_409_with_that_files_id_and_digest()
    {
        var holder = await _server.PostAsync("?name=taken.wav", Requests.Flac).CreatedAsync();

        var problem = await _server.PatchAsync(_id, """{"name":"taken.wav","labels":null}""").RefusedAsync(HttpStatusCode.Conflict, "name_taken");

        problem.Text("id").Should().Be(holder.Text("id"));
        problem.Text("sha256").Should().Be(Requests.Sha256(Requests.Flac));
        (await InfoAsync()).GetProperty("labels").ToString().Should().Be("""{"a":"1","b":"2"}""", "a change is whole or not at all");
    }

    [Theory]
    [InlineData("""{"labels":{"c":"3"}}""", """{"a":"1","b":"2","c":"3"}""")]
    [InlineData("""{"labels":{"a":"new"}}""", """{"a":"new","b":"2"}""")]
    [InlineData("""{"labels":{"a":null}}""", """{"b":"2"}""")]
    [InlineData("""{"labels":{"a":null,"c":"3","b":""}}""", """{"b":"","c":"3"}""")]
    [InlineData("""{"labels":null}""", "{}")]
    [InlineData("""{"labels":{"a":"x","a":"y"}}""", """{"a":"y","b":"2"}""")]
    [InlineData("""{"name":"both.wav","labels":{"z":"26"}}""", """{"a":"1","b":"2","z":"26"}""")]
    public async Task Labels_are_merged(string change, string labels)
    {
        var file = await _server.PatchAsync(_id, change).OkAsync();

        file.GetProperty("labels").ToString().Should().Be(labels);
        (await InfoAsync()).GetProperty("labels").ToString().Should().Be(labels);
    }

    [Fact]
    public async Task A_label_is_the_same_in_every_normal_form_of_its_key()
    {
        await _server.PatchAsync(_id, """{"labels":{"café":"1"}}""").OkAsync();

        var changed = await _server.PatchAsync(_id, "{\"labels\":{\"cafe\\u0301\":\"2\"}}").OkAsync();
        changed.GetProperty("labels").Text("café").Should().Be("2");

        var removed = await _server.PatchAsync(_id, "{\"labels\":{\"cafe\\u0301\":null}}").OkAsync();
        removed.GetProperty("labels").ToString().Should().Be("""{"a":"1","b":"2"}""");
    }

    public static TheoryData<string, string> Impossible => new()
    {
        { """{"name":""}""", "invalid_name" },
        { """{"name":null}""", "invalid_name" },
        { """{"name":5}""", "invalid_name" },
        { """{"name":{"a":"b"}}""", "invalid_name" },
        { """{"name":"../../etc/passwd"}""", "invalid_name" },
        { "{\"name\":\"a\\r\\nb.wav\"}", "invalid_name" },
        { "{\"name\":\"a\\u0000.wav\"}", "invalid_name" },
        { "{\"name\":\"a\\u202evaw.exe\"}", "invalid_name" },
        { $$"""{"name":"{{new string('a', 256)}}"}""", "invalid_name" },
        { """{"size":5}""", "invalid_parameter" },
        { """{"Name":"b.wav"}""", "invalid_parameter" },
        { """{"name":"b.wav","id":"x"}""", "invalid_parameter" },
        { """{"labels":[]}""", "invalid_parameter" },
        { """{"labels":"a:1"}""", "invalid_parameter" },
        { """{"labels":{"a":1}}""", "invalid_parameter" },
        { """{"labels":{"a":{}}}""", "invalid_parameter" },
        { """{"labels":{"":"x"}}""", "invalid_parameter" },
        { $$$"""{"labels":{"{{{new string('k', 65)}}}":"x"}}""", "invalid_parameter" },
        { $$$"""{"labels":{"k":"{{{new string('v', 257)}}}"}}""", "invalid_parameter" },
        { $$$"""{"labels":{{{{string.Join(',', Enumerable.Range(0, 31).Select(number => $"\"k{number}\":\"v\""))}}}}}""", "invalid_parameter" },
        { "{\"labels\":{\"a\":\"\\u0000\"}}", "invalid_parameter" },
        { "{\"labels\":{\"\\ufffe\":\"x\"}}", "invalid_parameter" },
        { "{\"name\":\"\\ud800.wav\"}", "malformed_request" },
        { "{\"labels\":{\"a\":\"\\udc00\"}}", "malformed_request" },
        { "{\"labels\":{\"\\ud800\":\"x\"}}", "malformed_request" },
        { "{\"\\ud800\":\"x\"}", "malformed_request" },
        { "", "malformed_request" },
        { "null", "malformed_request" },
        { "[]", "malformed_request" },
        { "\"take.wav\"", "malformed_request" },
        { "{", "malformed_request" },
        { "{} {}", "malformed_request" },
        { "{'name':'a.wav'}", "malformed_request" },
        { "{\"name\":\"a.wav\",}", "malformed_request" },
        { "{\"name\":NaN}", "malformed_request" },
        { "name=a.wav", "malformed_request" },
        { new string('[', 10_000), "malformed_request" },
        { string.Concat(Enumerable.Repeat("{\"labels\":", 5_000)) + "1" + new string('}', 5_000), "malformed_request" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task A_change_that_cannot_be_made_changes_nothing(string change, string code)
    {
        var before = await InfoAsync();

        await _server.PatchAsync(_id, change).RefusedAsync(HttpStatusCode.BadRequest, code);

        (await InfoAsync()).ToString().Should().Be(before.ToString());
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_no_JSON()
    {
        foreach (var body in (byte[][])[[.. "{\"name\":\"a"u8, 0xFF, .. ".wav\"}"u8], [.. "{\"labels\":{\""u8, 0xFF, .. "\":\"x\"}}"u8], Encoding.Unicode.GetBytes("\uFEFF{}"), Requests.Flac])
        {
            var content = new ByteArrayContent(body) { Headers = { { "Content-Type", "application/json" } } };
            await _server.SendAsync(HttpMethod.Patch, $"/api/v1/audio/{_id}", content).RefusedAsync(HttpStatusCode.BadRequest, "malformed_request");
        }
    }

    [Fact]
    public async Task A_rename_that_names_a_wrong_label_keeps_the_name_too()
    {
        await _server.PatchAsync(_id, """{"name":"half.wav","labels":{"":"x"}}""").RefusedAsync(HttpStatusCode.BadRequest, "invalid_parameter");

        (await InfoAsync()).Text("name").Should().Be("take.wav");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/Merge-Patch+JSON")]
    public async Task A_change_may_be_called_JSON_or_merge_patch(string mediaType) => await _server.PatchAsync(_id, """{"labels":{"x":"y"}}""", mediaType).OkAsync();

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("application/json-patch+json")]
    [InlineData("multipart/form-data")]
    public async Task A_change_of_another_media_type_is_refused(string mediaType) =>
        await _server.PatchAsync(_id, """{"name":"b.wav"}""", mediaType).RefusedAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");

    [Fact]
    public async Task A_change_without_a_media_type_is_refused() =>
        await _server.SendAsync(HttpMethod.Patch, $"/api/v1/audio/{_id}", new ByteArrayContent("{}"u8.ToArray())).RefusedAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");

    [Fact]
    public async Task A_change_larger_than_64_KiB_is_too_large()
    {
        var large = $$"""{"name":"{{new string('a', 64 * 1024)}}"}""";

        await _server.PatchAsync(_id, large).RefusedAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Theory]
    [InlineData("019b0000-0000-7000-8000-000000000000")]
    [InlineData("take.wav")]
    public async Task A_file_that_is_not_there_is_404(string id) => await _server.PatchAsync(id, """{"name":"b.wav"}""").RefusedAsync(HttpStatusCode.NotFound, "not_found");

    [Fact]
    public async Task Of_files_taking_one_name_at_once_exactly_one_gets_it()
    {
        var ids = new List<string>();
        for (var number = 0; number < 10; number++)
        {
            ids.Add((await _server.PostAsync($"?name=rival-{number}.wav", Requests.Wav).CreatedAsync()).Text("id")!);
        }

        var answers = await Task.WhenAll(ids.Select(id => StatusAsync(_server.PatchAsync(id, """{"name":"prize.wav"}"""))));

        answers.Count(status => status == HttpStatusCode.OK).Should().Be(1);
        answers.Count(status => status == HttpStatusCode.Conflict).Should().Be(ids.Count - 1);
    }

    [Fact]
    public async Task Labels_changed_by_many_at_once_are_all_changed()
    {
        var changes = Enumerable.Range(0, 20).Select(number => $$$"""{"labels":{"k{{{number}}}":"v","a":"{{{number}}}","b":null}}""");

        var answers = await Task.WhenAll(changes.Select(change => StatusAsync(_server.PatchAsync(_id, change))));

        answers.Should().OnlyContain(status => status == HttpStatusCode.OK);
        (await InfoAsync()).GetProperty("labels").EnumerateObject().Should().HaveCount(21);
    }

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        return answer.StatusCode;
    }

    private Task<JsonElement> InfoAsync() => _server.GetJsonAsync($"/api/v1/audio/{_id}");
}
