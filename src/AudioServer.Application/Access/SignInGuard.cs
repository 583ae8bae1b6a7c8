using AudioServer.Domain.Access;
using AudioServer.Domain.Failures;

namespace AudioServer.Application.Access;

/// <summary>
/// Bounds how often passwords are guessed, name by name, whether or not there is such a user. After a few failures a name is locked for a time that doubles
/// with each further one. Tries under way count as failures until they end, so that a burst cannot outrun it. Each server process counts by itself.
/// </summary>
public sealed class SignInGuard(TimeProvider time)
{
    /// <summary>Failures in a row that cost nothing but themselves.</summary>
    public const int FreeFailures = 5;

    private const int MaxNames = 100_000;
    private static readonly TimeSpan FirstLock = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Record> _names = [];

    /// <summary>Runs one try. It counts as a failure when it answers null, and clears the name when not; when it throws it counts as neither.</summary>
    /// <exception cref="RateLimited">The name is locked, or has as many tries under way as it has left.</exception>
    public async Task<T?> TryAsync<T>(string nameKey, Func<Task<T?>> attempt)
        where T : class
    {
        // Names are of any length, and may be passwords typed into the wrong field: neither is kept.
        var key = Secret.HashOf(nameKey);
        Begin(key);
        bool? succeeded = null;
        try
        {
            var result = await attempt();
            succeeded = result is not null;
            return result;
        }
        finally
        {
            End(key, succeeded);
        }
    }

    private void Begin(string key)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_names.TryGetValue(key, out var name))
            {
                MakeRoom(now);
                name = _names[key] = new Record();
            }
            else if (name.UnderWay == 0 && now - name.LastAt > Forgotten)
            {
                name.Failures = 0;
            }

            if (name.LockedUntil > now)
            {
                throw new RateLimited("There were too many wrong passwords for this name. Wait before the next try.", name.LockedUntil - now);
            }

            if (name.UnderWay >= Math.Max(1, FreeFailures - name.Failures))
            {
                throw new RateLimited("There are too many tries under way for this name.", TimeSpan.FromSeconds(1));
            }

            name.UnderWay++;
            name.LastAt = now;
        }
    }

    private void End(string key, bool? succeeded)
    {
        lock (_gate)
        {
            var name = _names[key];
            name.UnderWay--;
            if (succeeded == false)
            {
                name.Failures++;
                if (name.Failures >= FreeFailures)
                {
                    var doubled = FirstLock * Math.Pow(2, Math.Min(name.Failures - FreeFailures, 10));
                    name.LockedUntil = time.GetUtcNow() + (doubled < LongestLock ? doubled : LongestLock);
                }
            }
            else if (succeeded == true)
            {
                name.Failures = 0;
            }

            if (name is { UnderWay: 0, Failures: 0 })
            {
                _names.Remove(key);
            }
        }
    }

    /// <summary>Forgets who has been quiet longest; those under way stay.</summary>
    private void MakeRoom(DateTimeOffset now)
    {
        if (_names.Count < MaxNames)
        {
            return;
        }

        foreach (var (key, _) in _names.Where(entry => entry.Value.UnderWay == 0).OrderBy(entry => now - entry.Value.LastAt > Forgotten ? 0 : 1).ThenBy(entry => entry.Value.LastAt).Take(MaxNames / 10).ToList())
        {
            _names.Remove(key);
        }
    }

    private sealed class Record
    {
        public int Failures { get; set; }

        public int UnderWay { get; set; }

        public DateTimeOffset LastAt { get; set; }

        public DateTimeOffset LockedUntil { get; set; }
    }
}
