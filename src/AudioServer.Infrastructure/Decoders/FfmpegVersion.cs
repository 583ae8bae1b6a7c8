using System.Text;
using AudioServer.Domain.AudioFiles;
using AudioServer.Domain.Verification;
using AudioServer.Infrastructure.Processes;

namespace AudioServer.Infrastructure.Decoders;

/// <summary>Asks ffmpeg once which version it is.</summary>
internal sealed class FfmpegVersion(CagedRunner runner)
{
    private static readonly RunBounds Bounds = new(TimeSpan.FromSeconds(60), OutputBytes: 64 * 1024);

    private DecoderIdentity? _identity;

    /// <summary>The version is "unknown" when ffmpeg does not say it in the customary words.</summary>
    public async Task<DecoderIdentity> OfAsync(string ffmpeg, CancellationToken cancellationToken)
    {
        if (_identity is null)
        {
            var result = await runner.RunAsync(new CagedCommand(ffmpeg, ["-version"], new CageLimits(CpuSeconds: 10)), Bounds, cancellationToken);
            var words = Encoding.UTF8.GetString(result.Output.Span).Split('\n')[0].Split(' ');
            var version = words is ["ffmpeg", "version", var third, ..] ? AudioTags.Clean(third) : null;
            if (version is null)
            {
                return new DecoderIdentity("ffmpeg", "unknown");
            }

            _identity = new DecoderIdentity("ffmpeg", version);
        }

        return _identity;
    }
}
