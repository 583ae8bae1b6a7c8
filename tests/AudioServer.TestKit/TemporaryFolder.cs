namespace AudioServer.TestKit;

/// <summary>A folder that goes, with all it holds, when the test ends.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("audioserver-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file; its path.</summary>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    /// <summary>A file that whoever opens it waits for, without end; its path.</summary>
    public string Pipe(string name)
    {
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", [File(name)]);
        mkfifo.WaitForExit();
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
