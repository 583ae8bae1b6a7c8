using AudioServer.Infrastructure.Probing;
using AudioServer.Infrastructure.Processes;
using AudioServer.Infrastructure.Tags;
using AudioServer.IntegrationTests.Processes;
using AudioServer.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioServer.IntegrationTests.Probing;

/// <summary>Real files of other projects, of which it is known what they are.</summary>
public sealed class CorpusTests
{
    [CorpusFact]
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
            prober.ProbeAsync(Path.Combine(Corpus.Folder!, path), demuxer, CancellationToken.None);
    }

    /// <summary>Taken for MP3, which the gate would not do. As what they are, all files of the corpus pass the prober where uploads are tested.</summary>
    [CorpusFact]
    public async Task No_file_of_no_known_kind_harms_the_prober()
    {
        using var prober = Prober();
        var strange = Corpus.Files().Where(file => file.Kind != "audio" && !(file.Container?.Split(',')[0] is { } name && FfmpegAllowLists.Demuxers.Contains(name))).ToList();

        strange.Should().NotBeEmpty();
        foreach (var file in strange)
        {
            await FluentActions.Awaiting(() => prober.ProbeAsync(Corpus.FullPath(file), "mp3", CancellationToken.None)).Should().NotThrowAsync(file.Path);
        }
    }

    [CorpusFact]
    public async Task No_file_harms_the_tag_reader()
    {
        using var reader = new TagLibTagReader(Caged.Strongest, TimeProvider.System, NullLogger<TagLibTagReader>.Instance);
        var read = 0;
        using var folder = new TemporaryFolder();
        foreach (var file in Corpus.Files())
        {
            var copy = folder.File("upload");
            File.Copy(Corpus.FullPath(file), copy, overwrite: true);
            var demuxer = file.Container?.Split(',')[0] ?? "mp3";
            read += await reader.ReadAsync(copy, demuxer, CancellationToken.None) is null ? 0 : 1;
        }

        read.Should().BeGreaterThan(200);
    }

    private static FfprobeStreamProber Prober() => new(Caged.Tools, Caged.Strongest, new CagedRunner(Caged.Strongest, TimeProvider.System));
}
