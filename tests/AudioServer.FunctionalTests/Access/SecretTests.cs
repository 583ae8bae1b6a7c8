using System.Net.Http.Json;
using System.Text;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Access;

/// <summary>Secrets that were issued are nowhere to be read: not in the data, not in the log, not in what is left of a server that was killed.</summary>
public sealed class SecretTests
{
    [Fact]
    public async Task None_of_them_is_kept_or_logged_in_clear()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        var password = "correct-horse-7f3a91";
        List<string> secrets = [password];
        string log;
        await using (var server = await ServerProcess.StartAsync(data, "--Auth:Mode", "Required", "--Auth:Registration", "Open", "--Serilog:MinimumLevel:Default", "Verbose", "--Serilog:MinimumLevel:Override:Microsoft", "Verbose"))
        {
            using var registered = await server.Client.PostAsJsonAsync(new Uri("/api/v1/users", UriKind.Relative), new { username = "alice", password });
            registered.EnsureSuccessStatusCode();
            using var wrong = await server.Client.PostAsJsonAsync(new Uri("/api/v1/session", UriKind.Relative), new { username = "swapped-password-9911", password = "wrong-but-secret-5522" });
            secrets.AddRange(["swapped-password-9911", "wrong-but-secret-5522"]);
            using var session = await server.Client.PostAsJsonAsync(new Uri("/api/v1/session", UriKind.Relative), new { username = "alice", password });
            var cookie = session.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
            secrets.Add(cookie.Split('=', 2)[1]);

            using var asking = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tokens") { Content = JsonContent.Create(new { name = "t", scopes = new[] { "read", "write" } }) };
            asking.Headers.Add("Cookie", cookie);
            asking.Headers.Add("Sec-Fetch-Site", "same-origin");
            asking.Headers.Add("X-Requested-With", "AudioServer");
            using var made = await server.Client.SendAsync(asking);
            secrets.Add((await made.JsonAsync(System.Net.HttpStatusCode.Created)).Text("token")!);

            server.Client.DefaultRequestHeaders.Add("Authorization", $"Bearer {secrets[^1]}");
            using var body = new ByteArrayContent(Requests.Wav);
            using var uploaded = await server.Client.PostAsync(new Uri("/post", UriKind.Relative), body);
            var id = (await uploaded.JsonAsync(System.Net.HttpStatusCode.Created)).Text("id");
            using var linked = await server.Client.PostAsJsonAsync(new Uri($"/api/v1/audio/{id}/links", UriKind.Relative), new { });
            var url = (await linked.JsonAsync(System.Net.HttpStatusCode.Created)).Text("url")!;
            secrets.Add(url[(url.LastIndexOf('=') + 1)..]);
            (await server.Client.GetByteArrayAsync(new Uri(url))).Should().Equal(Requests.Wav);

            // As it is while it runs, with the write-ahead log beside the database.
            await server.KillAsync();
            log = server.Errors;
        }

        log.Should().Contain("access.token_created").And.Contain("access.sign_in_failed").And.Contain("access.link_created");
        secrets.Where(secret => log.Contains(secret, StringComparison.Ordinal)).Should().BeEmpty();
        foreach (var file in Directory.GetFiles(data, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".sock", StringComparison.Ordinal)))
        {
            var kept = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            secrets.Where(secret => kept.Contains(secret, StringComparison.Ordinal)).Should().BeEmpty(file);
        }
    }
}
