using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Verification;

public sealed class CheckAudioTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly AudioServerApp _server = shared.App;

    [Fact]
    public async Task A_whole_file_is_reported_ok_and_not_stored()
    {
        using var answer = await CheckAsync("?name=take.wav", Requests.Wav);

        var report = await answer.JsonAsync();
        report.Text("state").Should().Be("ok");
        report.Text("name").Should().Be("take.wav");
        report.GetProperty("id").ValueKind.Should().Be(JsonValueKind.Null);
        report.GetProperty("measured").GetProperty("sampleCount").GetInt64().Should().Be((Requests.Wav.Length - 44) / 2);
        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
    }

    [Fact]
    public async Task A_broken_file_is_200_too_and_the_report_says_where()
    {
        using var answer = await CheckAsync("", VerifyingServer.Cut("mp3-cbr.mp3", 50));

        var report = await answer.JsonAsync();
        report.Text("state").Should().Be("broken");
        var first = report.GetProperty("findings")[0];
        first.Text("severity").Should().Be("error");
        first.GetProperty("at").GetDouble().Should().BePositive();
        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
    }

    [Fact]
    public async Task A_form_is_taken_as_well()
    {
        using var answer = await _server.SendAsync(HttpMethod.Post, "/check", MultipartOf("take.wav", Requests.Wav));

        var report = await answer.JsonAsync();
        report.Text("state").Should().Be("ok");
        report.Text("name").Should().Be("take.wav");
    }

    [Theory]
    [InlineData(50, "1")]
    [InlineData(100, "0")]
    public async Task As_JUnit_a_broken_file_is_a_failed_test(int percent, string failures)
    {
        using var answer = await CheckAsync("?name=a%3Cb%3E%26.mp3", VerifyingServer.Cut("mp3-cbr.mp3", percent), ("Accept", "application/junit+xml"));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/junit+xml");
        var suite = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!.Element("testsuite")!;
        suite.Attribute("tests")!.Value.Should().Be("1");
        suite.Attribute("failures")!.Value.Should().Be(failures);
        var test = suite.Elements("testcase").Should().ContainSingle().Subject;
        test.Attribute("name")!.Value.Should().Be("a<b>&.mp3");
        test.Elements("failure").Should().HaveCount(int.Parse(failures));
        foreach (var failure in test.Elements("failure"))
        {
            failure.Attribute("message")!.Value.Should().NotBeEmpty();
            failure.Value.Should().Contain(" at ");
        }
    }

    [Fact]
    public async Task As_SARIF_each_finding_is_a_result_with_its_place()
    {
        using var answer = await CheckAsync("?name=cut%20here.mp3", VerifyingServer.Cut("mp3-cbr.mp3", 50), ("Accept", "application/sarif+json"));

        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/sarif+json");
        var log = await answer.JsonAsync();
        log.Text("version").Should().Be("2.1.0");
        var run = log.GetProperty("runs")[0];
        run.GetProperty("tool").GetProperty("driver").Text("name").Should().Be("AudioServer");
        var result = run.GetProperty("results").EnumerateArray().First(one => one.Text("level") == "error");
        result.GetProperty("message").Text("text").Should().NotBeEmpty();
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.Text("id"));
        rules.Should().Contain(result.Text("ruleId"));
        result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").Text("uri").Should().Be("cut%20here.mp3");
    }

    [Theory]
    [InlineData("application/json, application/sarif+json;q=0.5", "application/json")]
    [InlineData("application/sarif+json, */*;q=0.1", "application/sarif+json")]
    [InlineData("*/*", "application/json")]
    public async Task The_most_accepted_form_is_answered(string accept, string type)
    {
        using var answer = await CheckAsync("", Requests.Wav, ("Accept", accept));

        answer.Content.Headers.ContentType!.MediaType.Should().Be(type);
    }

    [Fact]
    public async Task A_form_that_there_is_not_is_406() =>
        await RefusedAsync("", Requests.Wav, HttpStatusCode.NotAcceptable, "not_acceptable", ("Accept", "text/csv"));

    [Fact]
    public async Task What_is_not_audio_is_415() =>
        await RefusedAsync("", Requests.Text, HttpStatusCode.UnsupportedMediaType, "not_audio");

    [Fact]
    public async Task A_promised_digest_is_checked() =>
        await RefusedAsync("", Requests.Wav, HttpStatusCode.BadRequest, "digest_mismatch", ("X-Content-SHA256", Requests.Sha256(Requests.Text)));

    [Theory]
    [InlineData("?wait=1", "invalid_parameter")]
    [InlineData("?name=..", "invalid_name")]
    public async Task What_it_cannot_take_is_refused(string query, string code) =>
        await RefusedAsync(query, Requests.Wav, HttpStatusCode.BadRequest, code);

    private Task<HttpResponseMessage> CheckAsync(string query, byte[] body, params (string Name, string Value)[] headers) =>
        _server.SendAsync(HttpMethod.Post, $"/check{query}", new ByteArrayContent(body), headers);

    private async Task RefusedAsync(string query, byte[] body, HttpStatusCode status, string code, params (string Name, string Value)[] headers)
    {
        await CheckAsync(query, body, headers).RefusedAsync(status, code);
        (await Kept.ByAsync(_server)).Should().Be(Kept.Nothing);
    }

    private static ByteArrayContent MultipartOf(string name, byte[] content)
    {
        var body = new ByteArrayContent(Requests.Multipart(Requests.FilePart(name, content)));
        body.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={Requests.Boundary}");
        return body;
    }
}
