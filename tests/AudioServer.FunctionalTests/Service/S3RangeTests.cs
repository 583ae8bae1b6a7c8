using System.Net;
using System.Text.Json.Nodes;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>A client cannot tell where the bytes lie: status, headers and body are those of the local disk.</summary>
[Trait("Needs", "radosgw")]
public sealed class S3RangeTests(TwinServers servers) : IClassFixture<TwinServers>
{
    private const string File = "/download?name=file.wav";
    private const string Slice = $"{File}&from=0.25&to=1";

    private static readonly string Tag = $"\"{Requests.Sha256(TwinServers.Content)}\"";
    private static readonly string Date = TwinServers.Moment.ToString("R");
    private static readonly string Before = TwinServers.Moment.AddSeconds(-1).ToString("R");

    /// <summary>Method, path, headers (name, value, name, value …) and the status that RFC 9110 asks for.</summary>
    public static TheoryData<string, string, string[], HttpStatusCode> Table => new()
    {
        { "GET", File, [], HttpStatusCode.OK },
        { "GET", File, ["Range", "bytes=0-0"], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=0-"], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=0-299999"], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=0-300000"], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=0-99999999999999999999"], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=65535-65536"], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=100000-269999"], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=299999-"], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=299999-299999"], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "BYTES=1-2"], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=-1"], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=-131073"], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=-300000"], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=-300001"], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=-0"], HttpStatusCode.RequestedRangeNotSatisfiable },
        { "GET", File, ["Range", "bytes=300000-"], HttpStatusCode.RequestedRangeNotSatisfiable },
        { "GET", File, ["Range", "bytes=300000-300001"], HttpStatusCode.RequestedRangeNotSatisfiable },
        { "GET", File, ["Range", "bytes=5-4"], HttpStatusCode.OK },
        { "GET", File, ["Range", "bytes=a-b"], HttpStatusCode.OK },
        { "GET", File, ["Range", "items=0-5"], HttpStatusCode.OK },
        { "GET", File, ["Range", "bytes=0-0,5-6"], HttpStatusCode.OK },
        { "GET", File, ["Range", "bytes=10-19", "If-Range", Tag], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=10-19", "If-Range", Date], HttpStatusCode.PartialContent },
        { "GET", File, ["Range", "bytes=10-19", "If-Range", "\"another\""], HttpStatusCode.OK },
        { "GET", File, ["Range", "bytes=10-19", "If-Range", $"W/{Tag}"], HttpStatusCode.OK },
        { "GET", File, ["Range", "bytes=10-19", "If-Range", Before], HttpStatusCode.OK },
        { "GET", File, ["Range", "bytes=10-19", "If-None-Match", Tag], HttpStatusCode.NotModified },
        { "GET", File, ["If-Modified-Since", Date], HttpStatusCode.NotModified },
        { "GET", File, ["Range", "bytes=10-19", "If-Match", "\"another\""], HttpStatusCode.PreconditionFailed },
        { "GET", File, ["If-Unmodified-Since", Before], HttpStatusCode.PreconditionFailed },
        { "GET", File, ["Range", "bytes=300000-", "If-Match", Tag], HttpStatusCode.RequestedRangeNotSatisfiable },
        { "HEAD", File, [], HttpStatusCode.OK },
        { "HEAD", File, ["Range", "bytes=0-9"], HttpStatusCode.PartialContent },
        { "HEAD", File, ["If-None-Match", "*"], HttpStatusCode.NotModified },
        { "GET", $"{File}&disposition=inline", ["Range", "bytes=0-43"], HttpStatusCode.PartialContent },
        { "GET", Slice, [], HttpStatusCode.OK },
        { "GET", Slice, ["Range", "bytes=44-1043"], HttpStatusCode.PartialContent },
        { "GET", Slice, ["Range", "bytes=999999999-"], HttpStatusCode.RequestedRangeNotSatisfiable },
        { "GET", $"{File}&from=5&to=6", [], HttpStatusCode.BadRequest },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task The_answer_is_that_of_the_local_disk(string method, string path, string[] headers, HttpStatusCode status)
    {
        var (local, s3) = (await AnswerAsync(servers.Local, method, path, headers), await AnswerAsync(servers.S3, method, path, headers));

        local.Status.Should().Be(status);
        s3.Should().BeEquivalentTo(local);
    }

    /// <summary>All of an answer but what differs from each to the next: its time and its trace.</summary>
    private static async Task<Answer> AnswerAsync(AudioServerApp server, string method, string path, string[] headers)
    {
        using var answer = await server.SendAsync(HttpMethod.Parse(method), path, null, [.. headers.Chunk(2).Select(header => (header[0], header[1]))]);
        var described = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not "Date").ToDictionary(header => header.Key, header => string.Join(',', header.Value));
        var body = await answer.Content.ReadAsByteArrayAsync();
        return new Answer(answer.StatusCode, described, answer.IsSuccessStatusCode || body.Length == 0 ? Requests.Sha256(body) : Problem(body));
    }

    private static string Problem(byte[] body)
    {
        var problem = JsonNode.Parse(body)!.AsObject();
        problem.Remove("traceId");
        return problem.ToJsonString();
    }

    private sealed record Answer(HttpStatusCode Status, Dictionary<string, string> Headers, string Body);
}
