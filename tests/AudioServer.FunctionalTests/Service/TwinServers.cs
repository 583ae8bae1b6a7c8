using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>Two servers at the same moment with the same file: one keeps its bytes in files, the other in a bucket.</summary>
public sealed class TwinServers : IAsyncLifetime
{
    public const int Size = 300_000;
    public static readonly DateTimeOffset Moment = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    public static readonly byte[] Content = new Wav(Size, 2).ToArray();

    public AudioServerApp Local { get; private set; } = null!;

    public AudioServerApp S3 { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var store = await S3Server.GetAsync();
        Local = await AudioServerApp.StartAsync(new FixedClock(Moment));
        S3 = await AudioServerApp.StartAsync(new FixedClock(Moment), settings: store.OptionsFor(await store.MakeBucketAsync()));
        foreach (var server in new[] { Local, S3 })
        {
            await server.PostAsync("?name=file.wav", Content).CreatedAsync();
        }
    }

    public async Task DisposeAsync()
    {
        await Local.DisposeAsync();
        await S3.DisposeAsync();
    }
}
