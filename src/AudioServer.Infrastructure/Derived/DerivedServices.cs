using AudioServer.Application.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.Infrastructure.Derived;

internal static class DerivedServices
{
    /// <summary>Slices and conversions. The tools and their cage come with probing.</summary>
    public static IServiceCollection AddDerived(this IServiceCollection services)
    {
        services.AddOptions<DerivedOptions>().BindConfiguration("Derived")
            .Validate(derived => derived.CacheBytes >= 1 << 20, "Derived:CacheBytes is a number of bytes, 1048576 or more.")
            .Validate(derived => derived.Concurrency >= 1, "Derived:Concurrency is a number, 1 or more.")
            .ValidateOnStart();
        services.AddSingleton<IAudioConverter, FfmpegAudioConverter>();
        services.AddSingleton<IDerivedCache, DerivedCache>();
        return services;
    }
}
