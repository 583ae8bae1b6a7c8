using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AudioServer.Application.Access;
using AudioServer.Application.Ports;
using AudioServer.Domain.Access;
using AudioServer.TestKit;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AudioServer.BrowserTests;

/// <summary>
/// Cross-site request forgery in a real browser: somebody who uses the server looks at pages of an attacker (<c>tests/browser/attack.html</c>), one of another
/// site and one of the same site but another origin, to which a browser gives the cookie. By an address of this machine the browser says where requests come
/// from (<c>Sec-Fetch-Site</c>); by a name it does not trust it sends <c>Origin</c> alone.
/// </summary>
public sealed class CrossSiteBrowserTests
{
    private const string Victim = "victim", VictimsPassword = "correct horse of victim";

    // One of the attacker's own, which signing a victim in with would have the victim's uploads go to.
    private const string Mallory = "mallory", MallorysPassword = "correct horse of mallory";

    private const string TrustedHost = "127.0.0.1", NamedHost = "audio.example", OtherSite = "evil.example", ReboundName = "rebound.example";

    // A browser starts slowly on a busy machine; what hangs is killed.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData("Required", TrustedHost, "localhost")]
    [InlineData("Required", NamedHost, OtherSite)]
    [InlineData("Open", TrustedHost, "localhost")]
    public async Task A_page_of_another_origin_changes_and_reads_nothing_and_the_own_page_does(string mode, string host, string otherSite)
    {
        var isRequired = mode == "Required";
        var recorder = new RequestRecorder();
        await using var server = await AudioServerApp.StartAsync(
            configure: services => services.AddSingleton<IStartupFilter>(recorder),
            settings: ["--Auth:Mode", mode, "--AllowedHosts", $"{TrustedHost};{NamedHost}", "--Verification:Concurrency", "1"]);
        if (isRequired)
        {
            server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await MakeUsersAsync(server));
        }

        var id = await UploadAsync(server);
        await using var attacker = await StartAttackerAsync();
        var port = new Uri(attacker.Urls.Single()).Port;
        string[] attackers = [$"http://{otherSite}:{port}", $"http://{host}:{port}"];
        var (before, blobs) = (await EverythingAsync(server, isRequired), await server.BlobsAsync());

        var seen = await RunAsync(new
        {
            server = $"http://{host}:{server.Address.Port}",
            signIn = isRequired ? new { username = Victim, password = VictimsPassword } : null,
            id,
            attackers,
            rebound = $"http://{ReboundName}:{server.Address.Port}",
            resolve = (string[])[NamedHost, OtherSite, ReboundName],
        });

        // The own page does all of it, so that the browser, the cookie and the attacks' addresses are good.
        OwnPageWorks(seen, isRequired);
        EveryAttackFails(seen);

        // The browser sent what it was to send: with the cookie from the same site, without it from the other, and saying where from.
        var forged = recorder.Requests.Where(request => attackers.Contains(request.Origin) || request.Origin == "null").Where(request => request.Method != "OPTIONS" && request.Method != "GET").ToList();
        forged.Should().OnlyContain(request => request.Status == 403);
        forged.Should().OnlyContain(request => (request.Site.Length > 0) == (host == TrustedHost));
        forged.Count(request => request.Origin == attackers[0]).Should().BeGreaterThan(10);
        forged.Count(request => request.Origin == attackers[1]).Should().BeGreaterThan(10);
        forged.Where(request => request.Origin == attackers[0]).Should().OnlyContain(request => !request.HasCookie, "SameSite=Strict holds the cookie back");
        forged.Where(request => request.Origin == attackers[1]).Should().OnlyContain(request => request.HasCookie == isRequired, "the same site's pages send the cookie");

        // Nothing is there that was not, nothing has gone, and nothing was verified again.
        (await EverythingAsync(server, isRequired)).Should().Be(before);
        (await SessionsAsync(server)).Should().Be(isRequired ? 1 : 0);
        (await server.BlobsAsync()).Should().BeEquivalentTo(blobs);
        server.Temporary.Should().BeEmpty();
    }

    private static void OwnPageWorks(JsonElement seen, bool isRequired)
    {
        int StatusOf(string what) => seen.GetProperty("own").GetProperty(what).GetProperty("status").GetInt32();
        StatusOf("list").Should().Be(200);
        seen.GetProperty("own").GetProperty("list").Text("text").Should().Contain("victim.wav");
        StatusOf("withoutHeader").Should().Be(isRequired ? 403 : 201);
        StatusOf("upload").Should().Be(201, "{0}", seen.GetProperty("own").GetProperty("upload"));
        StatusOf("verification").Should().Be(202);
        StatusOf("sound").Should().Be(200, "{0}", seen.GetProperty("own").GetProperty("sound"));
        StatusOf("deletion").Should().Be(204);
        var cookies = seen.GetProperty("cookies").EnumerateArray().ToList();
        cookies.Should().HaveCount(isRequired ? 1 : 0);
        if (isRequired)
        {
            StatusOf("signIn").Should().Be(200);
            cookies[0].Text("sameSite").Should().Be("Strict");
            cookies[0].GetProperty("httpOnly").GetBoolean().Should().BeTrue();
        }

        var afterwards = seen.GetProperty("afterwards");
        afterwards.GetProperty("status").GetInt32().Should().Be(200);
        JsonDocument.Parse(afterwards.Text("text")!).RootElement.Text("name").Should().Be(isRequired ? Victim : "local", "nobody was signed out, or in as somebody else");
    }

    private static void EveryAttackFails(JsonElement seen)
    {
        var attacks = seen.GetProperty("attacks").EnumerateArray().ToList();
        attacks.Should().HaveCountGreaterThan(60);
        foreach (var attack in attacks)
        {
            attack.Text("read").Should().BeEmpty("{0}", attack);
            foreach (var request in attack.GetProperty("sent").EnumerateArray())
            {
                var (status, isBlocked) = (request.GetProperty("status"), request.Text("failure") is not null);
                (isBlocked || status.GetInt32() is 401 or 403 || (request.Text("method") == "GET" && status.GetInt32() == 200)).Should().BeTrue("{0}", attack);
            }
        }

        // One is refused by the browser before anything is sent: no-cors has no DELETE.
        attacks.Where(attack => attack.GetProperty("sent").GetArrayLength() == 0).Select(attack => attack.Text("attack")).Distinct().Should().Equal("fetch: deletion without asking");

        // A name made to point here is none the server answers to, though to the browser its page is the server's own.
        seen.GetProperty("rebound").EnumerateArray().Select(answer => answer.GetProperty("status").GetInt32()).Should().Equal(400, 400, 400);
    }

    /// <summary>The victim and the attacker have accounts; a token of the victim's.</summary>
    private static async Task<string> MakeUsersAsync(AudioServerApp server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        await mediator.Send(new AddUserCommand(Victim, VictimsPassword));
        await mediator.Send(new AddUserCommand(Mallory, MallorysPassword));
        return (await mediator.Send(new CreateTokenCommand("test", AccessScopes.Read | AccessScopes.Write, null, Victim))).Token!;
    }

    /// <summary>A file of the victim's; its id.</summary>
    private static async Task<string> UploadAsync(AudioServerApp server)
    {
        await using var sound = File.OpenRead(Fixtures.Audio("wav-s16.wav"));
        using var answer = await server.Client.PostAsync(new Uri("/post?name=victim.wav&wait=60", UriKind.Relative), new StreamContent(sound));
        return (await answer.JsonAsync(HttpStatusCode.Created)).Text("id")!;
    }

    /// <summary>All that the user has, as the server tells it: files with names, ids and verdicts, and tokens.</summary>
    private static async Task<string> EverythingAsync(AudioServerApp server, bool hasTokens)
    {
        var files = await server.Client.GetStringAsync(new Uri("/list?limit=1000&count=true", UriKind.Relative));
        return hasTokens ? files + await server.Client.GetStringAsync(new Uri("/api/v1/tokens", UriKind.Relative)) : files;
    }

    private static async Task<int> SessionsAsync(AudioServerApp server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IAudioDb>().Sessions.CountAsync();
    }

    private static async Task<WebApplication> StartAttackerAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["AllowedHosts"] = "*"; // else the server's own settings, which lie beside the tests, hold for this one too
        var app = builder.Build();
        var page = await File.ReadAllTextAsync(Path.Combine(Fixtures.Root, "tests", "browser", "attack.html"));
        app.MapGet("/attack.html", () => Results.Content(page, "text/html; charset=utf-8"));
        app.MapGet("/sound", () => Results.File(Fixtures.Audio("flac-s16.flac"), "audio/flac"));
        await app.StartAsync();
        return app;
    }

    private static async Task<JsonElement> RunAsync(object plan)
    {
        var run = await new Command("node", Path.Combine(Fixtures.Root, "tests", "browser", "cross-site.mjs"), JsonSerializer.Serialize(plan)) { Patience = Patience }.SucceedAsync();
        return JsonDocument.Parse(run.Bytes).RootElement;
    }
}
