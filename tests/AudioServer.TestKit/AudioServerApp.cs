using System.Net.Http.Json;
using System.Text.Json;
using AudioServer.Api.Hosting;
using AudioServer.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AudioServer.TestKit;

/// <summary>
/// The whole server in this process: the real pipeline on real Kestrel, on a port of its own, with a data directory of its own that goes with it.
/// </summary>
public sealed class AudioServerApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder? _folder;

    private AudioServerApp(WebApplication app, TemporaryFolder? folder, string dataDirectory)
    {
        _app = app;
        _folder = folder;
        DataDirectory = dataDirectory;
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Address };
    }

    public HttpClient Client { get; }

    public Uri Address { get; }

    public string DataDirectory { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Where each blob is: its file in <c>blobs/</c> or, where the tests run on S3, its object's name.</summary>
    public Task<IReadOnlyList<string>> BlobsAsync() => TestStorage.BlobsAsync(DataDirectory);

    /// <summary>Files in <c>tmp/</c>.</summary>
    public IReadOnlyList<string> Temporary => Directory.GetFiles(Path.Combine(DataDirectory, "tmp"));

    /// <param name="clock">Replaces the system's clock.</param>
    /// <param name="dataDirectory">One to use and leave behind; null makes a temporary one.</param>
    /// <param name="configure">Replaces further services.</param>
    /// <param name="settings">Command-line options. Unless they say otherwise nothing is verified: what a test does not ask for must not change under its hands.</param>
    public static async Task<AudioServerApp> StartAsync(TimeProvider? clock = null, string? dataDirectory = null, Action<IServiceCollection>? configure = null, params string[] settings)
    {
        var folder = dataDirectory is null ? new TemporaryFolder() : null;
        dataDirectory ??= Path.Combine(folder!.Path, "data");
        string[] backends = [.. await TestDatabase.OptionsAsync(dataDirectory, settings), .. await TestStorage.OptionsAsync(dataDirectory, settings)];
        var app = ServerHost.Create(
            ["--Urls", "http://127.0.0.1:0", "--DataDirectory", dataDirectory, "--Serilog:MinimumLevel:Default", "Fatal", "--Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime", "Fatal", "--Verification:Concurrency", "0", .. backends, .. settings],
            services =>
            {
                if (clock is not null)
                {
                    services.Replace(ServiceDescriptor.Singleton(clock));
                }

                configure?.Invoke(services);
            });
        await app.Services.AcquireDataAsync(CancellationToken.None);
        await app.StartAsync();
        return new AudioServerApp(app, folder, dataDirectory);
    }

    /// <summary>Uploads a fixture, which must succeed, and returns the AudioFile.</summary>
    public async Task<JsonElement> UploadAsync(string fixture, string? query = null)
    {
        using var content = new StreamContent(File.OpenRead(fixture));
        using var answer = await Client.PostAsync(new Uri($"/post{query}", UriKind.Relative), content);
        return await answer.JsonAsync(System.Net.HttpStatusCode.Created);
    }

    public Task<JsonElement> GetJsonAsync(string path) => Client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        if (_folder is not null)
        {
            _folder.Dispose();
            await TestDatabase.DropAsync(DataDirectory);
            await TestStorage.DropAsync(DataDirectory);
        }
    }
}
