namespace AudioServer.Infrastructure.Backups;

/// <summary>Where a path leads when every symbolic link on it is followed.</summary>
internal static class LinkedPath
{
    /// <param name="path">Absolute. What of it is not there stays as it is.</param>
    public static string Resolve(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            return path;
        }

        var here = Path.Combine(Resolve(parent), Path.GetFileName(path));
        var entry = new DirectoryInfo(here);
        return entry.LinkTarget is null ? here : Resolve(entry.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
    }
}
