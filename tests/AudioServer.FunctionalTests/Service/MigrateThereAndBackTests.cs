using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AudioServer.Application.Maintenance;
using AudioServer.FunctionalTests.Access;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Service;

/// <summary>From SQLite and local files to PostgreSQL and a bucket, and back.</summary>
[Trait("Needs", "postgres")]
[Trait("Needs", "radosgw")]
public sealed class MigrateThereAndBackTests : MigrationTest
{
    [Fact]
    public async Task Everything_goes_there_and_back()
    {
        string token, link, since, before;
        await using (var server = await StartAsync(Near))
        {
            await server.AddUserAsync("alice");
            await server.AddUserAsync("bob");
            token = await server.AddTokenAsync("alice");
            using var alice = server.ClientOf(token);
            using var events = await EventClient.OpenAsync(alice);
            since = events.LastId!;
            var id = await alice.UploadedAsync("take.wav", Requests.Wav, "&wait=60&label=room:one&label=mic:left");
            await alice.UploadedAsync("Ünïcode 🎧.flac", Requests.Flac, "&wait=60");
            var mp3 = await File.ReadAllBytesAsync(Fixtures.Audio("mp3-vbr-xing.mp3"));
            using var broken = await alice.UploadAsync("half.mp3", mp3[..(mp3.Length / 2)], "&wait=60");
            broken.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
            using var made = await alice.PostAsJsonAsync(new Uri($"/api/v1/audio/{id}/links", UriKind.Relative), new { expiresIn = 3600 });
            link = new Uri((await made.JsonAsync(HttpStatusCode.Created)).Text("url")!).PathAndQuery;
            before = await AllOfAsync(server, token, link, since);
        }

        var there = await ServerProcess.RunAsync(["migrate", "--to", FarFile, .. Near]);

        var report = Report(there);
        Summary(report).Should().Be("files 3, blobs 6, copiedBlobs 6, damaged 0");
        report.GetProperty("bytes").GetInt64().Should().BeGreaterThan(Requests.Wav.Length + Requests.Flac.Length).And.Be(report.GetProperty("copiedBytes").GetInt64());
        TestStorage.BlobsIn(Folder.File("near")).Should().HaveCount(6, "nothing is removed at the source");
        await using (var server = await StartAsync(Far))
        {
            (await AllOfAsync(server, token, link, since)).Should().Be(before);
            (await server.OperateAsync(new ReconcileCommand(DryRun: true, CheckDigests: true))).Should().Match<ReconcileReport>(found => found.IsSound && found.Files == 3 && found.OrphanBlobs.Count == 0);
            using var alice = server.ClientOf(token);
            using var events = await EventClient.OpenAsync(alice, since);
            await alice.UploadedAsync("later.wav", Requests.Wav, "&wait=60");
            (await EventsOfAsync(events, "later.wav")).Should().OnlyHaveUniqueItems("numbers go on behind those that came along");
            before = await AllOfAsync(server, token, link, since);
        }

        // The source is told by the environment, of which the target takes nothing.
        var back = await ServerProcess.RunAsync(["migrate", "--to", SettingsFile("back.json", ["--DataDirectory", Folder.File("back")])], Variables(Far));

        Summary(Report(back)).Should().Be("files 4, blobs 8, copiedBlobs 8, damaged 0");
        await using var again = await StartAsync(["--DataDirectory", Folder.File("back"), "--Database:Provider", "Sqlite"]);
        (await AllOfAsync(again, token, link, since)).Should().Be(before);
        (await again.OperateAsync(new ReconcileCommand(DryRun: true, CheckDigests: true))).IsSound.Should().BeTrue();
        using var found = again.ClientOf(token);
        (await found.GetFromJsonAsync<JsonElement>(new Uri("/list?q=later", UriKind.Relative))).GetProperty("items").GetArrayLength().Should().Be(1, "the search index came along");
    }

    private static string Summary(JsonElement report) =>
        string.Join(", ", new[] { "files", "blobs", "copiedBlobs" }.Select(name => $"{name} {report.GetProperty(name)}").Append($"damaged {report.GetProperty("damaged").GetArrayLength()}"));

    private static JsonElement Report(Run run)
    {
        run.ExitCode.Should().Be(0, "{0}", run.Errors);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    /// <summary>Whatever a client can see: files, reports, bytes, waveforms, usage, what a link leads to, and events.</summary>
    private static async Task<string> AllOfAsync(AudioServerApp server, string token, string link, string since)
    {
        using var client = server.ClientOf(token);
        var list = await client.GetFromJsonAsync<JsonElement>(new Uri("/list?sort=name&count=true", UriKind.Relative));
        List<string> all = [list.GetRawText(), (await client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/me", UriKind.Relative))).GetRawText(), Requests.Sha256(await server.Client.GetByteArrayAsync(new Uri(link, UriKind.Relative)))];
        foreach (var id in list.GetProperty("items").EnumerateArray().Select(file => file.Text("id")))
        {
            foreach (var path in new[] { "", "/report", "/content" })
            {
                all.Add(Requests.Sha256(await client.GetByteArrayAsync(new Uri($"/api/v1/audio/{id}{path}", UriKind.Relative))));
            }

            using var waveform = await client.GetAsync(new Uri($"/api/v1/audio/{id}/waveform", UriKind.Relative));
            all.Add($"{waveform.StatusCode} {Requests.Sha256(await waveform.Content.ReadAsByteArrayAsync())}");
        }

        using var events = await EventClient.OpenAsync(client, since);
        all.AddRange(await EventsOfAsync(events, list.GetProperty("items").GetArrayLength() == 3 ? "half.mp3" : "later.wav"));
        return string.Join('\n', all);
    }

    /// <summary>Those that are there until a file of this name has come.</summary>
    private static async Task<List<string>> EventsOfAsync(EventClient events, string last)
    {
        List<string> all = [];
        string? name;
        do
        {
            var one = (await events.NextAsync().WaitAsync(TimeSpan.FromSeconds(60)))!;
            name = one.Data.Text("name");
            all.Add($"{one.Id} {one.Type} {name}");
        }
        while (name != last);

        return all;
    }

    /// <summary>The same settings as variables of the environment.</summary>
    private static Dictionary<string, string> Variables(string[] settings) =>
        settings.Chunk(2).ToDictionary(pair => $"AUDIOSERVER_{pair[0][2..].Replace(":", "__", StringComparison.Ordinal)}", pair => pair[1]);
}
