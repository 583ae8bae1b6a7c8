using AudioServer.Application.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.Infrastructure.Decoders;

internal static class DecoderServices
{
    /// <summary>Needs what probing brings: the tools, the cage and its runner.</summary>
    public static IServiceCollection AddDecoder(this IServiceCollection services) => services.AddSingleton<IAudioDecoder, FfmpegAudioDecoder>();
}
