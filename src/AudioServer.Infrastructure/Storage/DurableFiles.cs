using System.Runtime.InteropServices;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure.Telemetry;
using Microsoft.Win32.SafeHandles;

namespace AudioServer.Infrastructure.Storage;

/// <summary>
/// Forces files and folders to stable storage and says when that failed: .NET's own flush returns normally on EIO and ENOSPC, and cannot flush a folder.
/// A failed fsync is never tried again on the same file, whose dirty pages the kernel may have dropped; the file is given up instead.
/// </summary>
internal static partial class DurableFiles
{
    private const int NoSpace = 28;
    private const int FileTooBig = 27;
    private const int QuotaExceeded = 122;
    private const int ReadOnlyFolder = 0x10000;

    /// <exception cref="IOException">The kernel could not say that the bytes are safe.</exception>
    public static void Sync(SafeFileHandle file)
    {
        if (fsync(file) != 0)
        {
            InfrastructureTelemetry.FsyncFailed();
            throw LastError("fsync");
        }
    }

    /// <summary>Makes names created in, moved into or removed from <paramref name="folder"/> last.</summary>
    /// <exception cref="IOException">The folder cannot be opened or flushed.</exception>
    public static void SyncFolder(string folder)
    {
        using var handle = OpenFolder(folder);
        Sync(handle);
    }

    /// <exception cref="IOException">The folder cannot be opened.</exception>
    public static SafeFileHandle OpenFolder(string folder)
    {
        var handle = open(folder, OperatingSystem.IsLinux() ? ReadOnlyFolder : 0);
        return handle.IsInvalid ? throw LastError($"open {folder}") : handle;
    }

    /// <summary>Creates <paramref name="folder"/> and what is missing above it, readable by nobody else, each lasting.</summary>
    public static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var parent = Path.GetDirectoryName(folder)!;
        CreateFolder(parent);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        SyncFolder(parent);
    }

    /// <summary>Removes what a fault has left of a file, if it can: the fault is what is to be told. What stays is swept at the next start.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (IsOfTheDisk(fault))
        {
            // The disk that failed fails again.
        }
    }

    /// <summary>True for what the system throws when files cannot be had or written.</summary>
    public static bool IsOfTheDisk(Exception fault) => fault is IOException or UnauthorizedAccessException;

    /// <summary>True when the disk, or what one may have of it, is full.</summary>
    public static bool IsFull(Exception fault) => fault.HResult is NoSpace or FileTooBig or QuotaExceeded;

    /// <summary>A disk's fault in the terms of a request, no room, or not to be had for now; counted.</summary>
    public static Failure ToFailure(Exception fault) => ToFailure(fault, IsFull(fault));

    /// <summary>The same for a fault of which somebody else knows whether it is for want of room.</summary>
    public static Failure ToFailure(Exception fault, bool isFull)
    {
        InfrastructureTelemetry.StorageFailed(isFull);
        return isFull ? new StorageFull(fault) : new Unavailable("The server's storage does not work just now.", fault);
    }

    private static IOException LastError(string what)
    {
        var errno = Marshal.GetLastPInvokeError();
        return new IOException($"{what}: {Marshal.GetPInvokeErrorMessage(errno)}", errno);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle open(string path, int flags);
}
