using System.Net;
using AudioServer.Application.Ports;
using AudioServer.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.FunctionalTests.AudioFiles;

/// <summary>Derived files while others are being made: a converter that waits to be told stands in front of the real one.</summary>
public sealed class DerivedConcurrencyTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _finish = new();
    private readonly TaskCompletionSource _started = new();
    private readonly TaskCompletionSource _stopped = new();
    private AudioServerApp _server = null!;
    private string _content = "";
    private int _conversions;

    public async Task InitializeAsync()
    {
        _server = await AudioServerApp.StartAsync(configure: PutGateInFront, settings: ["--Derived:Concurrency", "1"]);
        _content = $"/api/v1/audio/{(await _server.UploadAsync(Fixtures.MyFile)).Text("id")}/content";
    }

    public async Task DisposeAsync()
    {
        _finish.TrySetResult();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Beyond_those_at_work_it_is_429_with_a_time_to_come_back()
    {
        var slow = _server.SendAsync(HttpMethod.Get, $"{_content}?format=mp3");
        await _started.Task;

        using var busy = await _server.SendAsync(HttpMethod.Get, $"{_content}?format=flac");
        await busy.ProblemAsync(HttpStatusCode.TooManyRequests, "busy");
        busy.Headers.RetryAfter!.Delta.Should().BePositive();
        using var original = await _server.SendAsync(HttpMethod.Get, _content);
        original.StatusCode.Should().Be(HttpStatusCode.OK);

        _finish.SetResult();
        using var made = await slow;
        made.StatusCode.Should().Be(HttpStatusCode.OK);
        using var later = await _server.SendAsync(HttpMethod.Get, $"{_content}?format=flac");
        later.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Equal_requests_at_once_make_it_once()
    {
        var first = _server.SendAsync(HttpMethod.Get, $"{_content}?from=0.25&to=0.5");
        await _started.Task;
        var others = Enumerable.Range(0, 10).Select(_ => _server.SendAsync(HttpMethod.Get, $"{_content}?from=0.250&to=0.5&format=wav&samplerate=44100")).ToList();
        _finish.SetResult();

        var answers = await Task.WhenAll(others.Prepend(first));

        answers.Select(answer => answer.StatusCode).Should().OnlyContain(status => status == HttpStatusCode.OK);
        answers.Select(answer => answer.Headers.ETag!.Tag).Distinct().Should().ContainSingle();
        _conversions.Should().Be(1);
    }

    [Fact]
    public async Task A_client_that_goes_away_stops_what_is_made_for_it_alone()
    {
        using var patience = new CancellationTokenSource();
        var going = _server.Client.GetAsync(new Uri($"{_content}?format=mp3", UriKind.Relative), patience.Token);
        await _started.Task;
        await patience.CancelAsync();
        await FluentActions.Awaiting(() => going).Should().ThrowAsync<OperationCanceledException>();

        await _stopped.Task.WaitAsync(TimeSpan.FromSeconds(20));

        // Its place is free an instant later.
        _finish.SetResult();
        HttpStatusCode status;
        do
        {
            using var answer = await _server.SendAsync(HttpMethod.Get, $"{_content}?format=flac");
            status = answer.StatusCode;
        }
        while (status == HttpStatusCode.TooManyRequests);

        status.Should().Be(HttpStatusCode.OK);
        _server.Temporary.Should().BeEmpty();
    }

    private void PutGateInFront(IServiceCollection services)
    {
        var real = services.Single(service => service.ServiceType == typeof(IAudioConverter));
        services.AddSingleton<IAudioConverter>(provider => new Gate((IAudioConverter)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!), this));
    }

    private sealed class Gate(IAudioConverter real, DerivedConcurrencyTests test) : IAudioConverter
    {
        public async Task<Conversion> ConvertAsync(ConversionRequest request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref test._conversions);
            test._started.TrySetResult();
            try
            {
                await test._finish.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                test._stopped.TrySetResult();
                throw;
            }

            return await real.ConvertAsync(request, cancellationToken);
        }
    }
}
