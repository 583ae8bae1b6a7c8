using System.Collections.Concurrent;
using System.ComponentModel;
using AudioServer.Application.Ports;
using AudioServer.Domain.AudioFiles;
using AudioServer.Infrastructure.Processes;
using AudioServer.Infrastructure.Telemetry;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Tags;

/// <summary>
/// TagLibSharp behind <see cref="TagHost"/> processes: at most two, started when first needed, one file at a time each,
/// replaced when one dies over a file or outlasts its time.
/// </summary>
internal sealed class TagLibTagReader(Cage cage, TimeProvider time, ILogger<TagLibTagReader> log) : ITagReader, IDisposable
{
    private const int Hosts = 2;
    private const string Tool = "tag-host";
    private static readonly TimeSpan FileLimit = TimeSpan.FromSeconds(5);

    /// <summary>Generous, because a slow start is no fault of the file's.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turns = new(Hosts);
    private readonly ConcurrentBag<TagHostProcess> _idle = [];
    private volatile bool _disposed;

    public async Task<TagReading?> ReadAsync(string path, string demuxer, CancellationToken cancellationToken)
    {
        if (TagLibKinds.Of(demuxer) is not { } kind || Path.GetDirectoryName(path) is not { } folder)
        {
            return null;
        }

        await _turns.WaitAsync(cancellationToken);
        TagHostProcess? host = null;
        try
        {
            host = await HostForAsync(folder, cancellationToken);
            if (host is null)
            {
                return null;
            }

            var inside = Path.Combine(cage.Inside(folder), Path.GetFileName(path));
            using var limit = new CancellationTokenSource(FileLimit, time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            var answer = await host.AskAsync(new TagRequest(inside, kind), stop.Token);
            if (answer is null)
            {
                InfrastructureTelemetry.Died(Tool, DeathCause.Signal);
                return null;
            }

            _idle.Add(host);
            host = null;
            return answer.Read ? Reading(answer) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            InfrastructureTelemetry.Died(Tool, DeathCause.Timeout);
            return null;
        }
        finally
        {
            host?.Dispose();
            _turns.Release();
            if (_disposed)
            {
                EndHosts();
            }
        }
    }

    public void Dispose()
    {
        _disposed = true;
        EndHosts();
    }

    /// <summary>An idle host of that folder, else a new one; null when none comes up.</summary>
    private async Task<TagHostProcess?> HostForAsync(string folder, CancellationToken cancellationToken)
    {
        while (_idle.TryTake(out var idle))
        {
            if (idle.IsAlive && (idle.Folder == folder || !cage.HidesFiles))
            {
                return idle;
            }

            // Uploads lie in one folder, so another one is rare; a host sees no other.
            idle.Dispose();
        }

        TagHostProcess? host = null;
        try
        {
            using var limit = new CancellationTokenSource(StartLimit, time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            InfrastructureTelemetry.Ran(Tool);
            host = await TagHostProcess.StartAsync(cage, folder, stop.Token);
            if (await host.ReadAnswerAsync(stop.Token) is not null)
            {
                return host;
            }

            log.LogWarning("The tag host does not start ({Cage}): {Errors}", cage.Description, AudioTags.Clean(await host.Errors.WaitAsync(stop.Token)));
        }
        catch (Win32Exception fault)
        {
            log.LogWarning(fault, "The tag host cannot be started ({Cage})", cage.Description);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning("The tag host did not come up within {Limit} ({Cage})", StartLimit, cage.Description);
        }
        catch (OperationCanceledException)
        {
            host?.Dispose();
            throw;
        }

        InfrastructureTelemetry.Died(Tool, DeathCause.Cage);
        host?.Dispose();
        return null;
    }

    private void EndHosts()
    {
        while (_idle.TryTake(out var host))
        {
            host.Dispose();
        }
    }

    private static TagReading Reading(TagAnswer answer) => new(
        new AudioTags(answer.Title, answer.Artist, answer.Album, answer.Genre, answer.Year, answer.Track, answer.Comment),
        answer.HasCover,
        answer.Duration is { } seconds && double.IsFinite(seconds) && seconds > 0 ? seconds : null);
}
