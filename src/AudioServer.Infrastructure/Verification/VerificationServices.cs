using AudioServer.Application;
using AudioServer.Application.Ports;
using AudioServer.Application.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AudioServer.Infrastructure.Verification;

internal static class VerificationServices
{
    /// <summary>What works the queue off, and tells that it does. The decoder comes by itself.</summary>
    public static IServiceCollection AddVerification(this IServiceCollection services)
    {
        services.AddOptions<VerificationOptions>().BindConfiguration("Verification")
            .Validate(verification => verification.IsValid, "Verification: Concurrency is 0 to 1024, TimeoutFactor 0 to 1000, MinTimeout more than 0 and at most a day, RetryDelay 0 or more.")
            .Validate<IOptions<NodeOptions>>((verification, node) => node.Value.Role != NodeRole.Worker || verification.Concurrency > 0, "Verification:Concurrency is 1 or more with Role=Worker, which would have nothing to do.")
            .ValidateOnStart();
        services.AddSingleton(provider => new WorkerCount(provider.GetRequiredService<IOptions<NodeOptions>>().Value.Role == NodeRole.Api ? 0 : provider.GetRequiredService<IOptions<VerificationOptions>>().Value.Concurrency));
        services.AddSingleton<WorkSignal>();
        services.AddSingleton<IWorkSignal>(provider => provider.GetRequiredService<WorkSignal>());
        services.AddSingleton<WorkerReadiness>();
        services.AddSingleton<IReadinessCheck>(provider => provider.GetRequiredService<WorkerReadiness>());
        return services;
    }
}
