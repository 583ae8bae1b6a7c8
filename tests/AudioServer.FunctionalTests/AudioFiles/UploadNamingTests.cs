using System.Net;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

public sealed class UploadNamingTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly AudioServerApp _server = shared.App;

    /// <summary>Each as it stands in a query, and why nothing can have it.</summary>
    public static TheoryData<string, string> Impossible => new()
    {
        { "..%2F..%2Fetc%2Fpasswd", "a path" },
        { "a%2Fb.wav", "a slash" },
        { "a%5Cb.wav", "a backslash" },
        { "a/b.wav", "a slash as it is" },
        { "a%0D%0ASet-Cookie:%20x.wav", "line breaks" },
        { "a%00.wav", "NUL" },
        { "a%7F.wav", "DEL" },
        { "a%C2%85.wav", "a C1 control character" },
        { "a%E2%80%A8b.wav", "a line separator" },
        { "a%E2%80%AEvaw.exe", "a bidirectional override" },
        { "a%E2%81%A6vaw.exe", "a bidirectional isolate" },
        { ".", "this folder" },
        { "..", "the folder above" },
        { "", "empty" },
        { "%FF.wav", "invalid UTF-8" },
        { "a%C3.wav", "UTF-8 cut short" },
        { "%C0%AE%C0%AE", "overlong UTF-8" },
        { "a%ED%A0%80.wav", "a lone surrogate" },
        { "a%EF%BF%BD.wav", "a replacement character" },
        { "a%EF%BF%BE.wav", "a byte order mark the wrong way round" },
        { "a%F4%8F%BF%BF.wav", "the last code point, which is no character" },
        { new string('a', 256), "256 bytes" },
        { string.Concat(Enumerable.Repeat("%F0%9F%8E%B5", 64)), "256 bytes of emoji" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task A_name_nothing_can_have_is_refused(string name, string why)
    {
        var before = await Kept.ByAsync(_server);

        await _server.PostAsync($"?name={name}", Requests.Wav).RefusedAsync(HttpStatusCode.BadRequest, "invalid_name");

        (await Kept.ByAsync(_server)).Should().Be(before, why);
    }

    [Theory]
    [InlineData("my%20file%20(1).wav", "my file (1).wav")]
    [InlineData("plus+is+a+space.wav", "plus is a space.wav")]
    [InlineData("%2B%26%3D%23%25.wav", "+&=#%.wav")]
    [InlineData("cafe%CC%81.wav", "café.wav")]
    [InlineData("%E9%9F%B3%E6%A5%BD%F0%9F%8E%B5.wav", "音楽🎵.wav")]
    [InlineData("%D8%B4%D8%B9%D8%B1.wav", "شعر.wav")]
    [InlineData("no-extension", "no-extension")]
    [InlineData(".hidden", ".hidden")]
    [InlineData("...", "...")]
    [InlineData("%25FF.wav", "%FF.wav")]
    [InlineData("100%.wav", "100%.wav")]
    [InlineData("'; DROP TABLE AudioFiles; --", "'; DROP TABLE AudioFiles; --")]
    [InlineData("CON", "CON")]
    public async Task A_name_in_any_script_is_kept_normalised(string query, string name)
    {
        var file = await _server.PostAsync($"?name={query}&onconflict=replace", Requests.Wav).CreatedAsync();

        file.Text("name").Should().Be(name);
        (await _server.GetJsonAsync($"/info?name={Uri.EscapeDataString(name)}")).Text("id").Should().Be(file.Text("id"));
    }

    [Theory]
    [InlineData("%CD%B8.wav")]
    [InlineData("%CC%81.wav")]
    [InlineData("%EE%80%80.wav")]
    public async Task Characters_that_are_unassigned_private_or_alone_are_taken(string name) => await _server.PostAsync($"?name={name}", Requests.Wav).CreatedAsync();

    [Fact]
    public async Task A_name_of_exactly_255_bytes_is_taken()
    {
        var name = new string('n', 251) + ".wav";

        var file = await _server.PostAsync($"?name={name}", Requests.Wav).CreatedAsync();

        file.Text("name").Should().Be(name);
    }

    [Fact]
    public async Task Names_differ_by_case()
    {
        await _server.PostAsync("?name=Case.wav", Requests.Wav).CreatedAsync();

        (await _server.PostAsync("?name=case.wav", Requests.Wav).CreatedAsync()).Text("name").Should().Be("case.wav");
    }

    [Theory]
    [InlineData("?NAME=upper.wav", "upper.wav")]
    [InlineData("?Name=Mixed.wav&OnConflict=Fail", "Mixed.wav")]
    public async Task Parameter_names_are_taken_in_any_case(string query, string name)
    {
        var file = await _server.PostAsync(query, Requests.Wav).CreatedAsync();

        file.Text("name").Should().Be(name);
    }

    [Theory]
    [InlineData("wav-s16.wav", "wav")]
    [InlineData("flac-named-mp3.mp3", "flac")]
    [InlineData("ogg-opus.opus", "opus")]
    [InlineData("mp4-aac.m4a", "m4a")]
    public async Task Without_a_name_the_server_gives_one_by_id_and_format_found(string fixture, string extension)
    {
        var file = await _server.UploadAsync(Fixtures.Audio(fixture));

        file.Text("name").Should().Be($"audio-{file.Text("id")}.{extension}");
    }

    [Theory]
    [InlineData("attachment; filename=\"plain header.wav\"", "plain header.wav")]
    [InlineData("attachment; filename=token.wav", "token.wav")]
    [InlineData("inline; FileName=\"inline.wav\"", "inline.wav")]
    [InlineData("attachment; filename=\"a \\\"quoted\\\" word.wav\"", "a \"quoted\" word.wav")]
    [InlineData("attachment; filename*=UTF-8''%e2%82%ac%20rates.wav", "€ rates.wav")]
    [InlineData("attachment; filename=\"fallback.wav\"; filename*=utf-8'en'extended%20form.wav", "extended form.wav")]
    public async Task A_raw_body_is_named_by_its_Content_Disposition_header(string header, string name)
    {
        var file = await _server.PostAsync("", Requests.Wav, ("Content-Disposition", header)).CreatedAsync();

        file.Text("name").Should().Be(name);
    }

    [Theory]
    [InlineData("attachment")]
    [InlineData("attachment; filename=\"\"")]
    public async Task A_Content_Disposition_without_a_name_gives_none(string header)
    {
        var file = await _server.PostAsync("", Requests.Wav, ("Content-Disposition", header)).CreatedAsync();

        file.Text("name").Should().Be($"audio-{file.Text("id")}.wav");
    }

    [Theory]
    [InlineData("attachment; filename=\"../../etc/passwd\"", "invalid_name")]
    [InlineData("attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "invalid_name")]
    [InlineData("attachment; filename*=UTF-8''a%0D%0Ab.wav", "invalid_name")]
    [InlineData("attachment; filename*=UTF-8''%FF.wav", "invalid_name")]
    [InlineData("attachment; filename*=UTF-8''%00", "invalid_name")]
    [InlineData("attachment; filename=\"unclosed.wav", "malformed_request")]
    [InlineData("; filename=x.wav", "malformed_request")]
    public async Task A_Content_Disposition_that_names_nothing_possible_is_refused(string header, string code)
    {
        await _server.PostAsync("", Requests.Wav, ("Content-Disposition", header)).RefusedAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task The_name_parameter_wins_over_the_header()
    {
        var file = await _server.PostAsync("?name=parameter.wav", Requests.Wav, ("Content-Disposition", "attachment; filename=header.wav")).CreatedAsync();

        file.Text("name").Should().Be("parameter.wav");
    }
}
