using AudioServer.IntegrationTests.Processes;
using AudioServer.TestKit;

namespace AudioServer.IntegrationTests.Probing;

/// <summary>Small sound files, made by ffmpeg when asked for.</summary>
internal static class Sounds
{
    /// <summary>Runs ffmpeg over generated inputs: a tone of 440 Hz is stream 0, a moving picture stream 1, a red still stream 2.</summary>
    public static Task<string> MakeAsync(TemporaryFolder folder, string name, params string[] outputOptions)
    {
        string[] inputs =
        [
            "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100:duration=1", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=1",
            "-f", "lavfi", "-i", "color=red:size=32x32:duration=0.04",
        ];
        return PlainFfmpeg.MakeAsync(folder.File(name), [.. inputs, .. outputOptions]);
    }
}
