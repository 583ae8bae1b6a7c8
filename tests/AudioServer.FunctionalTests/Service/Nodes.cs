using System.Collections.Concurrent;
using System.Net;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>Two servers that answer and two that verify, each a process with a data directory of its own, on one PostgreSQL and one bucket; and what clients were told is kept.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, byte[]> _acknowledged = new();
    private string[] _settings = [];
    private string _database = "";
    private int _names;

    private Nodes(PostgresServer postgres, S3Server store) => (Postgres, Store) = (postgres, store);

    public PostgresServer Postgres { get; }

    public S3Server Store { get; }

    public ServerProcess[] Apis { get; } = new ServerProcess[2];

    public ServerProcess[] Workers { get; } = new ServerProcess[2];

    /// <summary>The content that was sent, by the id of the file that an answer of 201 named.</summary>
    public IReadOnlyDictionary<string, byte[]> Acknowledged => _acknowledged;

    /// <param name="postgres">Null: the one that all tests share.</param>
    /// <param name="store">As well.</param>
    public static async Task<Nodes> StartAsync(PostgresServer? postgres = null, S3Server? store = null)
    {
        var nodes = new Nodes(postgres ?? await PostgresServer.GetAsync(), store ?? await S3Server.GetAsync());
        nodes._database = await nodes.Postgres.MakeDatabaseAsync();
        nodes._settings = [.. TestDatabase.Options(nodes.Postgres.ConnectionString(nodes._database)), .. nodes.Store.OptionsFor(await nodes.Store.MakeBucketAsync()), "--Verification:RetryDelay", "00:00:01"];
        for (var number = 0; number < 2; number++)
        {
            await nodes.BeginAsync(nodes.Apis, number, "Api");
            await nodes.BeginAsync(nodes.Workers, number, "Worker");
        }

        return nodes;
    }

    /// <summary>Kills a server as a machine that burns down does, and starts another in its place, with its data directory.</summary>
    public async Task ReplaceAsync(ServerProcess[] all, int number)
    {
        await all[number].KillAsync();
        await all[number].DisposeAsync();
        await BeginAsync(all, number, all == Apis ? "Api" : "Worker");
    }

    /// <summary>Uploads noise that no other upload has, under a name that no other has.</summary>
    /// <returns>The status; null: the connection broke.</returns>
    public async Task<HttpStatusCode?> UploadAsync(HttpClient api)
    {
        var number = Interlocked.Increment(ref _names);
        var content = new Wav(32_044, number).ToArray();
        try
        {
            using var answer = await api.PostAsync(new Uri($"/post?name=take%20{number}.wav", UriKind.Relative), new ByteArrayContent(content));
            if (answer.StatusCode == HttpStatusCode.Created)
            {
                _acknowledged[(await answer.JsonAsync(HttpStatusCode.Created)).Text("id")!] = content;
            }

            return answer.StatusCode;
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Files that are being verified.</summary>
    public async Task<long> CountRunningAsync() => (long)(await Postgres.AskAsync(_database, """SELECT count(*) FROM "AudioFiles" WHERE "State" = 'Running'"""))!;

    /// <summary>Files that wait for their verdict still, or are being verified.</summary>
    public async Task<long> CountUnverifiedAsync() => (long)(await Postgres.AskAsync(_database, """SELECT count(*) FROM "AudioFiles" WHERE "State" IN ('Pending', 'Running')"""))!;

    /// <summary>Files that were not told to be verified exactly once, and how often each was; null: there are none.</summary>
    public async Task<string?> FindVerifiedOtherThanOnceAsync() => await Postgres.AskAsync(
        _database,
        """SELECT string_agg(id || ': ' || verdicts, ', ') FROM (SELECT "Data"::json->>'id' AS id, count(*) FILTER (WHERE "Type" = 'Verified') AS verdicts FROM "AudioEvents" GROUP BY 1) AS files WHERE verdicts <> 1""") as string;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Apis.Concat(Workers).Where(server => server is not null))
        {
            await server.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task BeginAsync(ServerProcess[] all, int number, string role) =>
        all[number] = await ServerProcess.StartAsync(_folder.File($"{role}{number}"), [.. _settings, "--Role", role, .. role == "Worker" ? (string[])["--Verification:Concurrency", "1"] : []]);
}
