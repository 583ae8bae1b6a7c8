namespace AudioServer.IntegrationTests.BrokenAudio;

/// <summary>One way to break a file.</summary>
/// <param name="Name">As the table names it.</param>
/// <param name="Apply">Makes the broken file from the whole one.</param>
internal sealed record Damage(string Name, Func<byte[], byte[]> Apply)
{
    /// <summary>Bit flips tried on each format.</summary>
    public const int Flips = 16;

    private const int MostCutOut = 4096;
    private const int Zeroed = 64;
    private const int Garbage = 512;

    /// <summary>What can befall any file.</summary>
    public static IReadOnlyList<Damage> Common { get; } =
    [
        .. new[] { 10, 50, 90, 99 }.Select(percent => new Damage($"cut to {percent} %", file => file[..(file.Length * percent / 100)])),
        new($"{Zeroed} bytes zeroed", file => file.With(copy => copy.AsSpan(file.Length / 2, Zeroed).Clear())),
        new("a hole cut out", file => file.Without(file.Length / 2, Math.Min(MostCutOut, file.Length / 4))),
        new("garbage before", file => [.. ByteEdits.Noise(Garbage), .. file]),
        new("garbage behind", file => [.. file, .. ByteEdits.Noise(Garbage)]),
        new("file + file", file => [.. file, .. file]),
    ];

    /// <summary>The file with one bit of its audio flipped, at places that are the same every time.</summary>
    public static IEnumerable<byte[]> BitFlips(Specimen specimen, byte[] file)
    {
        var (start, random) = (specimen.AudioStart(file), new Random(file.Length));
        return Enumerable.Range(0, Flips).Select(_ => file.Flip(random.Next(start, file.Length - specimen.TailSize), random.Next(8))).ToList();
    }
}
