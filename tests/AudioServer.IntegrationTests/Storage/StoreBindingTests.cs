using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Storage;
using AudioServer.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioServer.IntegrationTests.Storage;

public sealed class StoreBindingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Nodes of one database that begin at the same moment, of which one was told a wrong place.</summary>
    [Fact]
    public async Task Of_two_stores_that_one_database_begins_with_at_the_same_moment_one_is_refused()
    {
        for (var round = 0; round < 10; round++)
        {
            await using var server = await AudioServerApp.StartAsync(settings: ["--Database:Provider", "Sqlite", "--Storage:Provider", "Local"]);
            await using (var scope = server.Services.CreateAsyncScope())
            {
                var db = scope.ServiceProvider.GetRequiredService<IAudioDb>();
                db.ServerKeys.RemoveRange(db.ServerKeys);
                await db.SaveAsync(CancellationToken.None);
            }

            var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(node => Task.Run(() => IsConfirmedAsync(server, $"{round}-{node % 2}"))));

            outcomes[0].Should().Be(outcomes[2]).And.Be(!outcomes[1]).And.Be(!outcomes[3]);
        }
    }

    private async Task<bool> IsConfirmedAsync(AudioServerApp server, string place)
    {
        // The folder is on a shared disk; the lock is not what is looked at.
        var data = new DataDirectory(_folder.File(place));
        data.Prepare();
        var binding = ActivatorUtilities.CreateInstance<StoreBinding>(server.Services, new LocalBlobStore(data, NullLogger<LocalBlobStore>.Instance));
        try
        {
            await binding.ConfirmAsync(CancellationToken.None);
            return true;
        }
        catch (Unavailable)
        {
            return false;
        }
    }
}
