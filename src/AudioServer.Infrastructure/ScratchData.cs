using AudioServer.Infrastructure.Storage;

namespace AudioServer.Infrastructure;

/// <summary>A data directory of the moment, in the system's folder for temporary files, for work that keeps nothing: no lock, no database. It goes when this is disposed of.</summary>
public sealed class ScratchData : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audioserver-");

    public ScratchData()
    {
        using var data = new DataDirectory(_folder.FullName);
        Directory.CreateDirectory(data.Temporary);
    }

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
