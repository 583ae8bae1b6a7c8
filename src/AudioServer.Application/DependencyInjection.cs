using System.Reflection;
using AudioServer.Application.Access;
using AudioServer.Application.AudioFiles;
using AudioServer.Application.Events;
using AudioServer.Application.Health;
using AudioServer.Application.Verification;
using AutoMapper;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.Application;

public static class DependencyInjection
{
    /// <summary>The use cases: handlers and validators by one scan of this assembly, read projections, and the one validation step.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.AddSingleton<IConfigurationProvider>(_ => AudioFileView.Mappings);
        services.AddSingleton<IMapper>(provider => new Mapper(provider.GetRequiredService<IConfigurationProvider>()));

        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        AddClosing(services, typeof(IRequestHandler<,>), ServiceLifetime.Transient);

        // Making one compiles its rules, which takes milliseconds; made, it holds nothing of a request.
        AddClosing(services, typeof(IValidator<>), ServiceLifetime.Singleton);

        services.AddSingleton<AccessLog>();
        services.AddSingleton<SignInGuard>();
        services.AddScoped<LinkSigner>();
        services.AddScoped<AudioGate>();
        services.AddScoped<UploadReception>();
        services.AddScoped<StoredBytes>();
        services.AddScoped<AudioIngestor>();
        services.AddScoped<EventLog>();
        services.AddScoped<VerificationJobs>();
        services.AddScoped<PatientJobs>();
        services.AddScoped<VerificationWait>();
        services.AddSingleton<Verifier>();
        services.AddSingleton<ReadinessParts>();
        services.AddSingleton<CheckTurns>();
        return services;
    }

    private static void AddClosing(IServiceCollection services, Type openInterface, ServiceLifetime lifetime)
    {
        foreach (var type in Assembly.GetExecutingAssembly().GetTypes().Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false }))
        {
            foreach (var service in type.GetInterfaces().Where(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == openInterface))
            {
                services.Add(new ServiceDescriptor(service, type, lifetime));
            }
        }
    }
}
