using System.Net;
using AudioServer.Application.Verification;
using AudioServer.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AudioServer.FunctionalTests.Service;

/// <summary>A server that answers and one that verifies, with one database and one place for the bytes.</summary>
[Trait("Needs", "postgres")]
public sealed class RoleTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private AudioServerApp _api = null!;
    private AudioServerApp _worker = null!;

    public async Task InitializeAsync()
    {
        var postgres = await PostgresServer.GetAsync();
        var database = TestDatabase.Options(postgres.ConnectionString(await postgres.MakeDatabaseAsync()));
        _api = await StartAsync("Api", database);
        _worker = await StartAsync("Worker", database);
    }

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        await _worker.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_one_takes_in_the_other_verifies()
    {
        ConcurrencyOf(_api).Should().Be(0);
        ConcurrencyOf(_worker).Should().Be(2);

        (await _api.PostAsync("?name=take.wav&wait=60", Requests.Wav).CreatedAsync()).GetProperty("verification").Text("state").Should().Be("ok");
    }

    [Theory]
    [InlineData("GET", "/list")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/page/main.js")]
    [InlineData("POST", "/post?name=take.wav")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/healthy")]
    public async Task One_that_verifies_has_no_other_routes(string method, string path)
    {
        using var answer = await _worker.SendAsync(new HttpMethod(method), path);

        (await answer.ProblemAsync(HttpStatusCode.NotFound, "not_found")).Text("detail").Should().Contain("Role=Worker");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    public async Task Both_can_be_watched(string path)
    {
        foreach (var server in (AudioServerApp[])[_api, _worker])
        {
            using var answer = await server.SendAsync(HttpMethod.Get, path);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }
    }

    private static int ConcurrencyOf(AudioServerApp server) => server.Services.GetRequiredService<IOptions<VerificationOptions>>().Value.Concurrency;

    private Task<AudioServerApp> StartAsync(string role, string[] database)
    {
        Directory.CreateDirectory(_folder.File(role));
        Directory.CreateSymbolicLink(Path.Combine(_folder.File(role), "blobs"), Directory.CreateDirectory(_folder.File("blobs")).FullName);
        return AudioServerApp.StartAsync(dataDirectory: _folder.File(role), settings: [.. database, "--Role", role, "--Verification:Concurrency", "2"]);
    }
}
