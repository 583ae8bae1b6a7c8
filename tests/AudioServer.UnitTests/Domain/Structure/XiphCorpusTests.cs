using AudioServer.Domain.Structure;
using AudioServer.TestKit;

namespace AudioServer.UnitTests.Domain.Structure;

/// <summary>Real FLAC and Ogg files, of which it is known how many samples decode.</summary>
public sealed class XiphCorpusTests
{
    // Its last page is cut after 2,904 of 7,868 bytes; the manifest counts what decodes before it.
    private const string CutThoughCalledSound = "tinytag/test.opus";

    [CorpusFact]
    public void No_sound_file_is_suspected()
    {
        var suspected = Files("audio")
            .Where(file => file.Path != CutThoughCalledSound)
            .SelectMany(file => Scan(file).Faults().Select(finding => $"{file.Path}: {finding}"));

        suspected.Should().BeEmpty();
    }

    [CorpusFact]
    public void Samples_are_counted_as_they_decode()
    {
        var wrong = new List<string>();
        foreach (var file in Files("audio"))
        {
            var structure = Scan(file);
            Compare(structure.PresentSamples, "present");
            Compare(structure.DeclaredSamples, "declared");
            if ((structure.SampleRate, structure.Channels) != (file.SampleRate, file.Channels))
            {
                wrong.Add($"{file.Path}: {structure.SampleRate} Hz, {structure.Channels} channels");
            }

            void Compare(long? samples, string what)
            {
                if (samples is { } count && Math.Min(Off(count, file.ExactSeconds), Off(count, file.ReferenceSeconds)) > file.ToleranceSeconds)
                {
                    wrong.Add($"{file.Path}: {what} {count} instead of {file.ExactSamples}");
                }
            }

            double Off(long count, double? seconds) => Math.Abs(((double)count / file.SampleRate!.Value) - seconds ?? double.MaxValue);
        }

        wrong.Should().BeEmpty();
    }

    [CorpusFact]
    public void Every_damaged_file_is_suspected_where_its_structure_can_tell()
    {
        // Four bytes, "fLaC": there is nothing to be wrong.
        string[] untold = ["tinytag/magic_bytes_only_flac.x"];

        Files("damaged").Where(file => !Scan(file).Faults().Any()).Select(file => file.Path).Should().Equal(untold);
    }

    private static IEnumerable<CorpusFile> Files(string kind) => Corpus.Files().Where(file => file.Kind == kind && Demuxer(file) is not null);

    private static FileStructure Scan(CorpusFile file)
    {
        using var content = Corpus.Open(file);
        return StructureScanner.Scan(content, Demuxer(file)!, file.Codec ?? "", CancellationToken.None);
    }

    private static string? Demuxer(CorpusFile file)
    {
        using var content = Corpus.Open(file);
        Span<byte> first = stackalloc byte[4];
        _ = content.ReadAtLeast(first, 4, throwOnEndOfStream: false);
        return first.SequenceEqual("OggS"u8) ? "ogg"
            : first.SequenceEqual("fLaC"u8) || file.Container == "flac" ? "flac"
            : null;
    }
}
