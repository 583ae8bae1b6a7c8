using System.Text.Json;
using AudioServer.Domain.Verification;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Decoders;

/// <summary>Real files of other projects, of which it is known how many samples decode.</summary>
public sealed class DecoderCorpusTests
{
    /// <summary>It changes rate and channels on the way. The manifest counts each part at its own rate; here all of it comes at the first.</summary>
    private const string Changing = "music-metadata/mp3/layer3/he_mode.mp3";

    /// <summary>Sound files that are complained of, each with the cause.</summary>
    private static readonly Dictionary<string, string> Complained = new()
    {
        ["go-audio-wav/padded24b.wav"] = "a byte behind the last frame",
        ["taglib/duplicate_id3v2.aiff"] = "a byte behind the last frame",
        ["minimp3/performance/MEANDR90.mp3"] = "a packet that the decoder refuses, by which no sample is lost",
        ["taglib/ape.mp3"] = "an APE tag behind the last frame",
        ["taglib/tagged.wv"] = "a tag behind the last block",
        ["music-metadata/mp3/layer1/fl1.mp1"] = "false checksums in every frame",
    };

    /// <summary>Damaged files in which what is there decodes: headers that promise more, or files in which no audio is found.</summary>
    private static readonly string[] Silent =
    [
        "flac-test-files/faulty/11 - incorrect metadata block length.flac", "music-metadata/mp3/issue-554.mp3", "scipy/test-44100Hz-le-1ch-4bytes-early-eof.wav",
        "taglib/lame_cbr.mp3", "taglib/lame_vbr.mp3", "taglib/rare_frames.mp3", "taglib/real_example.wma", "taglib/toc_many_children.mp3", "tinytag/lossless.wma",
        "tinytag/mvhd_version_1.m4a",
    ];

    [CorpusFact]
    public async Task Every_sound_decodes_to_its_last_sample()
    {
        var (differences, complained) = (new List<string>(), new List<string>());
        foreach (var (file, samples) in Files("audio"))
        {
            var decoded = await DecodeAsync(file);
            if (decoded.Decoding.End != DecodingEnd.Finished || (decoded.Count != samples && file.Path != Changing))
            {
                differences.Add($"{file.Path}: {decoded.Decoding.End}, {decoded.Count} samples instead of {samples}");
            }

            if (decoded.Decoding.ComplaintCount > 0)
            {
                complained.Add(file.Path);
            }

            if (decoded.Decoding.Loudness is null && file.Path != Changing)
            {
                differences.Add($"{file.Path}: no loudness");
            }
        }

        differences.Should().BeEmpty();
        complained.Should().BeEquivalentTo(Complained.Keys);
    }

    [CorpusFact]
    public async Task Of_damaged_files_those_are_complained_of_that_have_a_fault_the_decoder_can_see()
    {
        var silent = new List<string>();
        foreach (var (file, _) in Files("damaged"))
        {
            var decoding = (await DecodeAsync(file)).Decoding;
            decoding.End.Should().BeOneOf([DecodingEnd.Finished, DecodingEnd.GaveUp, DecodingEnd.NoDecoder], file.Path);
            if (decoding is { End: DecodingEnd.Finished, ComplaintCount: 0 })
            {
                silent.Add(file.Path);
            }
        }

        silent.Should().BeEquivalentTo(Silent);
    }

    private static async Task<Decoded> DecodeAsync(CorpusFile file)
    {
        var (path, demuxer) = (Corpus.FullPath(file), file.Container!.Split(',')[0]);
        return await Decoder.DecodeAsync(path, demuxer, await Decoder.NativeAsync(path, demuxer));
    }

    private static IEnumerable<(CorpusFile File, long? Samples)> Files(string kind)
    {
        var samples = File.ReadLines(Path.Combine(Corpus.Folder!, "manifest.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(
            entry => entry.GetProperty("path").GetString()!,
            entry => entry.TryGetProperty("exact_samples", out var count) && count.ValueKind == JsonValueKind.Number ? count.GetInt64() : (long?)null);
        return Corpus.Files().Where(file => file.Kind == kind && file.Container is not null).Select(file => (file, samples[file.Path]));
    }
}
