using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Formats;
using AudioServer.Domain.Formats.Plain;
using AudioServer.Infrastructure.Probing;
using AudioServer.Infrastructure.Processes;
using AudioServer.Infrastructure.Tags;
using AudioServer.IntegrationTests.Processes;
using AudioServer.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioServer.IntegrationTests.Probing;

/// <summary>What we read ourselves is what ffprobe and TagLibSharp would have said: on every file, of whatever kind, that we claim to read.</summary>
public sealed class PlainHeadersTests
{
    [Fact]
    public async Task Of_every_fixture_that_is_read_without_a_process_ffprobe_says_the_same() =>
        (await CompareAsync([.. Fixtures.All.Select(fixture => fixture.FullPath)])).Should().BeGreaterThanOrEqualTo(10);

    [CorpusFact]
    public async Task Of_every_corpus_file_that_is_read_without_a_process_ffprobe_says_the_same() =>
        (await CompareAsync([.. Corpus.Files().Select(Corpus.FullPath)])).Should().BeGreaterThanOrEqualTo(30);

    /// <summary>How many of the files were read.</summary>
    private static async Task<int> CompareAsync(IReadOnlyList<string> paths)
    {
        using var prober = new FfprobeStreamProber(Caged.Tools, Caged.Strongest, new CagedRunner(Caged.Strongest, TimeProvider.System));
        using var tags = new TagLibTagReader(Caged.Strongest, TimeProvider.System, NullLogger<TagLibTagReader>.Instance);
        using var folder = new TemporaryFolder();
        var (read, differences) = (0, new List<string>());
        foreach (var path in paths)
        {
            if (Read(path) is not var (demuxer, plain))
            {
                continue;
            }

            read++;
            var expected = new StreamFacts(demuxer, plain.Codec, plain.SampleRate, plain.Channels, plain.BitsPerSample, plain.BitRate, plain.Duration, null, false, false, false, AudioTags.None, plain.SampleFormat);
            if (await prober.ProbeAsync(path, demuxer, CancellationToken.None) is var facts && facts != expected)
            {
                differences.Add($"{path}: {facts} instead of {expected}");
            }

            // The tag reader sees a folder of copies, as it sees the folder of uploads.
            var copy = folder.File("upload");
            File.Copy(path, copy, overwrite: true);
            var tagged = await tags.ReadAsync(copy, demuxer, CancellationToken.None);
            if (tagged is { HasCover: true } || (tagged is not null && tagged.Tags != AudioTags.None))
            {
                differences.Add($"{path}: {tagged}");
            }
        }

        differences.Should().BeEmpty();

        return read;
    }

    private static (string Demuxer, PlainAudio Plain)? Read(string path)
    {
        using var content = File.OpenRead(path);
        return SignatureDetector.Detect(content) is Signature.Media media && PlainHeaders.Read(content, media.Demuxer) is { } plain ? (media.Demuxer, plain) : null;
    }
}
