using System.Net.Sockets;
using System.Text;
using AudioServer.Infrastructure.Storage;

namespace AudioServer.Infrastructure.Control;

/// <summary>How the control socket is named to the kernel, whose socket addresses hold 107 bytes (macOS: 103) however long a file's path may be.</summary>
internal static class ControlAddress
{
    private const int MaxBytes = 103;

    /// <summary>Binds or connects to the socket at <paramref name="path"/>. On Linux a path that is too long is taken through the open handle of its folder.</summary>
    /// <exception cref="ArgumentException">The path is too long, and there is no other way to it.</exception>
    public static void Use(string path, Action<UnixDomainSocketEndPoint> use)
    {
        if (Encoding.UTF8.GetByteCount(path) <= MaxBytes || !OperatingSystem.IsLinux())
        {
            use(new UnixDomainSocketEndPoint(path));
            return;
        }

        using var folder = DurableFiles.OpenFolder(Path.GetDirectoryName(path)!);
        use(new UnixDomainSocketEndPoint($"/proc/self/fd/{folder.DangerousGetHandle()}/{Path.GetFileName(path)}"));
    }
}
