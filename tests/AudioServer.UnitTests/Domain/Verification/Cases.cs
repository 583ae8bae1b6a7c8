using AudioServer.Domain.Pcm;
using AudioServer.Domain.Structure;
using AudioServer.Domain.Verification;

namespace AudioServer.UnitTests.Domain.Verification;

/// <summary>Evidence made up: five seconds of sound stereo at 44.1 kHz, of which a test changes what it is about.</summary>
internal static class Cases
{
    public const int Rate = 44_100;
    public const long Samples = 5 * Rate;

    /// <summary>A lossy file that declares its length to a frame, with a walker and nothing wrong.</summary>
    public static Evidence Sound { get; } = new(
        "mp3",
        "mp3",
        80_000,
        new DeclaredAudio(5, null, Rate, 2, null, 128_000),
        new FileStructure { DeclaredSamples = Samples, PresentSamples = Samples, ToleranceSamples = 1152, SampleRate = Rate, Channels = 2, AudioEnd = 80_000 },
        new Decoding(DecodingEnd.Finished, new DecoderIdentity("ffmpeg", "5.1"), [], 0),
        new PcmMeasurements(new PcmFormat(PcmEncoding.F32, Rate, 2), Samples, "00", null, 0, null, [], false, new Loudness(-18, 3, -1, -1)),
        0.5);

    /// <summary>A FLAC file with the MD5 of its samples.</summary>
    public static Evidence Flac { get; } = Sound.Of("flac", "flac").Structured(structure => structure with { ToleranceSamples = 0, PcmMd5 = [1, 2, 3], IsChecksummed = true })
        with
    { Pcm = Sound.Pcm with { Md5 = [1, 2, 3] } };

    /// <summary>A file of a format that no walker knows, of which the prober read a duration.</summary>
    public static Evidence Unwalked { get; } = Sound.Structured(_ => FileStructure.Unknown);

    public static Evidence Of(this Evidence evidence, string container, string codec) => evidence with { Container = container, Codec = codec };

    public static Evidence Structured(this Evidence evidence, Func<FileStructure, FileStructure> change) => evidence with { Structure = change(evidence.Structure) };

    public static Evidence Declaring(this Evidence evidence, Func<DeclaredAudio, DeclaredAudio> change) => evidence with { Declared = change(evidence.Declared) };

    public static Evidence Found(this Evidence evidence, params Finding[] findings)
    {
        var list = new FindingList();
        foreach (var finding in findings)
        {
            list.Add(finding);
        }

        return evidence.Structured(structure => structure with { Findings = list });
    }

    public static Evidence Decoded(this Evidence evidence, long samples) =>
        evidence with { Pcm = evidence.Pcm with { SampleCount = samples, Format = samples == 0 ? null : evidence.Pcm.Format } };

    public static Evidence Ended(this Evidence evidence, DecodingEnd end) => evidence with { Decoding = evidence.Decoding with { End = end } };

    public static Evidence Complained(this Evidence evidence, params (string Message, double At)[] complaints) => evidence with
    {
        Decoding = evidence.Decoding with { Complaints = [.. complaints.Select(said => new DecoderComplaint(said.Message, said.At))], ComplaintCount = complaints.Length },
    };
}
