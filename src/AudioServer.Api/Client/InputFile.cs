namespace AudioServer.Api.Client;

/// <summary>A local file to be read, or standard input.</summary>
/// <param name="Label">As the user wrote it, or found below a folder.</param>
/// <param name="Path">Null: standard input.</param>
internal sealed record InputFile(string Label, string? Path)
{
    public const string StandardInput = "-";

    private const int BufferSize = 64 * 1024;

    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint };

    /// <summary>Without its folder; null when it has no name.</summary>
    public string? Name => Path is null ? null : System.IO.Path.GetFileName(Path);

    /// <summary>Each file, and of each folder those in and below it by name; hidden ones and symbolic links below a folder are passed over.</summary>
    /// <exception cref="CommandFailedException">A folder cannot be read, or there is nothing at all: a gate must not open because a folder is empty.</exception>
    public static IReadOnlyList<InputFile> Expand(IReadOnlyList<string> paths)
    {
        try
        {
            List<InputFile> files = [.. paths.SelectMany(At)];
            return files.Count > 0 ? files : throw new CommandFailedException(ExitCode.NotFound, "not_found", $"There is no file in {string.Join(", ", paths)}.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw OfDisk(fault);
        }
    }

    /// <summary>The caller closes it. Waiting for who writes to a pipe, here or when it is read, ends when the verb does.</summary>
    /// <exception cref="CommandFailedException">It is not there, or cannot be read.</exception>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            // One with a name is not open before the other end is, and the system lets nobody out of that.
            var stream = await Task.Run(Open, CancellationToken.None).WaitAsync(cancellationToken);
            return stream.CanSeek ? stream : new WaitingStream(stream);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw OfDisk(fault);
        }
    }

    /// <summary>A fault of this machine's disk, in a verb's terms.</summary>
    public static CommandFailedException OfDisk(Exception fault) => fault is FileNotFoundException or DirectoryNotFoundException
        ? new CommandFailedException(ExitCode.NotFound, "not_found", "There is no such file.")
        : new CommandFailedException(ExitCode.Failure, "io", fault.Message);

    private Stream Open() => Path is null
        ? Console.OpenStandardInput()
        : new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);

    private static IEnumerable<InputFile> At(string path) => path.Length == 0 ? throw new CommandFailedException(ExitCode.Usage, "usage", "A file's name is empty.")
        : path == StandardInput ? [new InputFile(path, null)]
        : Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", Below).Order(StringComparer.Ordinal).Select(file => new InputFile(file, file))
        : [new InputFile(path, path)];
}
