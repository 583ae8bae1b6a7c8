using System.Text.Json;
using AudioServer.Infrastructure.Probing;
using AudioServer.Infrastructure.Processes;
using AudioServer.Infrastructure.Tags;
using AudioServer.IntegrationTests.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioServer.IntegrationTests.Probing;

/// <summary>Real files of other projects, of which it is known what they are. Runs where AUDIOSERVER_CORPUS names their folder.</summary>
public sealed class CorpusTests
{
    private const string Variable = "AUDIOSERVER_CORPUS";

    [NeedsCorpus]
    public async Task Every_sound_is_found_as_what_it_is()
    {
        using var prober = Prober();
        var differences = new List<string>();
        foreach (var entry in Entries("audio"))
        {
            var facts = await prober.ProbeAsync(entry.FullPath, entry.Container!.Split(',')[0], CancellationToken.None);
            Compare(entry.Container, facts?.Container, "container");
            Compare(entry.Codec, facts?.Codec, "codec");
            Compare(entry.Sample_Rate, facts?.SampleRate, "sample rate");
            Compare(entry.Channels, facts?.Channels, "channels");
            Compare(entry.Bits_Per_Sample, facts?.BitsPerSample, "bits");

            void Compare<T>(T expected, T actual, string what)
            {
                if (!EqualityComparer<T>.Default.Equals(expected, actual))
                {
                    differences.Add($"{entry.Path}: {what} {actual} instead of {expected}");
                }
            }
        }

        differences.Should().BeEmpty();
    }

    [NeedsCorpus]
    public async Task Films_are_their_sound_and_nothing_where_they_have_none()
    {
        using var prober = Prober();

        (await ProbeAsync("file-type/fixture-imovie.mp4", "mov")).Should().BeEquivalentTo(new { Codec = "aac", SampleRate = 48000, Channels = 2, HasVideo = true, HasCover = false });
        (await ProbeAsync("file-type/fixture.avi", "avi")).Should().BeEquivalentTo(new { Codec = "adpcm_ms", SampleRate = 44100, Channels = 2, HasVideo = true, HasCover = false });
        (await ProbeAsync("mutagen/sample_length.oggtheora", "ogg")).Should().BeEquivalentTo(new { Codec = "vorbis", SampleRate = 48000, Channels = 2, HasVideo = true, HasCover = false });
        (await ProbeAsync("music-metadata/matroska/big-buck-bunny_trailer-short.vp8.webm", "matroska"))
            .Should().BeEquivalentTo(new { Codec = "vorbis", SampleRate = 44100, Channels = 1, HasVideo = true, HasCover = true });
        (await ProbeAsync("taglib/blank_video.m4v", "mov")).Should().BeEquivalentTo(new { Codec = "aac", SampleRate = 44100, Channels = 2, HasVideo = true, HasCover = false });
        (await ProbeAsync("music-metadata/mp4/sample_640x360.mov", "mov")).Should().BeNull();
        (await ProbeAsync("mutagen/sample.oggtheora", "ogg")).Should().BeNull();
        (await ProbeAsync("taglib/no-tags.webm", "matroska")).Should().BeNull();
        (await ProbeAsync("file-type/fixture.flv", "flv")).Should().BeNull();

        Task<Application.Ports.StreamFacts?> ProbeAsync(string path, string demuxer) =>
            prober.ProbeAsync(Path.Combine(Environment.GetEnvironmentVariable(Variable)!, path), demuxer, CancellationToken.None);
    }

    [NeedsCorpus]
    public async Task No_damaged_or_odd_file_harms_the_prober()
    {
        using var prober = Prober();
        foreach (var entry in Entries("damaged", "ambiguous", "not-audio"))
        {
            var demuxer = entry.Container?.Split(',')[0] is { } name && FfmpegAllowLists.Demuxers.Contains(name) ? name : "mp3";
            await FluentActions.Awaiting(() => prober.ProbeAsync(entry.FullPath, demuxer, CancellationToken.None)).Should().NotThrowAsync(entry.Path);
        }
    }

    [NeedsCorpus]
    public async Task No_file_harms_the_tag_reader()
    {
        using var reader = new TagLibTagReader(Caged.Strongest, TimeProvider.System, NullLogger<TagLibTagReader>.Instance);
        var read = 0;
        using var folder = new TemporaryFolder();
        foreach (var entry in Entries("audio", "damaged", "ambiguous", "not-audio"))
        {
            var copy = folder.File("upload");
            File.Copy(entry.FullPath, copy, overwrite: true);
            var demuxer = entry.Container?.Split(',')[0] ?? "mp3";
            read += await reader.ReadAsync(copy, demuxer, CancellationToken.None) is null ? 0 : 1;
        }

        read.Should().BeGreaterThan(200);
    }

    private static FfprobeStreamProber Prober() => new(Caged.Tools, Caged.Strongest, new CagedRunner(Caged.Strongest, TimeProvider.System));

    private static IEnumerable<Entry> Entries(params string[] kinds)
    {
        var options = new JsonSerializerOptions { PropertyNameCaseInsensitive = true };
        return File.ReadLines(Path.Combine(Environment.GetEnvironmentVariable(Variable)!, "manifest.jsonl"))
            .Select(line => JsonSerializer.Deserialize<Entry>(line, options)!)
            .Where(entry => kinds.Contains(entry.Kind));
    }

    private sealed record Entry(string Path, string Kind, string? Container, string? Codec, int? Sample_Rate, int? Channels, int? Bits_Per_Sample)
    {
        public string FullPath => System.IO.Path.Combine(Environment.GetEnvironmentVariable(Variable)!, Path);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class NeedsCorpusAttribute : FactAttribute
    {
        public NeedsCorpusAttribute() => Skip = Directory.Exists(Environment.GetEnvironmentVariable(Variable)) ? null : $"{Variable} names no folder";
    }
}
