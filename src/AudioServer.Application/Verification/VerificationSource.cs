using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Pcm;
using AudioServer.Domain.Verification;

namespace AudioServer.Application.Verification;

/// <summary>A file to be verified, and what the gate knows of it.</summary>
/// <param name="Path">Local; a missing one is a fault of the server's.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Demuxer">ffmpeg's.</param>
/// <param name="Container">The contract's name.</param>
/// <param name="Codec">ffprobe's name.</param>
/// <param name="Encoding">Keeps every bit of the codec's samples.</param>
/// <param name="Declared">By the headers.</param>
/// <param name="ExpectedDuration">Seconds, declared or estimated: for progress and the time limit. Null: no idea.</param>
public sealed record VerificationSource(string Path, long Size, string Demuxer, string Container, string Codec, PcmEncoding Encoding, DeclaredAudio Declared, double? ExpectedDuration)
{
    /// <summary>FLAC carries an MD5 over its samples, at their own width; other codecs none.</summary>
    internal int? Md5Bits => Codec == "flac" ? Declared.BitsPerSample : null;

    /// <summary>What full scale is; DSD's one bit is none of it, and decodes to floats.</summary>
    internal int? IntegerBits => Encoding is PcmEncoding.F32 or PcmEncoding.F64 ? null : Declared.BitsPerSample;

    public static VerificationSource Of(AudioFile file, string path)
    {
        ArgumentNullException.ThrowIfNull(file);
        var encoding = PcmEncodings.NativeTo(file.SampleFormat, file.BitsPerSample);
        return new(path, file.Size, file.Demuxer, file.Container, file.Codec, encoding, DeclaredBy(file), file.DeclaredDuration ?? file.Duration);
    }

    /// <summary>One that is not stored.</summary>
    public static VerificationSource Of(IStagedUpload upload, AudioDescription description)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(description);
        var encoding = PcmEncodings.NativeTo(description.SampleFormat, description.BitsPerSample);
        var declared = new DeclaredAudio(description.DeclaredDuration, null, description.SampleRate, description.Channels, description.BitsPerSample, description.BitRate);
        return new(upload.Path, upload.Content.Size, description.Demuxer, description.Container, description.Codec, encoding, declared, description.Duration);
    }

    internal static DeclaredAudio DeclaredBy(AudioFile file) => new(file.DeclaredDuration, null, file.DeclaredSampleRate, file.DeclaredChannels, file.BitsPerSample, file.BitRate);
}
