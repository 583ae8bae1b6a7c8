using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Backups;
using AudioServer.Infrastructure.Storage.S3;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AudioServer.Infrastructure.Storage;

internal static class StorageServices
{
    /// <summary>Where bytes are kept, and the backup that goes with it. Uploads arrive on the node's own disk in any case.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().BindConfiguration("Storage").Validate(storage => Enum.IsDefined(storage.Provider), "Storage:Provider is Local or S3.").ValidateOnStart();
        services.AddSingleton<IUploadStaging, UploadStaging>();
        services.AddSingleton<StorageReadiness>();

        // A value that is none is refused when the options are validated.
        return Enum.TryParse(configuration["Storage:Provider"], ignoreCase: true, out StorageProvider provider) && provider == StorageProvider.S3
            ? services.AddS3Storage().AddNoBackup("backup copies what lies in the data directory, and with Storage:Provider=S3 the bytes do not. Keep versions of the bucket and copy the database, as docs/operations.md says under S3.")
            : services.AddLocalStorage().AddLocalBackup();
    }

    private static IServiceCollection AddLocalStorage(this IServiceCollection services) => services
        .AddBound<LocalBlobStore, StorageReadiness>()
        .AddSingleton<IDirectDelivery, NoDirectDelivery>();

    /// <summary>A store that does nothing, and is not ready, before it is known to be the database's.</summary>
    public static IServiceCollection AddBound<TStore, TReadiness>(this IServiceCollection services)
        where TStore : class, IBlobStore
        where TReadiness : class, IReadinessCheck
    {
        services.TryAddSingleton<TReadiness>();
        return services
            .AddSingleton<TStore>()
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<StoreBinding>(provider, provider.GetRequiredService<TStore>()))
            .AddSingleton<IBlobStore>(provider => new BoundBlobStore(provider.GetRequiredService<TStore>(), provider.GetRequiredService<StoreBinding>()))
            .AddSingleton<IReadinessCheck>(provider => new BoundReadiness(provider.GetRequiredService<TReadiness>(), provider.GetRequiredService<StoreBinding>()));
    }
}
