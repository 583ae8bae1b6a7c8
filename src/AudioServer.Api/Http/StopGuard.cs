using AudioServer.Domain.Failures;
using Microsoft.Extensions.Options;

namespace AudioServer.Api.Http;

/// <summary>How the server stops (section <c>Stop</c>).</summary>
public sealed class StopOptions
{
    /// <summary>What those answers and the parts of the server have left to end.</summary>
    public static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(5);

    /// <summary>Requests under way when the server is told to stop may go on for so long; then they are answered 503.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(25);

    public bool IsValid => Grace >= TimeSpan.Zero && Grace <= TimeSpan.FromMinutes(10);
}

/// <summary>Ends, after the grace, what is still under way when the server stops.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _graceOver;

    public StopSignal(IHostApplicationLifetime lifetime, IOptions<StopOptions> options, TimeProvider time)
    {
        _graceOver = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        lifetime.ApplicationStopping.Register(() => _graceOver.CancelAfter(options.Value.Grace));
    }

    public CancellationToken GraceOver => _graceOver.Token;

    public void Dispose() => _graceOver.Dispose();
}

/// <summary>Lets requests finish when the server stops, and answers 503 to those that take longer than the grace.</summary>
internal sealed class StopGuard(RequestDelegate next, StopSignal stop)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var clientGone = context.RequestAborted;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clientGone, stop.GraceOver);
        context.RequestAborted = either.Token;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException stopped) when (stop.GraceOver.IsCancellationRequested && !clientGone.IsCancellationRequested)
        {
            throw new Unavailable("The server is stopping; send this again.", stopped);
        }
        finally
        {
            context.RequestAborted = clientGone;
        }
    }
}
