using System.Text;

namespace AudioServer.Infrastructure.Storage;

/// <summary>The mark of local files, beside them. A disk's fault is thrown as it is.</summary>
internal sealed class MarkFile(DataDirectory directory)
{
    private readonly string _path = Path.Combine(directory.Blobs, StoreBinding.MarkName);

    public string? Find() => File.Exists(_path) ? File.ReadAllText(_path).Trim() : null;

    /// <summary>False when there was one, which stays.</summary>
    public bool Write(string mark)
    {
        if (File.Exists(_path))
        {
            return false;
        }

        // Beside it: tmp/ may be on another file system, and what is moved from there is not there at once.
        var written = Path.Combine(directory.Blobs, $"{StoreBinding.MarkName}.{Path.GetRandomFileName()}");
        try
        {
            using (var file = PrivateFile.Create(written))
            {
                file.Write(Encoding.UTF8.GetBytes(mark + "\n"));
                DurableFiles.Sync(file.SafeFileHandle);
            }

            var isFirst = TryMove(written);
            DurableFiles.SyncFolder(directory.Blobs);
            return isFirst;
        }
        finally
        {
            DurableFiles.TryDelete(written);
        }
    }

    private bool TryMove(string written)
    {
        try
        {
            File.Move(written, _path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(_path))
        {
            // Another node came first.
            return false;
        }
    }
}
