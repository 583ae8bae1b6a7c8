using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using AudioServer.Domain.Formats;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

/// <summary>Real files that nobody here wrote, through the door and back, held against their ground truth. Of sound that is alike in all that is told of it one file: that each is found to be what it is, is looked at without a server.</summary>
public sealed class CorpusTests : IAsyncLifetime
{
    private AudioServerApp _server = null!;

    /// <summary>What verification says of them is looked at where it can be compared with their samples; here it would only take the time of an hour of sound.</summary>
    public async Task InitializeAsync() => _server = await AudioServerApp.StartAsync(settings: ["--Verification:Concurrency", "0"]);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [CorpusFact]
    public async Task Audio_is_taken_described_as_it_is_and_comes_back_as_it_went_and_what_is_not_audio_is_refused()
    {
        var random = new Random(586);
        var mismatches = new List<string>();
        foreach (var file in Corpus.Files().DistinctBy(file => file.Kind == "audio" ? $"{file.Container} {file.Codec} {file.SampleRate} {file.Channels}" : file.Path))
        {
            using var answer = await UploadAsync(file);
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
            if (file.Kind == "audio")
            {
                var expected = $"Created {MediaTypes.ContractContainer(file.Container!)} {file.Codec} {file.SampleRate} {file.Channels}";
                var actual = answer.IsSuccessStatusCode
                    ? $"{answer.StatusCode} {body.Text("container")} {body.Text("codec")} {body.GetProperty("sampleRate")} {body.GetProperty("channels")}"
                    : $"{answer.StatusCode} {body.Text("detail")}";
                AddIfDifferent(expected, actual);
            }
            else if (file.Kind == "not-audio")
            {
                AddIfDifferent("UnsupportedMediaType not_audio", $"{answer.StatusCode} {(body.TryGetProperty("code", out var code) ? code : "")}");
            }
            else if (answer.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.UnsupportedMediaType))
            {
                mismatches.Add($"{file.Path}: {answer.StatusCode} {body}");
            }

            if (answer.StatusCode == HttpStatusCode.Created)
            {
                var content = new Uri($"{answer.Headers.Location}/content", UriKind.Relative);
                AddIfDifferent(file.Sha256, Hex(SHA256.HashData(await _server.Client.GetByteArrayAsync(content))));
                AddIfDifferent(file.Sha256, Hex(SHA256.HashData(await InRangesAsync(content, file.Bytes, random))));
            }

            void AddIfDifferent(string expected, string actual)
            {
                if (actual != expected)
                {
                    mismatches.Add($"{file.Path}: {actual} instead of {expected}");
                }
            }
        }

        mismatches.Should().BeEmpty();
    }

    /// <summary>The whole, put together from ranges of random lengths.</summary>
    private async Task<byte[]> InRangesAsync(Uri content, long size, Random random)
    {
        using var together = new MemoryStream();
        while (together.Length < size)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, content);
            request.Headers.Range = new RangeHeaderValue(together.Length, together.Length + random.NextInt64(1, Math.Max(2, size / 2)));
            using var part = await _server.Client.SendAsync(request);
            await part.Content.CopyToAsync(together);
        }

        return together.ToArray();
    }

    private static string Hex(byte[] digest) => Convert.ToHexStringLower(digest);

    private async Task<HttpResponseMessage> UploadAsync(CorpusFile file)
    {
        using var content = new StreamContent(Corpus.Open(file));
        return await _server.Client.PostAsync(new Uri($"/post?onconflict=rename&name={Uri.EscapeDataString(Path.GetFileName(file.Path))}", UriKind.Relative), content);
    }
}
