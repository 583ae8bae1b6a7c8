using AudioServer.Domain.Structure;
using AudioServer.Domain.Verification;
using AudioServer.TestKit;

namespace AudioServer.UnitTests.Domain.Structure;

/// <summary>Scans bytes in memory.</summary>
internal static class Scans
{
    public static byte[] Fixture(string name) => File.ReadAllBytes(Fixtures.Audio(name));

    public static FileStructure Flac(byte[] bytes) => Scan(bytes, "flac", "flac");

    public static FileStructure Ogg(byte[] bytes, string codec = "vorbis") => Scan(bytes, "ogg", codec);

    /// <summary>Those that make a file broken or suspect.</summary>
    public static IEnumerable<Finding> Faults(this FileStructure structure) => structure.Findings.Where(finding => finding.Severity != Severity.Info);

    /// <summary>The bytes with one bit flipped; bits are counted from the first byte's highest.</summary>
    public static byte[] Flipped(byte[] bytes, long bit)
    {
        var copy = bytes.ToArray();
        copy[bit / 8] ^= (byte)(0x80 >> (int)(bit % 8));
        return copy;
    }

    /// <summary>Noise that holds nothing by chance: no sync code, no page.</summary>
    public static byte[] Garbage(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return [.. bytes.Select(value => (byte)(value & 0x7F))];
    }

    /// <summary>As many positions as wanted, the same at every run, the first and the last among them.</summary>
    public static IEnumerable<long> Spread(long from, long to, int count)
    {
        var random = new Random(11);
        return Enumerable.Range(0, count - 2).Select(_ => random.NextInt64(from, to)).Prepend(from).Append(to - 1);
    }

    private static FileStructure Scan(byte[] bytes, string demuxer, string codec)
    {
        using var content = new MemoryStream(bytes, writable: false);
        return StructureScanner.Scan(content, demuxer, codec, CancellationToken.None);
    }
}
