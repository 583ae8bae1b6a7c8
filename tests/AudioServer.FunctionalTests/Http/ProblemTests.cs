using System.Net;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Http;

public sealed class ProblemTests(SharedServer shared) : IClassFixture<SharedServer>, IAsyncLifetime
{
    private readonly AudioServerApp _server = shared.App;
    private string _id = null!;

    public async Task InitializeAsync()
    {
        // One file for all: nothing here may change it.
        using var info = await _server.SendAsync(HttpMethod.Get, "/info?name=take.wav");
        var file = info.IsSuccessStatusCode ? await info.JsonAsync() : await _server.PostAsync("?name=take.wav", Requests.Wav).CreatedAsync();
        _id = file.Text("id")!;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task JSON_is_UTF_8_whatever_charset_is_asked_for()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/info?name=take.wav") { Headers = { { "Accept-Charset", "utf-16" } } };
        using var answer = await _server.Client.SendAsync(request);

        answer.Content.Headers.ContentType!.CharSet.Should().Be("utf-8");
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/favicon.ico")]
    [InlineData("/..%2f..%2fetc%2fpasswd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%5c..%5cetc%5cpasswd")]
    [InlineData("/download/..%2f..%2faudioserver.db")]
    [InlineData("/api/v1/audio/..%2f..%2faudioserver.db/content")]
    [InlineData("/api/v1/audio/%FF")]
    [InlineData("/api/v1/audio/ID/nothing")]
    [InlineData("/audioserver.db")]
    [InlineData("/appsettings.json")]
    [InlineData("/openapi/v2.json")]
    [InlineData("/openapi/..%2fv1.json")]
    public async Task Where_nothing_is_404_says_so(string path)
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, path.Replace("ID", _id, StringComparison.Ordinal));

        await answer.ProblemAsync(HttpStatusCode.NotFound, "not_found");
        await TellsNothingOfTheServerAsync(answer);
    }

    [Theory]
    [InlineData("GET", "/post", "POST")]
    [InlineData("PUT", "/post", "POST")]
    [InlineData("OPTIONS", "/post", "POST")]
    [InlineData("POST", "/list", "GET, HEAD")]
    [InlineData("DELETE", "/list", "GET, HEAD")]
    [InlineData("POST", "/info?name=take.wav", "GET, HEAD")]
    [InlineData("POST", "/download?name=take.wav", "GET, HEAD")]
    [InlineData("GET", "/delete?name=take.wav", "DELETE")]
    [InlineData("HEAD", "/delete?name=take.wav", "DELETE")]
    [InlineData("POST", "/delete?name=take.wav", "DELETE")]
    [InlineData("PUT", "/api/v1/audio", "GET, HEAD, POST")]
    [InlineData("OPTIONS", "/api/v1/audio", "GET, HEAD, POST")]
    [InlineData("PUT", "/api/v1/audio/ID", "DELETE, GET, HEAD, PATCH")]
    [InlineData("POST", "/api/v1/audio/ID", "DELETE, GET, HEAD, PATCH")]
    [InlineData("DELETE", "/api/v1/audio/ID/content", "GET, HEAD")]
    [InlineData("POST", "/health/ready", "GET, HEAD")]
    [InlineData("TRACE", "/list", "GET, HEAD")]
    [InlineData("BREW", "/list", "GET, HEAD")]
    [InlineData("POST", "/openapi/v1.json", "GET, HEAD")]
    public async Task A_method_a_route_does_not_have_is_405_naming_those_it_has(string method, string path, string allowed)
    {
        using var answer = await _server.SendAsync(new HttpMethod(method), path.Replace("ID", _id, StringComparison.Ordinal));

        answer.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.Should().BeEquivalentTo(allowed.Split(", "));
        if (method != "HEAD")
        {
            var problem = await answer.ProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
            problem.Text("detail").Should().Contain(method);
        }
    }

    [Theory]
    [InlineData("/list")]
    [InlineData("/api/v1/audio")]
    [InlineData("/info?name=take.wav")]
    [InlineData("/api/v1/audio/ID")]
    [InlineData("/download?name=take.wav")]
    [InlineData("/api/v1/audio/ID/content")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/nowhere")]
    [InlineData("/info?name=absent.wav")]
    [InlineData("/list?limit=x")]
    public async Task HEAD_answers_what_GET_answers_without_the_body(string path)
    {
        path = path.Replace("ID", _id, StringComparison.Ordinal);
        using var get = await _server.SendAsync(HttpMethod.Get, path);
        using var head = await _server.SendAsync(HttpMethod.Head, path);

        head.StatusCode.Should().Be(get.StatusCode);
        head.Content.Headers.ContentType.Should().Be(get.Content.Headers.ContentType);
        (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        head.Headers.Select(header => header.Key).Where(name => name is not ("Transfer-Encoding" or "Date"))
            .Should().BeEquivalentTo(get.Headers.Select(header => header.Key).Where(name => name is not ("Transfer-Encoding" or "Date")));
    }

    [Theory]
    [InlineData("GET", "/list")]
    [InlineData("GET", "/api/v1/audio")]
    [InlineData("GET", "/info?name=take.wav")]
    [InlineData("GET", "/download?name=take.wav")]
    [InlineData("GET", "/api/v1/audio/ID")]
    [InlineData("GET", "/api/v1/audio/ID/content")]
    [InlineData("HEAD", "/api/v1/audio/ID/content")]
    [InlineData("PATCH", "/api/v1/audio/ID")]
    [InlineData("DELETE", "/api/v1/audio/ID")]
    [InlineData("DELETE", "/delete?name=take.wav")]
    [InlineData("POST", "/post")]
    [InlineData("POST", "/api/v1/audio")]
    [InlineData("GET", "/health/live")]
    [InlineData("GET", "/health/ready")]
    [InlineData("GET", "/openapi/v1.json")]
    public async Task A_parameter_no_one_knows_is_refused_on_every_route(string method, string path)
    {
        path = path.Replace("ID", _id, StringComparison.Ordinal);
        using var answer = await _server.SendAsync(new HttpMethod(method), $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}zzz=1");

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        if (method != "HEAD")
        {
            var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");
            problem.GetProperty("errors").TryGetProperty("zzz", out _).Should().BeTrue();
        }

        (await Kept.ByAsync(_server)).Should().Be(new Kept(1, 1, 0));
    }

    [Theory]
    [InlineData("/info?name=%FF")]
    [InlineData("/download?name=a%C3")]
    [InlineData("/list?%FF=1")]
    public async Task A_parameter_that_is_not_UTF_8_is_refused_on_every_route(string path)
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, path);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        await TellsNothingOfTheServerAsync(answer);
    }

    [Theory]
    [InlineData("/list?q=%FF")]
    [InlineData("/list?q=%EF%BF%BE")]
    [InlineData("/list?name=%EF%BF%BE*")]
    public async Task A_search_for_what_is_no_text_finds_nothing(string path) => (await _server.GetJsonAsync(path)).GetProperty("items").GetArrayLength().Should().Be(0);

    [Fact]
    public async Task A_thousand_parameters_are_refused_like_one()
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, "/list?" + string.Join('&', Enumerable.Range(0, 1000).Select(number => $"p{number}")));

        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");
        problem.GetProperty("errors").EnumerateObject().Should().HaveCount(1000);
    }

    [Fact]
    public async Task The_instance_is_the_path_and_the_trace_id_differs_each_time()
    {
        var problems = new List<JsonElement>();
        for (var time = 0; time < 2; time++)
        {
            problems.Add(await _server.SendAsync(HttpMethod.Get, "/info?name=absent.wav").RefusedAsync(HttpStatusCode.NotFound, "not_found"));
        }

        problems[0].Text("instance").Should().Be("/info");
        problems[0].Text("traceId").Should().NotBe(problems[1].Text("traceId"));
    }

    [Fact]
    public async Task A_trace_that_the_client_began_is_gone_on_with()
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, "/nowhere", null, ("Traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

        (await answer.ProblemAsync(HttpStatusCode.NotFound, "not_found")).Text("traceId").Should().Be("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    [Fact]
    public async Task Markup_in_a_parameter_comes_back_as_JSON()
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, "/list?%3Cscript%3Ealert(1)%3C/script%3E=1");

        await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid_parameter");
    }

    [Theory]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\nConnection: close\r\n\r\n")]
    public async Task A_target_that_is_no_path_is_a_clear_4xx(string request)
    {
        var answer = await RawHttp.SendAsync(_server.Address, request);

        answer.Should().MatchRegex("^HTTP/1.1 4").And.Contain("application/problem+json");
    }

    private async Task TellsNothingOfTheServerAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        text.Should().NotContainAny("   at ", "Exception", "System.", "AudioServer.", "\"/tmp", _server.DataDirectory, "root:");
    }
}
