using System.Collections.Concurrent;

namespace AudioServer.TestKit;

/// <summary>The name of something that each data directory has of its own, made when it is first asked for.</summary>
internal sealed class PerDirectory(Func<Task<string>> make)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _names = new();

    public Task<string> GetAsync(string dataDirectory) => _names.GetOrAdd(Path.GetFullPath(dataDirectory), _ => new(make)).Value;

    /// <summary>What the directory had; it has nothing then. Null when nobody had asked.</summary>
    public async Task<string?> TakeAsync(string dataDirectory) => _names.TryRemove(Path.GetFullPath(dataDirectory), out var name) ? await name.Value : null;
}
