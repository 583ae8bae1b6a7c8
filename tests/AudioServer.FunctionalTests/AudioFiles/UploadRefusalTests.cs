using System.Net;
using System.Text;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

/// <summary>Everything here is refused by one server, which must hold nothing after each.</summary>
public sealed class UploadRefusalTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly AudioServerApp _server = shared.App;

    public static TheoryData<Fixture> Others => [.. Fixtures.All.Where(fixture => fixture.Kind == "other")];

    [Theory]
    [MemberData(nameof(Others))]
    public async Task What_is_not_audio_is_refused_saying_what_it_looks_like(Fixture fixture)
    {
        using var content = new StreamContent(File.OpenRead(fixture.FullPath));

        var problem = await _server.SendAsync(HttpMethod.Post, $"/post?name={Path.GetFileName(fixture.Path)}", content).RefusedAsync(HttpStatusCode.UnsupportedMediaType, "not_audio");

        problem.Text("looksLike").Should().ContainAny(LooksLike(fixture.Path));
        problem.Text("detail").Should().Contain(problem.Text("looksLike"));
        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
    }

    [Fact]
    public async Task An_empty_body_is_not_audio()
    {
        await RefusedAsync("", [], HttpStatusCode.UnsupportedMediaType, "not_audio");
        await _server.SendAsync(HttpMethod.Post, "/post").RefusedAsync(HttpStatusCode.UnsupportedMediaType, "not_audio");
    }

    [Theory]
    [InlineData("?wait=61", "wait")]
    [InlineData("?wait=-1", "wait")]
    [InlineData("?wait=soon", "wait")]
    [InlineData("?onbroken=discard", "onbroken")]
    [InlineData("?wait=0&onbroken=discard", "onbroken")]
    [InlineData("?wait=9&name=a.wav&onconflict=replace&onbroken=discard", "onbroken")]
    [InlineData("?wait=1&onbroken=maybe", "onbroken")]
    [InlineData("?nam=a.wav", "nam")]
    [InlineData("?onconflict=bogus", "onconflict")]
    [InlineData("?onconflict=", "onconflict")]
    [InlineData("?onconflict=0", "onconflict")]
    [InlineData("?onconflict=fail,replace", "onconflict")]
    [InlineData("?onconflict=fail&onconflict=fail", "onconflict")]
    [InlineData("?name=a.wav&name=b.wav", "name")]
    [InlineData("?name=a.wav&NAME=b.wav", "name")]
    [InlineData("?=x", "")]
    [InlineData("?labels=a:b", "labels")]
    public async Task A_parameter_that_is_unknown_or_cannot_be_taken_is_named(string query, string parameter)
    {
        using var answer = await _server.PostAsync(query, Requests.Wav);

        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Equal(parameter);
        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
    }

    [Fact]
    public async Task Every_wrong_parameter_is_named_at_once()
    {
        var problem = await RefusedAsync("?wait=x&onconflict=bogus&zzz=1", Requests.Wav, HttpStatusCode.BadRequest, "invalid_parameter");

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Equal("onconflict", "wait", "zzz");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task A_compressed_body_is_refused_as_such(string coding) =>
        await RefusedAsync("", Requests.Wav, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type", ("Content-Encoding", coding));

    public static TheoryData<string, byte[]> Scripts => new()
    {
        { "song.mp3", "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10,\nfile:///etc/passwd\n"u8.ToArray() },
        { "song.wav", "ffconcat version 1.0\nfile '/etc/passwd'\n"u8.ToArray() },
        { "song.flac", "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><Period/></MPD>"u8.ToArray() },
        { "song.aac", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=audio 5004 RTP/AVP 0\n"u8.ToArray() },
        { "song.ogg", Encoding.Unicode.GetBytes("\uFEFF#EXTM3U\nfile:///etc/passwd\n") },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_text_that_a_decoder_would_follow_to_other_files_is_refused_whatever_its_name(string name, byte[] content)
    {
        var problem = await RefusedAsync($"?name={name}", content, HttpStatusCode.UnsupportedMediaType, "not_audio");

        problem.ToString().Should().NotContain("root:");
    }

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "nested.m4a", NestedBoxes(96 * 1024) },
        { "tag.mp3", HugeTag() },
        { "claims-6-hours.wav", HugeClaim() },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_file_made_to_break_readers_breaks_nothing(string name, byte[] content)
    {
        await using var server = await AudioServerApp.StartAsync();

        using var answer = await server.PostAsync($"?name={name}", content);

        answer.StatusCode.Should().BeOneOf(HttpStatusCode.Created, HttpStatusCode.UnsupportedMediaType);
        var kept = answer.StatusCode == HttpStatusCode.Created ? 1 : 0;
        (await Kept.ByAsync(server)).Should().Be(new Kept(kept, kept, 0));
        await server.PostAsync("?name=next.wav", Requests.Wav).CreatedAsync();
    }

    private static string[] LooksLike(string path) => Path.GetFileName(path) switch
    {
        "plain.txt" => ["text"],
        "page.html" => ["HTML"],
        "drawing.svg" => ["SVG"],
        "data.json" => ["JSON"],
        "data.xml" or "list.xspf" => ["XML", "XSPF"],
        "list.m3u" => ["M3U"],
        "list.pls" => ["PLS"],
        "session.sdp" => ["SDP"],
        "hls-playlist.mp3" => ["HLS"],
        "ffconcat-script.wav" => ["ffconcat"],
        "document.pdf" => ["PDF"],
        "nothing.wav" => ["empty"],
        "picture.png" or "picture-named-flac.flac" => ["PNG"],
        "picture.gif" => ["GIF"],
        "picture.jpg" => ["JPEG"],
        "picture.webp" => ["WebP"],
        "words.txt.gz" => ["gzip"],
        "words.tar" => ["tar"],
        "words.zip" => ["ZIP"],
        "program.elf" or "program.exe" or "module.wasm" => ["program", "executable", "WebAssembly"],
        "tune.mid" => ["MIDI"],
        "tune.mod" => ["tracker module", "module"],
        _ => ["no audio", "without sound", "video"],
    };

    /// <summary>An MP4 whose every box holds the next, down to the end.</summary>
    private static byte[] NestedBoxes(int size)
    {
        var content = new byte[size];
        "\0\0\0\u0018ftypM4A \0\0\0\0M4A isom"u8.CopyTo(content);
        for (var offset = 24; offset + 8 <= size; offset += 8)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(offset), size - offset);
            (offset == 24 ? "moov"u8 : "udta"u8).CopyTo(content.AsSpan(offset + 4));
        }

        return content;
    }

    /// <summary>2 KB that begin with an ID3 tag of 256 MB, as far as the tag says.</summary>
    private static byte[] HugeTag()
    {
        var content = new byte[2048];
        byte[] head = [.. "ID3"u8, 4, 0, 0, 0x7F, 0x7F, 0x7F, 0x7F, .. "APIC"u8, 0x7F, 0x7F, 0x7F, 0x70, 0, 0];
        head.CopyTo(content, 0);
        return content;
    }

    /// <summary>A WAV of 1 KB that says it holds hours.</summary>
    private static byte[] HugeClaim()
    {
        var content = Requests.Wav[..1024];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(4), uint.MaxValue - 8);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(40), uint.MaxValue - 44);
        return content;
    }

    private async Task<System.Text.Json.JsonElement> RefusedAsync(string query, byte[] body, HttpStatusCode status, string code, params (string, string)[] headers)
    {
        var problem = await _server.PostAsync(query, body, headers).RefusedAsync(status, code);
        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
        return problem;
    }
}
