using System.Diagnostics;

namespace AudioServer.FunctionalTests.Service;

/// <summary>A named pipe in the place of a file: whoever opens it to read waits at it, until it is lifted and the file's own bytes go through; then the file is back.</summary>
internal sealed class Gate : IAsyncDisposable
{
    private readonly string _path;
    private readonly Task<FileStream> _reached;

    private Gate(string path)
    {
        _path = path;

        // Opening a pipe to write returns when somebody has opened it to read.
        _reached = Task.Run(() => new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
    }

    public static Gate InPlaceOf(string path)
    {
        File.Move(path, path + ".away");
        using var make = Process.Start("mkfifo", [path]);
        make.WaitForExit();
        make.ExitCode.Should().Be(0);
        return new Gate(path);
    }

    /// <summary>Somebody waits at it.</summary>
    public Task ReachedAsync() => _reached.WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        await using (var pipe = await _reached.WaitAsync(TimeSpan.FromSeconds(60)))
        await using (var bytes = File.OpenRead(_path + ".away"))
        {
            File.Move(_path + ".away", _path, overwrite: true);
            try
            {
                await bytes.CopyToAsync(pipe);
            }
            catch (IOException)
            {
                // Who waited is gone.
            }
        }
    }
}
