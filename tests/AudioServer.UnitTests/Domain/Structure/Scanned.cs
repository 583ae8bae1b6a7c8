using AudioServer.Domain.Structure;
using AudioServer.Domain.Verification;
using AudioServer.TestKit;

namespace AudioServer.UnitTests.Domain.Structure;

/// <summary>Files of chunks and boxes, scanned from bytes in memory.</summary>
internal static class Scanned
{
    /// <summary>The fixtures of the containers that are walked by their sizes.</summary>
    public static IEnumerable<Fixture> Fixtures { get; } = TestKit.Fixtures.All.Where(fixture => Demuxer(fixture.Container) is not null).ToArray();

    public static byte[] Bytes(this Fixture fixture) => File.ReadAllBytes(fixture.FullPath);

    public static FileStructure Scan(this Fixture fixture, byte[] content) => Scan(content, Demuxer(fixture.Container)!, fixture.Codec!);

    public static FileStructure Scan(byte[] content, string demuxer, string codec)
    {
        using var stream = new MemoryStream(content, writable: false);
        return StructureScanner.Scan(stream, demuxer, codec, CancellationToken.None);
    }

    public static IEnumerable<Finding> Alarms(this FileStructure structure) => structure.Findings.Where(finding => finding.Severity != Severity.Info);

    /// <summary>Null for the containers of other walkers.</summary>
    public static string? Demuxer(string? container) => container switch
    {
        "mp4" or "mov,mp4,m4a,3gp,3g2,mj2" => "mov",
        "wav" or "aiff" or "au" or "w64" or "caf" or "dsf" or "voc" => container,
        "iff" or "dff" => "iff",
        _ => null,
    };
}
