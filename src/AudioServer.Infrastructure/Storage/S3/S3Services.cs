using AudioServer.Application.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AudioServer.Infrastructure.Storage.S3;

internal static class S3Services
{
    public static IServiceCollection AddS3Storage(this IServiceCollection services)
    {
        services.AddOptions<S3Options>().BindConfiguration("Storage:S3")
            .Validate(s3 => s3.HasPlace, "Storage:S3:ServiceUrl or Storage:S3:Region is needed with Storage:Provider=S3: the store's address, or Amazon's region.")
            .Validate(s3 => s3.HasGoodServiceUrl, "Storage:S3:ServiceUrl is an address without credentials, query and fragment, such as https://s3.example.org.")
            .Validate(s3 => s3.HasGoodBucket, "Storage:S3:Bucket is the name of a bucket: 3 to 63 letters, digits, dots, hyphens and underscores.")
            .Validate(s3 => s3.HasGoodPrefix, "Storage:S3:Prefix is names of letters, digits, dots, hyphens and underscores with / between them, such as audio/main.")
            .Validate(s3 => s3.HasBothKeysOrNeither, "Storage:S3:AccessKey and Storage:S3:SecretKey are given both or neither.")
            .Validate(s3 => Enum.IsDefined(s3.Delivery), "Storage:S3:Delivery is Proxy or Redirect.")
            .Validate(s3 => s3.HasGoodCdnBaseUrl, "Storage:S3:CdnBaseUrl is an address without credentials, query and fragment, such as https://cdn.example.org.")
            .Validate(s3 => s3.HasUseForCdn, "Storage:S3:CdnBaseUrl is for Storage:S3:Delivery=Redirect; with Proxy nobody is sent there.")
            .Validate(s3 => s3.HasGoodAddressLifetime, "Storage:S3:AddressLifetime is a time from 00:00:01 to 7.00:00:00.")
            .Validate(s3 => Enum.IsDefined(s3.Checksums), "Storage:S3:Checksums is WhenRequired or WhenSupported.")
            .ValidateOnStart();
        services.AddSingleton<BlobBucket>();
        services.AddBound<S3BlobStore, S3Readiness>();
        services.AddSingleton(DeliveryOf);
        return services;
    }

    private static IDirectDelivery DeliveryOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<S3Options>>().Value switch
    {
        { Delivery: S3Delivery.Proxy } => new NoDirectDelivery(),
        { CdnBaseUrl: null } => ActivatorUtilities.CreateInstance<PresignedDelivery>(provider),
        _ => ActivatorUtilities.CreateInstance<CdnDelivery>(provider),
    };
}
