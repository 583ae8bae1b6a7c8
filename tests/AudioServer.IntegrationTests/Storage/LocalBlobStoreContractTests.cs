using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioServer.IntegrationTests.Storage;

public sealed class LocalBlobStoreContractTests : BlobStoreContract
{
    private protected override Task<IBlobStore> MakeStoreAsync() => Task.FromResult<IBlobStore>(new LocalBlobStore(Data, NullLogger<LocalBlobStore>.Instance));
}
