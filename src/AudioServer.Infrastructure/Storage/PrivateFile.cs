namespace AudioServer.Infrastructure.Storage;

/// <summary>Files that no other system user may read.</summary>
internal static class PrivateFile
{
    /// <summary>An empty file to write; one that is there is emptied.</summary>
    public static FileStream Create(string path) =>
        new(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
}
