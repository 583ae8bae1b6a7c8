using System.Text;
using AudioServer.Api.Controllers;
using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Http;

namespace AudioServer.UnitTests.Api.Controllers;

public sealed class AudioPatchTests
{
    [Fact]
    public async Task Name_and_labels_are_read()
    {
        var patch = await ReadAsync("""{ "name": "b.wav", "labels": { "set": "1", "gone": null } }""");

        patch.Name.Should().Be("b.wav");
        patch.Labels!.Clear.Should().BeFalse();
        patch.Labels.Changes.Should().BeEquivalentTo(new Dictionary<string, string?> { ["set"] = "1", ["gone"] = null });
    }

    [Fact]
    public async Task What_is_absent_is_kept() =>
        (await ReadAsync("{}")).Should().Be(new AudioPatch(null, null));

    [Fact]
    public async Task Labels_of_null_remove_all() =>
        (await ReadAsync("""{ "labels": null }""")).Labels!.Clear.Should().BeTrue();

    [Theory]
    [InlineData("", "malformed_request")]
    [InlineData("nonsense", "malformed_request")]
    [InlineData("[]", "malformed_request")]
    [InlineData("null", "malformed_request")]
    [InlineData("{", "malformed_request")]
    [InlineData("{} {}", "malformed_request")]
    [InlineData("""{"name":"\ud800"}""", "malformed_request")]
    [InlineData("""{"\ud800":1}""", "malformed_request")]
    [InlineData("""{"labels":{"\ud800":"v"}}""", "malformed_request")]
    [InlineData("""{"labels":{"k":"\udc00"}}""", "malformed_request")]
    [InlineData("""{"labels":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{}}}}}}}}}""", "malformed_request")]
    [InlineData("""{"name":null}""", "invalid_name")]
    [InlineData("""{"name":5}""", "invalid_name")]
    [InlineData("""{"size":5}""", "invalid_parameter")]
    [InlineData("""{"Name":"b.wav"}""", "invalid_parameter")]
    [InlineData("""{"labels":[]}""", "invalid_parameter")]
    [InlineData("""{"labels":{"k":5}}""", "invalid_parameter")]
    public async Task What_cannot_be_taken_is_refused_with_a_code(string body, string code) =>
        (await FailureOf(() => ReadAsync(body))).Code.Should().Be(code);

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_malformed()
    {
        byte[] name = [.. "{\"name\":\""u8, 0xFF, .. "\"}"u8];
        byte[] key = [.. "{\"labels\":{\""u8, 0xFF, .. "\":\"v\"}}"u8];

        (await FailureOf(() => ReadAsync(name))).Code.Should().Be("malformed_request");
        (await FailureOf(() => ReadAsync(key))).Code.Should().Be("malformed_request");
    }

    [Theory]
    [InlineData("application/merge-patch+json")]
    [InlineData("application/json")]
    [InlineData("Application/JSON; charset=utf-8")]
    public async Task JSON_is_taken_under_its_media_types(string contentType) =>
        (await ReadAsync("{}"u8.ToArray(), contentType)).Name.Should().BeNull();

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/json-patch+json")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Other_media_types_are_not(string? contentType) =>
        (await FailureOf(() => ReadAsync("{}"u8.ToArray(), contentType))).Code.Should().Be("unsupported_media_type");

    private static Task<AudioPatch> ReadAsync(string body) => ReadAsync(Encoding.UTF8.GetBytes(body));

    private static Task<AudioPatch> ReadAsync(byte[] body, string? contentType = "application/merge-patch+json")
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = contentType;
        context.Request.Body = new MemoryStream(body);
        return AudioPatch.ReadAsync(context.Request, CancellationToken.None);
    }

    private static async Task<Failure> FailureOf(Func<Task<AudioPatch>> read) => (await read.Should().ThrowAsync<Failure>()).Which;
}
