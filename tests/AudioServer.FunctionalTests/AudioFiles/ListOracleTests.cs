using System.Globalization;
using System.Text;
using AudioServer.Domain.AudioFiles;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.AudioFiles;

/// <summary>Random lists of random files, compared with the same list made in memory by the words of the contract.</summary>
public abstract class ListOracleContract(SharedServer shared) : IAsyncLifetime
{
    private const int Files = 400;
    private const int Queries = 120;
    private const int Seed = 20_260_314;

    private static readonly string[] Words = ["take", "TAKE", "Étude", "mix", "音楽", "Я", "a_b", "50%", "x*y", "[1]", "\"q\"", " "];

    private readonly Random _random = new(Seed);
    private readonly AudioServerApp _server = shared.App;

    public Task InitializeAsync() => _server.Services.ClearAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Every_list_is_what_its_words_say()
    {
        var rows = Enumerable.Range(0, Files).Select(RandomRow).ToList();
        await _server.Services.AddAsync(rows);
        await _server.Services.AddAsync(rows.Take(50).Select(row => row with { OwnerId = new Guid("00000000-0000-0000-0000-00000000000f"), Id = Guid.Empty }));
        var (some, none) = (0, 0);
        for (var number = 0; number < Queries; number++)
        {
            var query = RandomQuery();
            var expected = query.Of(rows).Select(row => row.Name).ToList();
            var path = Lists.Of([.. query.Parameters, ("count", "true"), ("limit", query.Limit.ToString(CultureInfo.InvariantCulture))]);

            (await _server.GetListAsync(path)).GetProperty("total").GetInt32().Should().Be(expected.Count, path);
            (await _server.PagesAsync(path)).SelectMany(page => page).Should().Equal(expected, path);
            _ = expected.Count > 0 ? some++ : none++;
        }

        some.Should().BeGreaterThan(Queries / 2, "lists that are all empty show nothing");
        none.Should().BeGreaterThan(0);
    }

    private AudioRow RandomRow(int number) => new($"{Word()}{Word()}{(Maybe(0.5) ? number : number + 1_000)}.wav")
    {
        Id = new Guid(RandomBytes()),
        Duration = Maybe(0.2) ? null : _random.Next(0, 40) / 4.0,
        Size = _random.Next(1, 30),
        SampleRate = Maybe(0.1) ? null : Pick(8000, 44_100, 48_000),
        Channels = Maybe(0.1) ? null : _random.Next(1, 4),
        Codec = Pick("pcm_s16le", "flac", "mp3"),
        Container = Pick("wav", "flac", "mp3"),
        ContentType = Pick("audio/wav", "audio/flac"),
        Title = Maybe(0.5) ? null : Word() + Word(),
        Artist = Maybe(0.5) ? null : Word(),
        Album = Maybe(0.5) ? null : Word(),
        CreatedAt = AudioRow.Noon.AddMilliseconds(_random.Next(0, 50)),
        State = (VerificationState)_random.Next(0, 6),
        Labels = new[] { "kind", "room" }.Where(_ => Maybe(0.5)).ToDictionary(key => key, _ => Pick("a", "b")),
    };

    private Query RandomQuery()
    {
        var query = new Query(_random.Next(1, 200));
        var (low, high) = (_random.Next(0, 40) / 4.0, _random.Next(0, 40) / 4.0);
        query.Add(Maybe(0.2), "minduration", Invariant(Math.Min(low, high)), row => row.Duration >= Math.Min(low, high));
        query.Add(Maybe(0.2), "maxduration", Invariant(Math.Max(low, high)), row => row.Duration <= Math.Max(low, high));
        var (small, large) = (_random.Next(1, 15), _random.Next(15, 30));
        query.Add(Maybe(0.2), "minsize", Invariant(small), row => row.Size >= small);
        query.Add(Maybe(0.2), "maxsize", Invariant(large), row => row.Size <= large);
        var (first, last) = (AudioRow.Noon.AddMilliseconds(_random.Next(0, 25)), AudioRow.Noon.AddMilliseconds(_random.Next(25, 50)));
        query.Add(Maybe(0.2), "createdafter", first.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), row => row.CreatedAt >= first);
        query.Add(Maybe(0.2), "createdbefore", last.ToOffset(TimeSpan.FromHours(-7)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture), row => row.CreatedAt <= last);
        var (rate, channels) = (Pick(8000, 44_100, 48_000), _random.Next(1, 4));
        query.Add(Maybe(0.1), "samplerate", Invariant(rate), row => row.SampleRate == rate);
        query.Add(Maybe(0.1), "minsamplerate", Invariant(rate), row => row.SampleRate >= rate);
        query.Add(Maybe(0.1), "channels", Invariant(channels), row => row.Channels == channels);
        var (codec, state) = (Pick("pcm_s16le", "flac", "mp3"), (VerificationState)_random.Next(0, 6));
        query.Add(Maybe(0.1), "codec", codec, row => row.Codec == codec);
        query.Add(Maybe(0.1), "state", state.ToString(), row => row.State == state);
        var (text, pattern) = (Maybe(0.5) ? Word() : Word() + Word(), $"{(Maybe(0.5) ? "*" : "")}{Word()}*");
        query.Add(Maybe(0.2), "q", Maybe(0.5) ? text.ToUpperInvariant() : text, row => new[] { row.Name, row.Title, row.Artist, row.Album }.Any(part => part?.Contains(text, StringComparison.OrdinalIgnoreCase) == true));
        query.Add(Maybe(0.2), "name", pattern, row => Matches(row.Name, pattern));
        foreach (var key in (string[])["kind", "room"])
        {
            var value = Pick("a", "b");
            query.Add(Maybe(0.15), "label", $"{key}:{value}", row => row.Labels.TryGetValue(key, out var kept) && kept == value);
        }

        query.SortBy(Pick("created", "name", "duration", "size"), Maybe(0.5));
        return query;
    }

    /// <summary>Whether the parts between the stars occur one behind the other, the first at the start and the last at the end.</summary>
    private static bool Matches(string name, string pattern)
    {
        var parts = pattern.Split('*');
        if (!name.StartsWith(parts[0], StringComparison.Ordinal))
        {
            return false;
        }

        var at = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = name.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + part.Length;
        }

        return name.Length - parts[^1].Length >= at && name.EndsWith(parts[^1], StringComparison.Ordinal);
    }

    private static string Invariant(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private bool Maybe(double chance) => _random.NextDouble() < chance;

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];

    private string Word() => Pick(Words);

    private byte[] RandomBytes()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return bytes;
    }

    private sealed class Query(int limit)
    {
        private readonly List<Func<AudioRow, bool>> _conditions = [];
        private (string Key, bool Descending) _sort;

        public int Limit => limit;

        public List<(string Name, string Value)> Parameters { get; } = [];

        public void Add(bool wanted, string name, string value, Func<AudioRow, bool> condition)
        {
            if (wanted)
            {
                Parameters.Add((name, value));
                _conditions.Add(condition);
            }
        }

        public void SortBy(string key, bool descending)
        {
            Parameters.Add(("sort", descending ? $"-{key}" : key));
            _sort = (key, descending);
        }

        public IEnumerable<AudioRow> Of(IEnumerable<AudioRow> rows)
        {
            var matching = rows.Where(row => _conditions.TrueForAll(condition => condition(row)));
            Comparison<AudioRow> byKey = _sort.Key switch
            {
                "created" => (left, right) => left.CreatedAt.CompareTo(right.CreatedAt),
                "name" => (left, right) => Encoding.UTF8.GetBytes(left.Name).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right.Name)),
                "duration" => (left, right) => Nullable.Compare(left.Duration, right.Duration),
                _ => (left, right) => left.Size.CompareTo(right.Size),
            };
            var direction = _sort.Descending ? -1 : 1;
            var ordered = matching.Order(Comparer<AudioRow>.Create((left, right) => direction * (byKey(left, right) is var order and not 0 ? order : left.Id.CompareTo(right.Id))));
            return _sort.Key == "duration" ? ordered.OrderBy(row => row.Duration is null) : ordered;
        }
    }
}

public sealed class ListOracleTests(SharedServer shared) : ListOracleContract(shared), IClassFixture<SharedServer>;

[Trait("Needs", "postgres")]
public sealed class ListOracleOnPostgresTests(SharedPostgresServer shared) : ListOracleContract(shared), IClassFixture<SharedPostgresServer>;
