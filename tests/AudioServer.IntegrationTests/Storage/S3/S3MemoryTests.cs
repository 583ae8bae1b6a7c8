using AudioServer.Infrastructure.Storage.S3;

namespace AudioServer.IntegrationTests.Storage.S3;

[Collection(WholeProcess.Name)]
[Trait("Needs", "radosgw")]
public sealed class S3MemoryTests : IDisposable
{
    private readonly StagingArea _area = new();

    public void Dispose() => _area.Dispose();

    [Fact]
    public async Task A_put_does_not_hold_the_file_in_memory()
    {
        var store = await S3Store.MakeAsync(_area.Staging);
        using (var first = await _area.StageAsync(S3Upload.PartSize + 1))
        {
            await store.Blobs.PutAsync("0000000000000000", first, CancellationToken.None);
        }

        const int Size = 96 << 20;
        using var upload = await _area.StageAsync(Size);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await store.Blobs.PutAsync("0123456789abcdef", upload, CancellationToken.None);

        (GC.GetTotalAllocatedBytes(precise: true) - before).Should().BeLessThan(Size / 8);
    }
}
