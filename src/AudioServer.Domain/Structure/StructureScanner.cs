using AudioServer.Domain.Formats.Frames;
using AudioServer.Domain.Structure.Asf;
using AudioServer.Domain.Structure.Chunks;
using AudioServer.Domain.Structure.Flac;
using AudioServer.Domain.Structure.Frames;
using AudioServer.Domain.Structure.Lossless;
using AudioServer.Domain.Structure.Matroska;
using AudioServer.Domain.Structure.Mp4;
using AudioServer.Domain.Structure.Mpeg;
using AudioServer.Domain.Structure.Ogg;

namespace AudioServer.Domain.Structure;

/// <summary>Walks a file's container and frames by the walker of its format. Reads each byte at most once, forward, with bounded memory and no recursion, and has an answer for every sequence of bytes.</summary>
public static class StructureScanner
{
    /// <param name="content">Seekable; stays open, its position afterwards is anywhere.</param>
    /// <param name="demuxer">ffmpeg's name of the format, as the file's first bytes chose it.</param>
    /// <param name="codec">ffprobe's name of the codec.</param>
    /// <param name="cancellationToken">Looked at between reads.</param>
    public static FileStructure Scan(Stream content, string demuxer, string codec, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        cancellationToken.ThrowIfCancellationRequested();
        var reader = new ForwardReader(content, cancellationToken);
        return demuxer switch
        {
            "aac" => FrameStreamWalker.WalkAdts(reader),
            "ac3" => FrameStreamWalker.Walk(reader, new Ac3Frames(enhanced: false), isChecksummed: true),
            "aiff" => AiffWalker.Walk(reader, codec),
            "amr" => FrameStreamWalker.WalkAmr(reader),
            "asf" => AsfWalker.Walk(reader),
            "au" => AuWalker.Walk(reader, codec),
            "caf" => CafWalker.Walk(reader, codec),
            "dsf" => DsfWalker.Walk(reader, codec),
            "eac3" => FrameStreamWalker.Walk(reader, new Ac3Frames(enhanced: true), isChecksummed: true),
            "flac" => FlacWalker.Walk(reader),
            "iff" => DsdiffWalker.Walk(reader, codec),
            "loas" => FrameStreamWalker.Walk(reader, new LoasFrames()),
            "matroska" => MatroskaWalker.Walk(reader),
            "mov" => Mp4Walker.Walk(reader, codec),
            "mp3" => MpegAudioWalker.Walk(reader),
            "ogg" => OggWalker.Walk(reader, codec),
            "tta" => TrueAudioWalker.Walk(reader),
            "voc" => VocWalker.Walk(reader, codec),
            "w64" => W64Walker.Walk(reader, codec),
            "wav" => WavWalker.Walk(reader, codec),
            "wv" => WavPackWalker.Walk(reader),
            _ => FileStructure.Unknown,
        };
    }
}
