using AudioServer.Application.Ports;
using AudioServer.Infrastructure.Storage;
using Microsoft.Extensions.Logging;

namespace AudioServer.Infrastructure.Derived;

/// <summary>The files of <c>cache/</c> within a budget of bytes: when it is passed, the least recently used goes. Not safe for concurrent use.</summary>
internal sealed class CacheFolder
{
    private readonly string _path;
    private readonly long _budget;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <summary>The least recently used first.</summary>
    private readonly LinkedList<CacheEntry> _order = [];
    private readonly Dictionary<DerivedKey, LinkedListNode<CacheEntry>> _entries = [];
    private long _bytes;

    /// <summary>Counts what an earlier run left.</summary>
    public CacheFolder(string path, long budget, TimeProvider time, ILogger log)
    {
        (_path, _budget, _time, _log) = (path, budget, time, log);
        DurableFiles.CreateFolder(path);
        foreach (var file in new DirectoryInfo(path).EnumerateFiles().OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal))
        {
            // What has another kind of name is somebody else's.
            if (CacheEntry.Parse(file.Name, file.Length) is { } entry)
            {
                Remember(entry);
            }
        }

        Trim();
    }

    /// <summary>The file, opened and now the most recently used; null when there is none.</summary>
    public DerivedFile? Open(DerivedKey key)
    {
        if (!_entries.TryGetValue(key, out var node))
        {
            return null;
        }

        var entry = node.Value;
        try
        {
            var bytes = new FileStream(PathOf(entry), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            _order.Remove(node);
            _order.AddLast(node);
            Touch(entry);
            return new DerivedFile(bytes, entry.Size, entry.Sha256, entry.Duration, entry.MadeAt);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            // Somebody has cleared the cache by hand, as they may.
            Forget(node);
            return null;
        }
    }

    /// <summary>Takes over a finished file and makes room for it.</summary>
    public void Add(CacheEntry entry, string finished)
    {
        // The bytes were forced to disk before, so that after a power cut the file is whole or not there; its name need not last, it can be made again.
        DurableFiles.CreateFolder(_path);
        File.Move(finished, PathOf(entry), overwrite: true);
        Remember(entry);
        Touch(entry);
        Trim();
    }

    public void Drop(Guid fileId)
    {
        foreach (var node in _entries.Values.Where(node => node.Value.Key.FileId == fileId).ToList())
        {
            Remove(node);
        }
    }

    private void Trim()
    {
        while (_bytes > _budget && _order.First is { } oldest)
        {
            Remove(oldest);
        }
    }

    private void Remember(CacheEntry entry)
    {
        if (_entries.TryGetValue(entry.Key, out var before))
        {
            Remove(before);
        }

        _entries[entry.Key] = _order.AddLast(entry);
        _bytes += entry.Size;
    }

    private void Forget(LinkedListNode<CacheEntry> node)
    {
        _order.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.Size;
    }

    private void Remove(LinkedListNode<CacheEntry> node)
    {
        Forget(node);
        try
        {
            File.Delete(PathOf(node.Value));
        }
        catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
        {
            _log.LogWarning(fault, "Removing {File} from the cache failed; the next start counts it again", node.Value.FileName);
        }
    }

    private void Touch(CacheEntry entry)
    {
        try
        {
            File.SetLastWriteTimeUtc(PathOf(entry), _time.GetUtcNow().UtcDateTime);
        }
        catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
        {
            // Then the order is a little wrong after the next start.
            _log.LogDebug(fault, "The time of {File} could not be set", entry.FileName);
        }
    }

    private string PathOf(CacheEntry entry) => Path.Combine(_path, entry.FileName);
}
