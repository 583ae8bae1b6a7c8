using AudioServer.Domain.Pcm;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Processes;

/// <summary>ffmpeg as anybody runs it, without our cage and bounds: it makes what tests need, and ours is held against it.</summary>
internal static class PlainFfmpeg
{
    public static Command Command(params IReadOnlyList<string> arguments) => new(Caged.Tools.Ffmpeg!, ["-nostdin", .. arguments]);

    /// <summary>Makes a file; its path.</summary>
    public static async Task<string> MakeAsync(string path, params IReadOnlyList<string> options)
    {
        await Command(["-v", "error", "-y", .. options, "file:" + path]).SucceedAsync();
        return path;
    }

    /// <summary>Every sample of the file, decoded in one go from its beginning.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">Of the samples.</param>
    /// <param name="demuxer">Null leaves it to ffmpeg.</param>
    public static async Task<byte[]> DecodeAsync(string path, PcmEncoding encoding, string? demuxer = null)
    {
        string[] format = demuxer is null ? [] : ["-f", demuxer];
        return (await Command(["-v", "error", .. format, "-i", "file:" + path, "-map", "0:a:0", "-c:a", $"pcm_{encoding.Name()}", "-f", "data", "pipe:1"]).SucceedAsync()).Bytes;
    }
}
