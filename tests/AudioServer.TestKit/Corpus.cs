using System.Text.Json;

namespace AudioServer.TestKit;

/// <summary>A collection of real files outside the repository, described by its manifest.jsonl; there when the environment says where.</summary>
public static class Corpus
{
    /// <summary>Names the folder that holds manifest.jsonl.</summary>
    public const string Variable = "AUDIOSERVER_CORPUS";

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The folder, or null where there is no corpus.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;

    public static IReadOnlyList<CorpusFile> Files() =>
        [.. File.ReadLines(Path.Combine(Root, "manifest.jsonl"))
            .Where(line => line.Length > 0)
            .Select(line => JsonSerializer.Deserialize<CorpusFile>(line, SnakeCase)!)];

    /// <summary>The file's bytes, read-only: nothing is ever written into a corpus.</summary>
    public static FileStream Open(CorpusFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return File.OpenRead(FullPath(file));
    }

    public static string FullPath(CorpusFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Path.Combine(Root, file.Path);
    }

    private static string Root => Folder ?? throw new InvalidOperationException($"{Variable} is not set.");
}

/// <summary>
/// One line of the manifest. The kind is "audio", "damaged", "ambiguous" or "not-audio"; container, codec, rate, channels and bits are what ffprobe
/// calls them, null where it finds none. The exact samples and seconds are what decodes; the reference is the length by the format's own decoder,
/// where it counts otherwise.
/// </summary>
public sealed record CorpusFile(
    string Path,
    string Kind,
    string? Container,
    string? Codec,
    int? SampleRate,
    int? Channels,
    int? BitsPerSample,
    long Bytes,
    string Sha256,
    long? ExactSamples,
    double? ExactSeconds,
    double? ToleranceSeconds,
    double? ReferenceSeconds);
