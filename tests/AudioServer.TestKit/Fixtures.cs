using System.Text.Json;

namespace AudioServer.TestKit;

/// <summary>The small committed files of <c>tests/fixtures</c>, and what is true of them.</summary>
public static class Fixtures
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The checkout: the folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A second of stereo at 44.1 kHz, 16 bit.</summary>
    public static string MyFile { get; } = Audio("myfile.wav");

    /// <summary>Every fixture.</summary>
    public static IReadOnlyList<Fixture> All { get; } =
        JsonSerializer.Deserialize<List<Fixture>>(File.ReadAllText(Path.Combine(Root, "tests", "fixtures", "manifest.json")), Json)!;

    public static string Audio(string name) => Path.Combine(Root, "tests", "fixtures", "audio", name);

    public static string Other(string name) => Path.Combine(Root, "tests", "fixtures", "other", name);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AudioServer.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the checkout.");
        }

        return folder;
    }
}

/// <summary>One fixture, as made by <c>tests/fixtures/make</c>.</summary>
/// <param name="Path">Relative to <c>tests/fixtures</c>.</param>
/// <param name="Kind"><c>audio</c> or <c>other</c>.</param>
/// <param name="Container">The contract's container.</param>
/// <param name="Codec">ffprobe's codec name.</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="Channels">Count.</param>
/// <param name="Seconds">As constructed; a lossy file may declare up to 0.16 s more.</param>
/// <param name="Tags">As set.</param>
/// <param name="Cover">Whether a picture was embedded.</param>
public sealed record Fixture(string Path, string Kind, string? Container, string? Codec, int? SampleRate, int? Channels, double? Seconds, JsonElement? Tags, bool Cover)
{
    public string FullPath => System.IO.Path.Combine(Fixtures.Root, "tests", "fixtures", Path);

    public override string ToString() => Path;
}
