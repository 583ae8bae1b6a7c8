using AudioServer.Domain.Pcm;
using AudioServer.Domain.Structure;

namespace AudioServer.Domain.Verification;

/// <summary>All that one verification saw of a file, for <see cref="Judge"/>.</summary>
/// <param name="Container">The contract's name.</param>
/// <param name="Codec">ffprobe's name.</param>
/// <param name="Size">Bytes of the file.</param>
/// <param name="Declared">What the prober read from the headers.</param>
/// <param name="Structure">What our own walk over the file found.</param>
/// <param name="Decoding">How decoding went.</param>
/// <param name="Pcm">What came of it.</param>
/// <param name="Elapsed">Seconds that it took.</param>
public sealed record Evidence(
    string Container,
    string Codec,
    long Size,
    DeclaredAudio Declared,
    FileStructure Structure,
    Decoding Decoding,
    PcmMeasurements Pcm,
    double Elapsed);
