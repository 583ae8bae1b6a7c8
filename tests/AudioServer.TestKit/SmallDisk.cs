using System.Diagnostics;

namespace AudioServer.TestKit;

/// <summary>A file system of a few mebibytes, in memory, for filling it up. Only root may mount one.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    public string Path => _folder.Path;

    /// <summary>Null, with the reason, where mounting is not permitted.</summary>
    public static SmallDisk? Mount(int mebibytes, out string? whyNot)
    {
        var disk = new SmallDisk();
        whyNot = Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", disk.Path);
        if (whyNot is null)
        {
            return disk;
        }

        disk._folder.Dispose();
        return null;
    }

    /// <summary>Fills all but <paramref name="left"/> bytes, until the file is deleted whose path is returned.</summary>
    public string Fill(long left)
    {
        var filler = System.IO.Path.Combine(Path, "filler");
        using var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        for (var free = new DriveInfo(Path).AvailableFreeSpace - left; free >= page.Length; free -= page.Length)
        {
            file.Write(page);
        }

        return filler;
    }

    /// <param name="mode"><c>ro</c> or <c>rw</c>.</param>
    public void Remount(string mode) => Run("mount", "-o", $"remount,{mode}", Path).Should().BeNull();

    public void Dispose()
    {
        Run("umount", "--lazy", Path);
        _folder.Dispose();
    }

    private static string? Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : errors;
        }
        catch (System.ComponentModel.Win32Exception absent)
        {
            return absent.Message;
        }
    }
}

/// <summary>A test on a <see cref="SmallDisk"/>; reported as skipped where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> WhyNot = new(() =>
    {
        using var disk = SmallDisk.Mount(1, out var whyNot);
        return whyNot;
    });

    /// <param name="ofSqlite">What there is with SQLite only; null: nothing.</param>
    public SmallDiskFactAttribute(string? ofSqlite = null)
    {
        OfSqlite = ofSqlite;
        Skip = ofSqlite is not null && TestDatabase.IsPostgres ? $"SQLite's own: {ofSqlite}." : WhyNot.Value is { } whyNot ? $"A small disk cannot be mounted here: {whyNot}" : null;
    }

    public string? OfSqlite { get; }
}
