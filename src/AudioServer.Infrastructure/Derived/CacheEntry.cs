using System.Globalization;
using AudioServer.Application.Ports;

namespace AudioServer.Infrastructure.Derived;

/// <summary>
/// One file of the cache. All that is known of it stands in its name, so that file and knowledge appear in one rename and survive together; when it
/// was last used is its time of modification.
/// </summary>
/// <param name="Key">What it is.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Duration">Seconds, to the microsecond.</param>
/// <param name="MadeAt">To the millisecond.</param>
/// <param name="Size">Bytes.</param>
internal sealed record CacheEntry(DerivedKey Key, string Sha256, double Duration, DateTimeOffset MadeAt, long Size)
{
    private const double Microseconds = 1e6;
    private const int Sha256Length = 64;

    public string FileName => string.Create(
        CultureInfo.InvariantCulture,
        $"{Key.FileId:N}-{Key.Derivation}-{MadeAt.ToUnixTimeMilliseconds()}-{Math.Round(Duration * Microseconds):0}-{Sha256}");

    /// <summary>Null when the name is none that this server gives.</summary>
    public static CacheEntry? Parse(string fileName, long size)
    {
        var parts = fileName.Split('-');
        return parts.Length == 5 && Guid.TryParseExact(parts[0], "N", out var id) && parts[4].Length == Sha256Length
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var made) && made <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? new CacheEntry(new DerivedKey(id, parts[1]), parts[4], length / Microseconds, DateTimeOffset.FromUnixTimeMilliseconds(made), size)
                : null;
    }
}
