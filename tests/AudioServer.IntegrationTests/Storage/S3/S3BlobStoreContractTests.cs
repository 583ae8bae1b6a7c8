using AudioServer.Application.Ports;

namespace AudioServer.IntegrationTests.Storage.S3;

[Trait("Needs", "radosgw")]
public sealed class S3BlobStoreContractTests : BlobStoreContract
{
    private protected override async Task<IBlobStore> MakeStoreAsync() => (await S3Store.MakeAsync(Staging)).Blobs;
}
