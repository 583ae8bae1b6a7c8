using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Access;

public sealed class QuotaTests
{
    private static readonly string Ten = $"{10 * Requests.Wav.Length}";

    [Fact]
    public async Task Fifty_uploads_racing_for_room_for_ten_get_ten_and_never_more()
    {
        await using var server = await Accounts.StartAsync(null, "--Limits:QuotaBytes", Ten);
        using var alice = await server.AddClientAsync("alice");
        using var done = new CancellationTokenSource();
        var watching = WatchAsync(alice, done.Token);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => alice.UploadAsync($"{number}.wav", Requests.Wav)));

        await done.CancelAsync();
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).Should().Be(10);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            await refused.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "quota_exceeded");
        }

        (await watching).Should().BeLessThanOrEqualTo(10 * Requests.Wav.Length);
        (await UsageAsync(alice)).Should().Be(10 * Requests.Wav.Length);
        (await server.BlobsAsync()).Should().HaveCount(10);
        server.Temporary.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_deleted_makes_room_and_what_replaces_counts_for_what_it_adds()
    {
        await using var server = await Accounts.StartAsync(null, "--Limits:QuotaBytes", $"{Requests.Wav.Length + 10}");
        using var alice = await server.AddClientAsync("alice");
        await alice.UploadedAsync("take.wav", Requests.Wav);
        await alice.UploadAsync("other.wav", Requests.Wav).RefusedAsync(HttpStatusCode.RequestEntityTooLarge, "quota_exceeded");

        await alice.UploadedAsync("take.wav", Requests.Wav, "&onconflict=replace");
        using (var deleted = await alice.DeleteAsync(new Uri("/delete?name=take.wav", UriKind.Relative)))
        {
            (await UsageAsync(alice)).Should().Be(0);
        }

        await alice.UploadedAsync("other.wav", Requests.Wav);
    }

    [Fact]
    public async Task It_is_each_user_s_own()
    {
        await using var server = await Accounts.StartAsync(null, "--Limits:QuotaBytes", $"{Requests.Wav.Length}");
        using var alice = await server.AddClientAsync("alice");
        using var bob = await server.AddClientAsync("bob");

        await alice.UploadedAsync("take.wav", Requests.Wav);
        await bob.UploadedAsync("take.wav", Requests.Wav);

        (await MeAsync(bob)).GetProperty("quota").GetInt64().Should().Be(Requests.Wav.Length);
    }

    [Fact]
    public async Task What_cannot_fit_is_refused_before_it_is_read_and_a_stream_without_length_when_it_is_too_long()
    {
        await using var server = await Accounts.StartAsync(null, "--Limits:QuotaBytes", "100");
        using var alice = await server.AddClientAsync("alice");
        var head = $"POST /post?name=a.wav HTTP/1.1\r\nHost: localhost\r\nAuthorization: {alice.DefaultRequestHeaders.Authorization}\r\nConnection: close\r\n";

        (await RawHttp.SendAsync(server.Address, head + "Content-Length: 101\r\nExpect: 100-continue\r\n\r\n")).Should().StartWith("HTTP/1.1 413 ").And.Contain("quota_exceeded");
        (await RawHttp.SendAsync(server.Address, head + "Transfer-Encoding: chunked\r\n\r\n" + $"65\r\n{new string('x', 101)}\r\n0\r\n\r\n")).Should().StartWith("HTTP/1.1 413 ").And.Contain("quota_exceeded");
        server.Temporary.Should().BeEmpty();
    }

    /// <summary>The most that was ever seen taken.</summary>
    private static async Task<long> WatchAsync(HttpClient client, CancellationToken end)
    {
        var most = 0L;
        while (!end.IsCancellationRequested)
        {
            most = Math.Max(most, await UsageAsync(client));
        }

        return most;
    }

    private static async Task<long> UsageAsync(HttpClient client) => (await MeAsync(client)).GetProperty("usage").GetInt64();

    private static Task<JsonElement> MeAsync(HttpClient client) => client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/me", UriKind.Relative));
}
