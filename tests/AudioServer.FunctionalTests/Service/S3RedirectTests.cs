using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Web;
using AudioServer.Domain.Access;
using AudioServer.FunctionalTests.Access;
using AudioServer.FunctionalTests.Contract;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>Clients that are sent on to the store (<c>Storage:S3:Delivery=Redirect</c>), a real one, or to a CDN in front of it.</summary>
[Trait("Needs", "radosgw")]
public sealed class S3RedirectTests(RedirectingServer shared) : IClassFixture<RedirectingServer>, IDisposable
{
    private const string Name = RedirectingServer.Name;

    private readonly AudioServerApp _server = shared.App;
    private readonly HttpClient _anybody = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly TemporaryFolder _folder = new();

    private string ById => $"/api/v1/audio/{shared.Id}/content";

    public void Dispose()
    {
        _anybody.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/download?name=" + Name, "attachment", "getAudioContentByName")]
    [InlineData("/download?name=" + Name + "&disposition=inline", "inline", "getAudioContentByName")]
    [InlineData("{id}", "attachment", "getAudioContent")]
    [InlineData("{id}?disposition=inline", "inline", "getAudioContent")]
    public async Task Content_comes_from_the_store_as_it_would_from_here(string path, string disposition, string operation)
    {
        path = path.Replace("{id}", ById, StringComparison.Ordinal);
        using var redirect = await AskAsync(path);
        using var head = await AskAsync(path, HttpMethod.Head);
        using var content = await _anybody.GetAsync(AddressIn(redirect));

        redirect.Content.Headers.ContentLength.Should().Be(0);
        redirect.Headers.CacheControl!.ToString().Should().Be("no-store");
        redirect.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        redirect.Headers.ETag.Should().BeNull("it would be that of this answer");
        (await ApiDocument.Load().Operations.Single(described => described.Id == operation).FaultsAsync(redirect)).Should().BeEmpty();

        content.StatusCode.Should().Be(HttpStatusCode.OK);
        (await content.Content.ReadAsByteArrayAsync()).Should().Equal(Requests.Wav);
        content.Content.Headers.ContentEncoding.Should().BeEmpty("nothing is encoded, however it came to the store");
        content.Content.Headers.ContentType!.ToString().Should().Be("audio/wav").And.Be(head.Content.Headers.ContentType!.ToString());
        content.Content.Headers.GetValues("Content-Disposition").Should().Equal($"{disposition}; filename=\"t_ke _.wav\"; filename*=UTF-8''{Name}").And.Equal(head.Content.Headers.GetValues("Content-Disposition"));
        content.Headers.CacheControl!.ToString().Should().Be(head.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task A_range_is_the_stores_to_send()
    {
        using var redirect = await AskAsync(ById, HttpMethod.Get, ("Range", "bytes=100-199"));
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressIn(redirect)) { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using var part = await _anybody.SendAsync(request);

        part.StatusCode.Should().Be(HttpStatusCode.PartialContent);
        part.Content.Headers.ContentRange!.ToString().Should().Be($"bytes 100-199/{Requests.Wav.Length}");
        (await part.Content.ReadAsByteArrayAsync()).Should().Equal(Requests.Wav[100..200]);
    }

    [Fact]
    public async Task What_only_this_server_knows_or_makes_comes_from_it()
    {
        var tag = $"\"{Requests.Sha256(Requests.Wav)}\"";
        (string Path, HttpMethod Method, HttpStatusCode Status, (string, string)[] Headers)[] kept =
        [
            (ById, HttpMethod.Head, HttpStatusCode.OK, []),
            (ById, HttpMethod.Get, HttpStatusCode.NotModified, [("If-None-Match", tag)]),
            (ById, HttpMethod.Get, HttpStatusCode.NotModified, [("If-Modified-Since", "Sun, 22 Nov 2099 09:00:00 GMT")]),
            (ById, HttpMethod.Get, HttpStatusCode.PreconditionFailed, [("If-Match", "\"other\"")]),
            (ById, HttpMethod.Get, HttpStatusCode.OK, [("If-Match", tag)]),
            (ById, HttpMethod.Get, HttpStatusCode.OK, [("If-Unmodified-Since", "Sun, 22 Nov 2099 09:00:00 GMT")]),
            (ById, HttpMethod.Get, HttpStatusCode.PartialContent, [("If-Range", tag), ("Range", "bytes=1-2")]),
            (ById, HttpMethod.Get, HttpStatusCode.OK, [("If-Range", "\"other\""), ("Range", "bytes=1-2")]),
            (ById + "?from=0.05&to=0.1", HttpMethod.Get, HttpStatusCode.OK, []),
            (ById + "?format=flac", HttpMethod.Get, HttpStatusCode.OK, []),
            ($"/api/v1/audio/{shared.Id}/waveform", HttpMethod.Get, HttpStatusCode.OK, []),
            ($"/api/v1/audio/{shared.Id}/report", HttpMethod.Get, HttpStatusCode.OK, []),
        ];

        foreach (var (path, method, status, headers) in kept)
        {
            using var answer = await AskAsync(path, method, headers);
            answer.StatusCode.Should().Be(status, "{0} {1} {2}", method, path, string.Join(", ", headers));
            answer.Headers.Location.Should().BeNull();
        }
    }

    [Fact]
    public async Task The_stores_own_tag_is_left_to_the_store()
    {
        using var first = await _anybody.GetAsync(await AddressAsync(ById));
        var tag = first.Headers.ETag!.ToString();
        using var redirect = await AskAsync(ById, HttpMethod.Get, ("If-None-Match", tag));
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressIn(redirect)) { Headers = { IfNoneMatch = { EntityTagHeaderValue.Parse(tag) } } };
        using var again = await _anybody.SendAsync(request);

        again.StatusCode.Should().Be(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Nobody_gets_an_address_of_what_is_not_theirs()
    {
        using var stranger = await _server.AddClientAsync("stranger");
        foreach (var path in new[] { ById, "/download?name=" + Name })
        {
            using var others = await stranger.GetAsync(new Uri(path, UriKind.Relative));
            using var nobodys = await _server.Client.GetAsync(new Uri(path, UriKind.Relative));

            await others.ProblemAsync(HttpStatusCode.NotFound, "not_found");
            await nobodys.ProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
            others.Headers.Location.Should().BeNull();
            nobodys.Headers.Location.Should().BeNull();
        }
    }

    [Fact]
    public async Task An_address_is_good_for_what_it_was_signed_for_and_no_longer()
    {
        var address = (await AddressAsync(ById)).OriginalString;
        string[] changed =
        [
            address.Replace("audio%2Fwav", "text%2Fhtml", StringComparison.Ordinal),
            address.Replace("X-Amz-Expires=", "X-Amz-Expires=1", StringComparison.Ordinal),
            address.Replace($"main/{shared.Id.Replace("-", "", StringComparison.Ordinal)}", $"main/w{shared.Id.Replace("-", "", StringComparison.Ordinal)}", StringComparison.Ordinal),
        ];
        changed.Should().OnlyHaveUniqueItems().And.NotContain(address);
        foreach (var one in changed)
        {
            (await StatusAsync(HttpMethod.Get, one)).Should().Be(HttpStatusCode.Forbidden, one);
        }

        (await StatusAsync(HttpMethod.Delete, address)).Should().Be(HttpStatusCode.Forbidden);
        (await StatusAsync(HttpMethod.Get, address)).Should().Be(HttpStatusCode.OK);

        using var redirect = await _anybody.GetAsync(await LinkAsync(_server, $"/api/v1/audio/{shared.Id}", shared.Token, seconds: 4));
        var brief = AddressIn(redirect).OriginalString;
        (await StatusAsync(HttpMethod.Get, brief)).Should().Be(HttpStatusCode.OK);
        await Task.Delay(TimeSpan.FromSeconds(5));
        (await StatusAsync(HttpMethod.Get, brief)).Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_address_ends_no_later_than_what_it_was_got_by()
    {
        await using var server = await Accounts.StartAsync(settings: [.. shared.SettingsOf("ends"), "--Storage:S3:AddressLifetime", "00:02:00"]);
        using var alice = await server.AddClientAsync("alice");
        var path = $"/api/v1/audio/{await alice.UploadedAsync("take.wav", Requests.Wav)}";
        var owner = await server.AddTokenAsync("alice");
        var visitor = await server.AddTokenAsync("alice", AccessScopes.Read, DateTimeOffset.UtcNow.AddSeconds(30));
        using var byLink = await _anybody.GetAsync(await LinkAsync(server, path, owner, seconds: 60));

        LifetimeOf(AddressIn(byLink)).Should().BeInRange(30, 60);
        (await _anybody.GetByteArrayAsync(AddressIn(byLink))).Should().Equal(Requests.Wav);
        LifetimeOf(await AddressAsync(visitor)).Should().BeInRange(5, 30);
        LifetimeOf(await AddressAsync(owner)).Should().BeInRange(100, 120);

        async Task<Uri> AddressAsync(string token)
        {
            using var answer = await _anybody.SendAsync(Authorized(HttpMethod.Get, new Uri(server.Address, $"{path}/content"), token));
            return AddressIn(answer);
        }
    }

    [Fact]
    public async Task The_page_may_play_from_there()
    {
        using var page = await _server.SendAsync(HttpMethod.Get, "/");
        var origin = (await AddressAsync(ById)).GetLeftPart(UriPartial.Authority);

        page.Headers.GetValues("Content-Security-Policy").Single().Should().Contain($"; media-src 'self' {origin}; connect-src 'self';");
        origin.Should().Be(shared.Store.Address.GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public async Task A_cdn_has_addresses_of_its_own_and_the_command_line_gives_it_no_token_and_believes_it_nothing()
    {
        using var cdn = new Cdn(shared.Store, shared.Bucket);
        await using var server = await ServerProcess.StartAsync(
            _folder.File("data"), [.. shared.SettingsOf("cdn"), "--Storage:S3:CdnBaseUrl", $"{cdn.Address}", "--Serilog:MinimumLevel:Default", "Verbose", "--Serilog:MinimumLevel:Override:Microsoft", "Verbose"]);
        using var body = new ByteArrayContent(Requests.Wav);
        using var created = await server.Client.PostAsync(new Uri($"/post?name={Name}", UriKind.Relative), body);
        var key = (await created.JsonAsync(HttpStatusCode.Created)).Text("id")!.Replace("-", "", StringComparison.Ordinal);
        var file = _folder.File("take.wav");

        (await GetAsync()).ExitCode.Should().Be(0);
        (await File.ReadAllBytesAsync(file)).Should().Equal(Requests.Wav);
        cdn.Asked.Should().ContainSingle();
        cdn.Asked.TryDequeue(out var asked);
        asked.Headers["Authorization"].Should().BeNull();
        asked.Address.GetLeftPart(UriPartial.Path).Should().Be($"{cdn.Address}cdn/{key}");
        HttpUtility.ParseQueryString(asked.Address.Query)["response-content-type"].Should().Be("audio/wav");
        HttpUtility.ParseQueryString(asked.Address.Query)["response-content-disposition"].Should().Be($"attachment; filename=\"t_ke _.wav\"; filename*=UTF-8''{Name}");

        // What is cut is gone on with here.
        File.Delete(file);
        cdn.Send = content => content[..1000];
        (await GetAsync()).Errors.Should().Contain("cut at byte 1000");
        (await File.ReadAllBytesAsync(file)).Should().Equal(Requests.Wav);

        File.Delete(file);
        cdn.Send = content => [.. content[..^1], (byte)~content[^1]];
        var lied = await GetAsync();
        (lied.ExitCode, File.Exists(file)).Should().Be((1, false), lied.Errors);
        lied.Errors.Should().Contain("the digests differ");

        Task<Run> GetAsync() => ServerProcess.RunAsync(["get", Uri.UnescapeDataString(Name), "-o", file], new Dictionary<string, string> { ["AUDIOSERVER_URL"] = server.Address.ToString(), ["AUDIOSERVER_TOKEN"] = "aus_secret" });
    }

    [Fact]
    public async Task No_signature_is_logged()
    {
        await using var server = await ServerProcess.StartAsync(
            _folder.File("data"), [.. shared.SettingsOf("log"), "--Serilog:MinimumLevel:Default", "Verbose", "--Serilog:MinimumLevel:Override:Microsoft", "Verbose"]);
        using var body = new ByteArrayContent(Requests.Wav);
        using var created = await server.Client.PostAsync(new Uri("/post?name=take.wav", UriKind.Relative), body);
        await created.JsonAsync(HttpStatusCode.Created);
        using var redirect = await _anybody.GetAsync(new Uri(server.Address, "/download?name=take.wav"));
        var signature = HttpUtility.ParseQueryString(AddressIn(redirect).Query)["X-Amz-Signature"]!;
        var run = await ServerProcess.RunAsync(["get", "take.wav", "-o", _folder.File("take.wav")], new Dictionary<string, string> { ["AUDIOSERVER_URL"] = server.Address.ToString(), ["AUDIOSERVER_TOKEN"] = "aus_secret" });
        await server.StopAsync();

        (run.ExitCode, run.Errors).Should().Be((0, ""), "a token beside its signature the store would refuse");
        signature.Should().MatchRegex("^[0-9a-f]{64}$");
        server.Errors.Should().MatchRegex("GET /download 302 ").And.NotContain(signature).And.NotContain("X-Amz-Signature");
    }

    private static HttpRequestMessage Authorized(HttpMethod method, Uri address, string token) =>
        new(method, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    /// <summary>Seconds that it is good for from now on.</summary>
    private static double LifetimeOf(Uri address)
    {
        var query = HttpUtility.ParseQueryString(address.Query);
        var signed = DateTimeOffset.ParseExact(query["X-Amz-Date"]!, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return (signed.AddSeconds(int.Parse(query["X-Amz-Expires"]!, CultureInfo.InvariantCulture)) - DateTimeOffset.UtcNow).TotalSeconds;
    }

    private static Uri AddressIn(HttpResponseMessage redirect)
    {
        redirect.StatusCode.Should().Be(HttpStatusCode.Found);
        return redirect.Headers.Location!;
    }

    private async Task<Uri> AddressAsync(string path)
    {
        using var redirect = await AskAsync(path);
        return AddressIn(redirect);
    }

    private async Task<Uri> LinkAsync(AudioServerApp server, string file, string token, int seconds)
    {
        using var request = Authorized(HttpMethod.Post, new Uri(server.Address, $"{file}/links"), token);
        request.Content = JsonContent.Create(new { expiresIn = seconds, disposition = "inline" });
        using var answer = await _anybody.SendAsync(request);
        return new Uri((await answer.JsonAsync(HttpStatusCode.Created)).Text("url")!);
    }

    private Task<HttpResponseMessage> AskAsync(string path) => AskAsync(path, HttpMethod.Get);

    /// <summary>As the owner, who is not led on.</summary>
    private async Task<HttpResponseMessage> AskAsync(string path, HttpMethod method, params (string Name, string Value)[] headers)
    {
        using var request = Authorized(method, new Uri(_server.Address, path), shared.Token);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _anybody.SendAsync(request);
    }

    private async Task<HttpStatusCode> StatusAsync(HttpMethod method, string address)
    {
        using var answer = await _anybody.SendAsync(new HttpRequestMessage(method, address));
        return answer.StatusCode;
    }
}
