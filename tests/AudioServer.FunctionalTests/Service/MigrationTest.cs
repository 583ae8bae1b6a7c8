using System.Text.Json;
using Amazon.S3.Model;
using AudioServer.Api.Hosting;
using AudioServer.Infrastructure.Moving;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>Two installations for a test: one with SQLite and local files, the other with PostgreSQL and a bucket.</summary>
public abstract class MigrationTest : IAsyncLifetime
{
    protected const string Prefix = "main/";

    protected TemporaryFolder Folder { get; } = new();

    protected PostgresServer Postgres { get; private set; } = null!;

    protected S3Server Store { get; private set; } = null!;

    protected string Database { get; private set; } = "";

    protected string Bucket { get; private set; } = "";

    protected string[] Near => ["--DataDirectory", Folder.File("near"), "--Database:Provider", "Sqlite"];

    protected string[] Far { get; private set; } = [];

    /// <summary>The far one's settings.</summary>
    protected string FarFile { get; private set; } = "";

    public async Task InitializeAsync()
    {
        (Postgres, Store) = (await PostgresServer.GetAsync(), await S3Server.GetAsync());
        (Database, Bucket) = (await Postgres.MakeDatabaseAsync(), await Store.MakeBucketAsync());
        Far = [.. TestDatabase.Options(Postgres.ConnectionString(Database)), .. Store.OptionsFor(Bucket), "--DataDirectory", Folder.File("far")];
        FarFile = SettingsFile("far.json", Far);
    }

    public async Task DisposeAsync()
    {
        Folder.Dispose();
        await Store.EmptyAsync(Bucket);
        await Postgres.DropDatabaseAsync(Database);
    }

    protected static string Key(string id) => id.Replace("-", "", StringComparison.Ordinal);

    protected static Task<AudioServerApp> StartAsync(string[] settings, string mode = "Required") =>
        AudioServerApp.StartAsync(dataDirectory: settings[Array.LastIndexOf(settings, "--DataDirectory") + 1], settings: [.. settings, "--Auth:Mode", mode, "--Verification:Concurrency", mode == "Required" ? "1" : "0"]);

    protected static async Task<MigrationReport> MigrateAsync(string[] source, string file)
    {
        await using var from = ServerHost.Create([.. source, "--Serilog:MinimumLevel:Default", "Fatal"]);
        await using var to = ServerHost.CreateFrom(file);
        return await Migration.RunAsync(from.Services, to.Services, new MigrationProgress(), CancellationToken.None);
    }

    protected static async Task RefusedAsync<T>(string[] source, string file, string message)
        where T : Exception => await FluentActions.Awaiting(() => MigrateAsync(source, file)).Should().ThrowAsync<T>().WithMessage(message);

    protected Task<MigrationReport> MigrateAsync(string? file = null) => MigrateAsync(Near, file ?? FarFile);

    protected string Blob(string id) => Path.Combine(Folder.File("near"), "blobs", Key(id)[^2..], Key(id)[^4..^2], Key(id));

    protected async Task PutAsync(string id, byte[] content)
    {
        using var bytes = new MemoryStream(content);
        await Store.Client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = Prefix + Key(id), InputStream = bytes });
    }

    /// <summary>What the bucket has of a file.</summary>
    protected async Task<byte[]> GetAsync(string id)
    {
        using var found = await Store.Client.GetObjectAsync(Bucket, Prefix + Key(id));
        using var bytes = new MemoryStream();
        await found.ResponseStream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>Uploads so many files at the source; their ids.</summary>
    protected async Task<List<string>> FillAsync(int files)
    {
        await using var server = await StartAsync(Near, "Open");
        List<string> ids = [];
        for (var number = 0; number < files; number++)
        {
            ids.Add((await server.PostAsync($"?name={number}.wav", new Wav(50_000, number).ToArray()).CreatedAsync()).Text("id")!);
        }

        return ids;
    }

    /// <summary>The same settings as a file.</summary>
    protected string SettingsFile(string name, string[] settings)
    {
        var json = JsonSerializer.Serialize(settings.Chunk(2).GroupBy(pair => pair[0][2..]).ToDictionary(pairs => pairs.Key, pairs => pairs.Last()[1]));
        File.WriteAllText(Folder.File(name), json);
        return Folder.File(name);
    }
}
