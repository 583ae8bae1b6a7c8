using AudioServer.Application.Maintenance;
using AudioServer.FunctionalTests.Access;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>What docs/operations.md says of copies where rows are in PostgreSQL, done as it says.</summary>
[Trait("Needs", "postgres")]
public sealed class PostgresBackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_dump_and_a_copy_of_the_blobs_are_restored_into_an_empty_database_and_directory()
    {
        var postgres = await PostgresServer.GetAsync();
        var (database, restored) = (await postgres.MakeDatabaseAsync(), await postgres.MakeDatabaseAsync(isEmpty: true));
        var (dump, data) = (_folder.File("audioserver.dump"), _folder.File("data"));
        string list;
        await using (var server = await AudioServerApp.StartAsync(dataDirectory: data, settings: [.. TestDatabase.Options(postgres.ConnectionString(database)), "--Verification:Concurrency", "1"]))
        {
            await server.PostAsync("?name=take.wav&wait=60&label=room:one", Requests.Wav).CreatedAsync();
            await server.PostAsync("?name=Ünïcode 🎧.flac&wait=60", Requests.Flac).CreatedAsync();
            list = (await server.GetJsonAsync("/list?sort=name")).GetRawText();

            // While it works.
            await new Command("pg_dump", ["--format=custom", $"--file={dump}", $"--dbname={Url(postgres, database)}"]).SucceedAsync();
            await new Command("cp", ["-a", Path.Combine(data, "blobs"), _folder.File("copy")]).SucceedAsync();
        }

        await postgres.DropDatabaseAsync(database);
        Directory.Delete(data, recursive: true);
        Directory.CreateDirectory(data);
        Directory.Move(_folder.File("copy"), Path.Combine(data, "blobs"));
        await new Command("pg_restore", [$"--dbname={Url(postgres, restored)}", dump]).SucceedAsync();

        await using var again = await AudioServerApp.StartAsync(dataDirectory: data, settings: TestDatabase.Options(postgres.ConnectionString(restored)));
        (await again.OperateAsync(new ReconcileCommand(DryRun: true, CheckDigests: true))).Should().Match<ReconcileReport>(report => report.IsSound && report.Files == 2 && report.OrphanBlobs.Count == 0);
        (await again.GetJsonAsync("/list?sort=name")).GetRawText().Should().Be(list);
        (await again.Client.GetByteArrayAsync(new Uri("/download?name=take.wav", UriKind.Relative))).Should().Equal(Requests.Wav);
        await again.PostAsync("?name=later.wav", Requests.Wav).CreatedAsync();
    }

    private static string Url(PostgresServer postgres, string database) => $"postgresql://test@127.0.0.1:{postgres.Port}/{database}";
}
