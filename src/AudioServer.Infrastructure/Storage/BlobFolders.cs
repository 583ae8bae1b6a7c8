using System.Collections.Concurrent;

namespace AudioServer.Infrastructure.Storage;

/// <summary>
/// The folders that blobs lie in, made when first needed and flushed together with what is put into them: one flush behind file, folders and name is one commit of the file
/// system's journal, where a flush behind each would be one each.
/// </summary>
/// <param name="root">Lasting already.</param>
internal sealed class BlobFolders(string root)
{
    private readonly ConcurrentDictionary<string, bool> _lasting = new() { [root] = true };

    /// <summary>Makes <paramref name="folder"/>, and what is missing between it and the root, readable by nobody else; none of it lasting yet.</summary>
    public void Make(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (folder == root)
        {
            // Somebody took it away under the running server.
            DurableFiles.CreateFolder(root);
            return;
        }

        Make(Path.GetDirectoryName(folder)!);
        _lasting.TryRemove(folder, out _);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Makes the names in <paramref name="folder"/> last, and the folder itself, whoever has made it and whether or not that one has come to flush it.</summary>
    /// <exception cref="IOException">The kernel could not say so.</exception>
    public void Sync(string folder)
    {
        DurableFiles.SyncFolder(folder);
        if (!_lasting.ContainsKey(folder))
        {
            Sync(Path.GetDirectoryName(folder)!);
            _lasting[folder] = true;
        }
    }
}
