using System.Net;
using AudioServer.Application.Ports;
using AudioServer.Domain.Failures;
using AudioServer.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace AudioServer.FunctionalTests.AudioFiles;

/// <summary>A new verification takes the waveform of the one before away, also while it is read; a store elsewhere then gives no more of it.</summary>
public sealed class VanishingWaveformTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly IBlobStore _blobs = Substitute.For<IBlobStore>();
    private AudioServerApp _server = null!;
    private string _key = null!;
    private string _next = null!;

    public async Task InitializeAsync()
    {
        await using (var server = await AudioServerApp.StartAsync(dataDirectory: _folder.Path, settings: ["--Verification:Concurrency", "1"]))
        {
            await server.PostAsync("?name=a.wav&wait=60", new Wav(10_000, 1).ToArray()).CreatedAsync();
            await server.PostAsync("?name=b.wav&wait=60", new Wav(90_000, 2).ToArray()).CreatedAsync();
        }

        var isReplaced = false;
        _server = await AudioServerApp.StartAsync(dataDirectory: _folder.Path, configure: services =>
        {
            var real = services.Last(service => service.ServiceType == typeof(IBlobStore)).ImplementationFactory!;
            services.AddSingleton(provider =>
            {
                _blobs.OpenAsync("", default).ReturnsForAnyArgs(call => isReplaced ? ((IBlobStore)real(provider)).OpenAsync(call.Arg<string>(), default) : Task.FromResult<Stream?>(new GoneStream(ReplaceAsync)));
                return _blobs;
            });
        });
        await using var scope = _server.Services.CreateAsyncScope();
        var keys = await scope.ServiceProvider.GetRequiredService<IAudioDb>().AudioFiles.OrderBy(file => file.Name).Select(file => file.WaveformKey!).ToListAsync();
        (_key, _next) = (keys[0], keys[1]);

        async Task ReplaceAsync()
        {
            isReplaced = _next != _key;
            await using var scope = _server.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IAudioDb>().AudioFiles.Where(file => file.WaveformKey == _key).ExecuteUpdateAsync(file => file.SetProperty(one => one.WaveformKey, _next));
        }
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_one_that_is_there_now_is_answered()
    {
        var waveform = await _server.GetJsonAsync("/waveform?name=a.wav");

        waveform.GetRawText().Should().Be((await _server.GetJsonAsync("/waveform?name=b.wav")).GetRawText());
    }

    [Fact]
    public async Task A_store_that_is_away_is_not_waited_for_again()
    {
        _next = _key;

        using var answer = await _server.Client.GetAsync(new Uri("/waveform?name=a.wav", UriKind.Relative));

        await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        await _blobs.Received(1).OpenAsync(_key, Arg.Any<CancellationToken>());
    }

    /// <summary>Opened, and gone when it is read.</summary>
    private sealed class GoneStream(Func<Task> gone) : MemoryStream(new byte[1000])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await gone();
            throw new Unavailable("The object is gone.");
        }
    }
}
