using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using AudioServer.Domain.Formats;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

/// <summary>Real files that nobody here wrote, through the door and back, held against their ground truth.</summary>
public sealed class CorpusTests : IAsyncLifetime
{
    private AudioServerApp _server = null!;

    public async Task InitializeAsync() => _server = await AudioServerApp.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [CorpusFact]
    public async Task Audio_is_taken_and_described_as_it_is_and_what_is_not_audio_is_refused()
    {
        var mismatches = new List<string>();
        foreach (var file in Corpus.Files())
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

    [CorpusFact]
    public async Task Content_comes_back_as_it_went_whole_and_from_random_ranges()
    {
        var random = new Random(586);
        var differing = new List<string>();
        foreach (var file in Corpus.Files())
        {
            using var answer = await UploadAsync(file);
            if (answer.StatusCode != HttpStatusCode.Created)
            {
                continue;
            }

            var content = new Uri($"{answer.Headers.Location}/content", UriKind.Relative);
            var whole = await _server.Client.GetByteArrayAsync(content);
            using var together = new MemoryStream();
            while (together.Length < file.Bytes)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, content);
                request.Headers.Range = new RangeHeaderValue(together.Length, together.Length + random.NextInt64(1, Math.Max(2, file.Bytes / 2)));
                using var part = await _server.Client.SendAsync(request);
                await part.Content.CopyToAsync(together);
            }

            together.Position = 0;
            if (Hex(SHA256.HashData(whole)) != file.Sha256 || Hex(await SHA256.HashDataAsync(together)) != file.Sha256)
            {
                differing.Add(file.Path);
            }
        }

        differing.Should().BeEmpty();
    }

    private static string Hex(byte[] digest) => Convert.ToHexStringLower(digest);

    private async Task<HttpResponseMessage> UploadAsync(CorpusFile file)
    {
        using var content = new StreamContent(Corpus.Open(file));
        return await _server.Client.PostAsync(new Uri($"/post?onconflict=rename&name={Uri.EscapeDataString(Path.GetFileName(file.Path))}", UriKind.Relative), content);
    }
}
