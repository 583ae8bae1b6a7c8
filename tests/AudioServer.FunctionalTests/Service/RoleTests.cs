using System.Net;
using AudioServer.Application.Verification;
using AudioServer.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AudioServer.FunctionalTests.Service;

/// <summary>A server that answers and one that verifies, with one database and one place for the bytes.</summary>
public sealed class TwoRoles : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public AudioServerApp Api { get; private set; } = null!;

    public AudioServerApp Worker { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var postgres = await PostgresServer.GetAsync();
        var database = TestDatabase.Options(postgres.ConnectionString(await postgres.MakeDatabaseAsync()));
        Api = await StartAsync("Api", database);
        Worker = await StartAsync("Worker", database);
    }

    public async Task DisposeAsync()
    {
        await Api.DisposeAsync();
        await Worker.DisposeAsync();
        _folder.Dispose();
    }

    private Task<AudioServerApp> StartAsync(string role, string[] database)
    {
        Directory.CreateDirectory(_folder.File(role));
        Directory.CreateSymbolicLink(Path.Combine(_folder.File(role), "blobs"), Directory.CreateDirectory(_folder.File("blobs")).FullName);
        return AudioServerApp.StartAsync(dataDirectory: _folder.File(role), settings: [.. database, "--Role", role, "--Verification:Concurrency", "2"]);
    }
}

[Trait("Needs", "postgres")]
public sealed class RoleTests(TwoRoles roles) : IClassFixture<TwoRoles>
{
    [Fact]
    public async Task What_one_takes_in_the_other_verifies()
    {
        ConcurrencyOf(roles.Api).Should().Be(2, "checks have as many turns there");
        (await WorkersAsync(roles.Api)).Should().Be("ok (none here)");
        (await WorkersAsync(roles.Worker)).Should().Be("ok");

        (await roles.Api.PostAsync("?name=take.wav&wait=60", Requests.Wav).CreatedAsync()).GetProperty("verification").Text("state").Should().Be("ok");
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
        using var answer = await roles.Worker.SendAsync(new HttpMethod(method), path);

        (await answer.ProblemAsync(HttpStatusCode.NotFound, "not_found")).Text("detail").Should().Contain("Role=Worker");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    public async Task Both_can_be_watched(string path)
    {
        foreach (var server in (AudioServerApp[])[roles.Api, roles.Worker])
        {
            using var answer = await server.SendAsync(HttpMethod.Get, path);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        }
    }

    private static async Task<string?> WorkersAsync(AudioServerApp server) => (await server.GetJsonAsync("/health/ready")).GetProperty("parts").Text("worker");

    private static int ConcurrencyOf(AudioServerApp server) => server.Services.GetRequiredService<IOptions<VerificationOptions>>().Value.Concurrency;
}
