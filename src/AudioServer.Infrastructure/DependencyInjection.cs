using AudioServer.Application;
using AudioServer.Application.Access;
using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Access;
using AudioServer.Infrastructure.Control;
using AudioServer.Infrastructure.Database;
using AudioServer.Infrastructure.Decoders;
using AudioServer.Infrastructure.Derived;
using AudioServer.Infrastructure.Events;
using AudioServer.Infrastructure.Probing;
using AudioServer.Infrastructure.Storage;
using AudioServer.Infrastructure.Verification;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AudioServer.Infrastructure;

public static class DependencyInjection
{
    /// <summary>Every adapter: one line for each backend.</summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IIdGenerator, Uuid7Generator>();
        services.AddSingleton<ISecretGenerator, SecretGenerator>();
        services.AddSingleton<IPasswordHasher, Pbkdf2PasswordHasher>();
        services.AddOptions<LimitsOptions>().BindConfiguration("Limits").Validate(limits => limits.IsValid, "Limits:MaxUploadBytes is a number of bytes, 1 or more; Limits:QuotaBytes is one, 0 or more; Limits:RequestsPerMinute is a number, 1 or more.").ValidateOnStart();
        services.AddOptions<AuthOptions>().BindConfiguration("Auth").Validate(auth => auth.IsValid, "Auth:Mode is Open or Required; Auth:Registration is Closed or Open.").ValidateOnStart();

        var dataDirectory = configuration["DataDirectory"] is { Length: > 0 } path ? path : "data";
        services.AddSingleton(_ => new DataDirectory(dataDirectory));
        services.AddNode();
        services.AddStorage(configuration);
        services.AddDatabase(configuration);
        services.AddProbing();
        services.AddDecoder();
        services.AddSingleton<EventBus>();
        services.AddSingleton<IEventBus>(provider => provider.GetRequiredService<EventBus>());
        services.AddVerification();
        services.AddDerived();
        return services;
    }

    /// <summary>Work that goes on beside requests.</summary>
    public static IServiceCollection AddBackgroundWork(this IServiceCollection services) =>
        services.AddHostedService<SaveRehearsal>().AddHostedService<StartupReconciliation>().AddHostedService<ControlServer>().AddHostedService<VerificationWorkers>().AddHostedService<EventRetention>();
}
