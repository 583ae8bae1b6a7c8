namespace AudioServer.IntegrationTests.Processes;

/// <summary>A folder of one test's own, removed at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("audioserver-tests-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, ReadOnlySpan<byte> content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    /// <summary>A file that whoever opens it waits for, without end.</summary>
    public string Pipe(string name)
    {
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", [File(name)]);
        mkfifo.WaitForExit();
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
