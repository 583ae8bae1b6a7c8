namespace AudioServer.Infrastructure.Storage;

/// <summary>
/// The one folder that holds everything: <c>audioserver.db</c>, <c>blobs/</c>, <c>tmp/</c> (uploads on their way) and <c>cache/</c> (made again at need).
/// One process at a time may have it; the lock is the operating system's, on an open file, so a killed server leaves none behind.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    /// <summary>EWOULDBLOCK: the lock is held.</summary>
    private static readonly int Held = OperatingSystem.IsMacOS() ? 35 : 11;

    private FileStream? _lock;

    /// <param name="path">Relative to the folder the server was started in.</param>
    public DataDirectory(string path) => Root = Path.GetFullPath(path);

    public string Root { get; }

    public string Database => Path.Combine(Root, "audioserver.db");

    /// <summary>A backup's database while it is being written.</summary>
    public string PartialDatabase => Database + ".partial";

    public string LockFile => Path.Combine(Root, "audioserver.lock");

    public string Blobs => Path.Combine(Root, "blobs");

    public string Temporary => Path.Combine(Root, "tmp");

    public string Cache => Path.Combine(Root, "cache");

    private string PostgresMark => Path.Combine(Root, "rows-in-postgres");

    /// <summary>Where the running server takes an operator's verbs.</summary>
    public string ControlSocket => Path.Combine(Root, "control.sock");

    /// <summary>Creates what is missing, takes the lock and sweeps what a killed server left in <c>tmp/</c>.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process has it.</exception>
    /// <exception cref="DataUnusableException">It cannot be made or written.</exception>
    public void Acquire()
    {
        try
        {
            if (File.Exists(PartialDatabase) && !File.Exists(Database))
            {
                throw new DataUnusableException($"DataDirectory: {Root} holds a backup that was not finished. Finish it by running backup again, or start with another directory.");
            }

            Lock();

            // From now on it is no backup that could be gone on with.
            File.Delete(PartialDatabase);
            Prepare();
        }
        catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
        {
            throw Unusable(fault);
        }
    }

    /// <summary>Only this system user reads the database, in which hashes and keys stand, also where the folder was made by somebody else; SQLite gives its other files the same mode.</summary>
    /// <exception cref="DataUnusableException">It cannot be made or written.</exception>
    public void KeepDatabaseToSelf()
    {
        const UnixFileMode Self = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (new FileStream(Database, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = Self }))
            {
                // An empty file is an empty database.
            }

            foreach (var file in new[] { Database, Database + "-wal", Database + "-shm" }.Where(File.Exists))
            {
                File.SetUnixFileMode(file, Self);
            }
        }
        catch (Exception fault) when (DurableFiles.IsOfTheDisk(fault))
        {
            throw Unusable(fault);
        }
    }

    /// <summary>Remembers that the rows of this folder's server are in PostgreSQL.</summary>
    public void RememberPostgres() => PrivateFile.Create(PostgresMark).Dispose();

    /// <exception cref="DataUnusableException">The rows are in PostgreSQL: whoever forgot to say so would work on an empty database, and believe it.</exception>
    public void RefuseAfterPostgres()
    {
        if (File.Exists(PostgresMark))
        {
            throw new DataUnusableException($"DataDirectory: the rows of the server in {Root} are in PostgreSQL. Give this the server's settings, Database:Provider and Database:ConnectionString. If they are in SQLite by now, remove {PostgresMark}.");
        }
    }

    /// <summary>Creates the folder when it is missing, and takes it.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process has it.</exception>
    public void Lock()
    {
        try
        {
            DurableFiles.CreateFolder(Root);
            _lock = new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (held.HResult == Held)
        {
            throw new DataDirectoryInUseException(Root);
        }
    }

    /// <summary>Creates what is missing in the folder, and sweeps what a killed process left in <c>tmp/</c>.</summary>
    public void Prepare()
    {
        DurableFiles.CreateFolder(Blobs);
        DurableFiles.CreateFolder(Temporary);
        DurableFiles.CreateFolder(Cache);
        foreach (var leftover in Directory.EnumerateFiles(Temporary))
        {
            File.Delete(leftover);
        }
    }

    public void Dispose() => _lock?.Dispose();

    private DataUnusableException Unusable(Exception fault) => new($"DataDirectory: {Root} cannot be used. {fault.Message}", fault);
}
