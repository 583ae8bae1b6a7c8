using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

/// <summary>Waveforms as the parser of peaks.js reads them (npm's waveform-data), beside the plain reckoning over the samples.</summary>
public sealed class WaveformParserTests(VerifyingServer shared) : IClassFixture<VerifyingServer>, IAsyncLifetime
{
    private const int Header = 44;
    private readonly TemporaryFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _folder.Dispose();
        await shared.ClearAsync();
    }

    [Theory]
    [InlineData("", 256, false)]
    [InlineData("&zoom=512", 512, false)]
    [InlineData("&channels=split", 256, true)]
    [InlineData("&zoom=1024&channels=split", 1024, true)]
    public async Task The_parser_reads_both_forms_alike_and_their_values_are_those_of_the_samples(string query, int zoom, bool split)
    {
        // Noise, stereo; not a whole number of pixels long.
        var wav = new Wav(Header + (4 * 100_001), seed: 7).ToArray();
        await shared.VerifiedAsync("noise.wav", wav);

        var parsed = await ParseAsync(await GetAsync($"/waveform?name=noise.wav{query}", "application/json"), await GetAsync($"/waveform?name=noise.wav{query}", "application/octet-stream"));

        parsed.Should().HaveCount(2);
        foreach (var waveform in parsed)
        {
            waveform.GetProperty("sampleRate").GetInt32().Should().Be(44_100);
            waveform.GetProperty("samplesPerPixel").GetInt32().Should().Be(zoom);
            waveform.GetProperty("bits").GetInt32().Should().Be(16);
            var channels = waveform.GetProperty("channels").EnumerateArray().ToList();
            channels.Should().HaveCount(split ? 2 : 1);
            for (var channel = 0; channel < channels.Count; channel++)
            {
                var (min, max) = Peaks(wav, zoom, split ? channel : null);
                channels[channel].GetProperty("min").EnumerateArray().Select(value => value.GetInt32()).Should().Equal(min);
                channels[channel].GetProperty("max").EnumerateArray().Select(value => value.GetInt32()).Should().Equal(max);
            }
        }
    }

    [Fact]
    public async Task Pictures_are_pictures()
    {
        await shared.VerifiedAsync("take.wav", Requests.Wav);

        var (svg, png) = (await GetAsync("/waveform?name=take.wav", "image/svg+xml"), await GetAsync("/waveform?name=take.wav&format=png&pixels=300", "*/*"));

        File.ReadAllText(svg).Should().StartWith("<svg").And.Contain("<path");
        var bytes = File.ReadAllBytes(png);
        bytes.Should().StartWith(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A });
        BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)).Should().BeInRange(1, 300);
    }

    /// <summary>Minimum and maximum of each pixel's samples; of the mean of both channels, towards zero, where no channel is asked for.</summary>
    private static (int[] Min, int[] Max) Peaks(byte[] wav, int zoom, int? channel)
    {
        var samples = wav.AsSpan(Header);
        var values = new int[samples.Length / 4];
        for (var i = 0; i < values.Length; i++)
        {
            int left = BinaryPrimitives.ReadInt16LittleEndian(samples[(4 * i)..]), right = BinaryPrimitives.ReadInt16LittleEndian(samples[((4 * i) + 2)..]);
            values[i] = channel switch
            {
                null => (left + right) / 2,
                0 => left,
                _ => right,
            };
        }

        var pixels = values.Chunk(zoom).ToList();
        return ([.. pixels.Select(pixel => pixel.Min())], [.. pixels.Select(pixel => pixel.Max())]);
    }

    private async Task<string> GetAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        using var answer = await shared.App.Client.SendAsync(request);
        answer.IsSuccessStatusCode.Should().BeTrue();
        var file = _folder.File($"{Directory.GetFiles(_folder.Path).Length}");
        await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync());
        return file;
    }

    private static async Task<List<JsonElement>> ParseAsync(params string[] files)
    {
        var run = await new Command("node", [Path.Combine(Fixtures.Root, "tests", "waveform-parser", "parse.js"), .. files]).SucceedAsync();
        return [.. JsonDocument.Parse(run.Bytes).RootElement.EnumerateArray()];
    }
}
