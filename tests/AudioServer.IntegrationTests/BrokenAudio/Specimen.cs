using AudioServer.IntegrationTests.Processes;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.BrokenAudio;

/// <summary>A sound file of one format, and how it may be broken.</summary>
/// <param name="Format">As the table names it.</param>
/// <param name="Fixture">Of <c>tests/fixtures/audio</c>.</param>
/// <param name="AudioStart">Where its audio begins, behind the headers.</param>
internal sealed record Specimen(string Format, string Fixture, Func<byte[], int> AudioStart)
{
    /// <summary>The same bytes from the same ffmpeg.</summary>
    private static readonly string[] Exact = ["-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1"];

    /// <summary>How a frame, page or packet in the middle is taken out, in formats that have some.</summary>
    public Func<byte[], byte[]>? RemoveFrame { get; init; }

    /// <summary>What else is done to it: headers that lie, checksums made wrong.</summary>
    public IReadOnlyList<Damage> Own { get; init; } = [];

    /// <summary>The file's end that is not audio: an index behind it.</summary>
    public int TailSize { get; init; }

    /// <summary>
    /// Where the fixture is too small to hold several frames or pages: its packets are copied into smaller pages, or its samples, repeated,
    /// encoded without loss. Null where the fixture is the specimen.
    /// </summary>
    public Recipe? Recipe { get; init; }

    /// <summary>Of the whole file's name.</summary>
    public string Extension => Path.GetExtension(Recipe?.Name ?? Fixture);

    /// <summary>The whole file.</summary>
    public async Task<byte[]> BytesAsync()
    {
        if (Recipe is null)
        {
            return await File.ReadAllBytesAsync(Fixtures.Audio(Fixture));
        }

        using var folder = new TemporaryFolder();
        return await File.ReadAllBytesAsync(await PlainFfmpeg.MakeAsync(folder.File(Recipe.Name), [.. Recipe.InputOptions, "-i", Fixtures.Audio(Fixture), .. Exact, .. Recipe.OutputOptions]));
    }

    /// <summary>The file whole, and broken in every way that fits it.</summary>
    public IEnumerable<Damage> Damages() =>
    [
        new Damage("none", file => file),
        .. Damage.Common,
        .. RemoveFrame is null ? Array.Empty<Damage>() : [new Damage("a frame missing", RemoveFrame)],
        .. Own,
    ];

    public override string ToString() => Format;
}

/// <summary>How ffmpeg makes a specimen of a fixture.</summary>
/// <param name="Name">File name; its extension chooses the format.</param>
/// <param name="InputOptions">In front of the fixture.</param>
/// <param name="OutputOptions">Behind it.</param>
internal sealed record Recipe(string Name, string[] InputOptions, string[] OutputOptions)
{
    /// <summary>The fixture's own packets in Ogg pages of a tenth of a second.</summary>
    public static Recipe SmallPages(string fixture) => new(fixture, [], ["-c", "copy", "-page_duration", "100000", "-serial_offset", "1"]);

    /// <summary>The fixture three times over, in a lossless codec.</summary>
    public static Recipe Thrice(string name, string encoder) => new(name, ["-stream_loop", "2"], ["-c:a", encoder]);
}
