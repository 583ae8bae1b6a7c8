using AudioServer.Domain.Structure;
using AudioServer.Domain.Verification;
using AudioServer.TestKit;

namespace AudioServer.UnitTests.Domain.Structure.Frames;

/// <summary>Streams of frames to walk: the fixtures, whole and spoilt.</summary>
internal static class FrameFiles
{
    /// <summary>The fixtures that are streams of frames, with their demuxers.</summary>
    public static readonly IReadOnlyList<(string Name, string Demuxer)> All =
    [
        ("mp3-cbr.mp3", "mp3"),
        ("mp3-vbr-xing.mp3", "mp3"),
        ("mp3-no-xing.mp3", "mp3"),
        ("mp3-mpeg2-22k.mp3", "mp3"),
        ("mp3-mpeg2.5-8k.mp3", "mp3"),
        ("mpeg-layer1.mp1", "mp3"),
        ("mpeg-layer2.mp2", "mp3"),
        ("tagged-id3v2.4.mp3", "mp3"),
        ("tagged-cover-id3v2.3.mp3", "mp3"),
        ("aac-adts.aac", "aac"),
        ("aac-latm.loas", "loas"),
        ("dolby-ac3.ac3", "ac3"),
        ("dolby-eac3.eac3", "eac3"),
        ("amr-nb.amr", "amr"),
    ];

    public static byte[] Read(string name) => File.ReadAllBytes(Fixtures.Audio(name));

    public static FileStructure Scan(byte[] content, string demuxer = "mp3")
    {
        using var stream = new MemoryStream(content);
        return StructureScanner.Scan(stream, demuxer, codec: demuxer, CancellationToken.None);
    }

    public static IEnumerable<Finding> Weighty(this FileStructure structure) => structure.Findings.Where(finding => finding.Severity > Severity.Info);
}
