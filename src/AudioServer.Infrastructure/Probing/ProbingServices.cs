using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Processes;
using AudioServer.Infrastructure.Tags;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AudioServer.Infrastructure.Probing;

internal static class ProbingServices
{
    /// <summary>Everything that reads strangers' files, in its cage. The tools are looked up and the cage is tried when first asked for.</summary>
    public static IServiceCollection AddProbing(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => SystemTools.Find(Environment.GetEnvironmentVariable("PATH")));
        services.AddSingleton(provider => Cage.Strongest(provider.GetRequiredService<SystemTools>()));
        services.AddSingleton<CagedRunner>();
        services.AddSingleton<IStreamProber, FfprobeStreamProber>();
        services.AddSingleton<ITagReader, TagLibTagReader>();
        services.AddSingleton<IReadinessCheck, DecoderReadiness>();
        return services;
    }
}
