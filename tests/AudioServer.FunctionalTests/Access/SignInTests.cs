using System.Net;
using System.Net.Http.Json;
using AudioServer.Application.Access;
using AudioServer.Application.Ports;
using AudioServer.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace AudioServer.FunctionalTests.Access;

public sealed class SignInTests(SignInTests.Peopled peopled, ITestOutputHelper output) : IClassFixture<SignInTests.Peopled>
{
    private readonly FixedClock _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_session_opens_what_a_token_opens_and_ends_at_once_when_signed_out()
    {
        await using var server = await Accounts.StartAsync(_clock);
        await server.AddUserAsync("Alice");

        var cookie = await server.SignInAsync("alice");

        (await server.SendAsync(HttpMethod.Get, "/api/v1/me", null, ("Cookie", cookie)).OkAsync()).Text("name").Should().Be("Alice");
        using (var signedOut = await server.SendAsync(HttpMethod.Delete, "/api/v1/session", null, Own(cookie)))
        {
            signedOut.StatusCode.Should().Be(HttpStatusCode.NoContent);
            signedOut.Headers.GetValues("Set-Cookie").Single().Should().Contain("expires=Thu, 01 Jan 1970");
        }

        await server.SendAsync(HttpMethod.Get, "/api/v1/me", null, ("Cookie", cookie)).RefusedAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task The_cookie_is_kept_from_scripts_and_other_sites_and_over_https_bound_to_the_host()
    {
        await using var server = await Accounts.StartAsync(_clock, "--Proxies:Trusted", "127.0.0.1");
        await server.AddUserAsync("alice");

        var (plain, secured) = (await SetCookieAsync(server), await SetCookieAsync(server, ("X-Forwarded-Proto", "https")));

        plain.Should().StartWith("audioserver-session=").And.Contain("; httponly").And.Contain("; samesite=strict").And.Contain("; path=/").And.NotContain("secure").And.NotContain("domain");
        secured.Should().StartWith("__Host-audioserver-session=").And.Contain("; secure").And.Contain("; httponly").And.Contain("; samesite=strict").And.Contain("; path=/").And.NotContain("domain");
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_that_the_browser_had()
    {
        await using var server = await Accounts.StartAsync(_clock);
        await server.AddUserAsync("alice");
        var cookie = await server.SignInAsync("alice");

        await server.SendAsync(HttpMethod.Post, "/api/v1/session", JsonContent.Create(new { username = "alice", password = Accounts.Password }), Own(cookie)).OkAsync();

        await server.SendAsync(HttpMethod.Get, "/list", null, ("Cookie", cookie)).RefusedAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    /// <summary>The old password was proved, and then changed, while the session was being begun.</summary>
    [Fact]
    public async Task A_session_that_was_being_begun_when_the_password_changed_is_worth_nothing()
    {
        var counter = new Counter();
        await using var server = await AudioServerApp.StartAsync(_clock, configure: counter.Count, settings: ["--Auth:Mode", "Required"]);
        await server.AddUserAsync("alice");
        counter.WhenCompared = () => server.OperateAsync(new SetPasswordCommand("alice", "another long phrase"));

        var cookie = await server.SignInAsync("alice");

        await server.SendAsync(HttpMethod.Get, "/list", null, ("Cookie", cookie)).RefusedAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task A_session_lasts_seven_days()
    {
        await using var server = await Accounts.StartAsync(_clock);
        await server.AddUserAsync("alice");
        var cookie = await server.SignInAsync("alice");

        _clock.Now += TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1);
        await server.SendAsync(HttpMethod.Get, "/list", null, ("Cookie", cookie)).OkAsync();
        _clock.Now += TimeSpan.FromSeconds(1);
        await server.SendAsync(HttpMethod.Get, "/list", null, ("Cookie", cookie)).RefusedAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task A_new_password_ends_the_sessions_and_the_old_one()
    {
        await using var server = await Accounts.StartAsync(_clock);
        await server.AddUserAsync("alice");
        var cookie = await server.SignInAsync("alice");

        await server.OperateAsync(new SetPasswordCommand("alice", "another long phrase"));

        await server.SendAsync(HttpMethod.Get, "/list", null, ("Cookie", cookie)).RefusedAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        await TryAsync(server, "alice", Accounts.Password).RefusedAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        await server.SignInAsync("alice", "another long phrase");
    }

    [Theory]
    [InlineData("alice", "wrong and wrong")]
    [InlineData("alice", "")]
    [InlineData("nobody", "")]
    [InlineData("nobody", Accounts.Password)]
    [InlineData("", "")]
    [InlineData("local", "")]
    [InlineData("local", Accounts.Password)]
    [InlineData("disabled", Accounts.Password)]
    public async Task What_is_wrong_is_not_told(string name, string password)
    {
        var problem = await TryAsync(peopled.App, name, password).RefusedAsync(HttpStatusCode.Unauthorized, "invalid_credentials");

        problem.Text("detail").Should().Be("There is no user of this name and password.");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"username\":\"alice\"}")]
    [InlineData("{\"username\":\"alice\",\"password\":\"x\",\"more\":1}")]
    [InlineData("{\"username\":\"alice\",\"username\":\"bob\",\"password\":\"x\"}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"username\":1,\"password\":2}")]
    [InlineData("{\"username\":\"\\ud800\",\"password\":\"x\"}")]
    public async Task A_body_that_is_no_credentials_is_refused(string body)
    {
        using var content = new StringContent(body, null, "application/json");

        using var answer = await peopled.App.SendAsync(HttpMethod.Post, "/api/v1/session", content);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest, "{0}", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("nobody")]
    public async Task A_burst_of_a_thousand_wrong_passwords_is_hardly_worked_on(string name)
    {
        var counter = new Counter();
        await using var server = await AudioServerApp.StartAsync(_clock, configure: counter.Count, settings: ["--Auth:Mode", "Required"]);
        using var owner = await server.AddClientAsync("alice");

        var statuses = new List<HttpStatusCode>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (number, _) =>
        {
            using var answer = await TryAsync(server, name, $"wrong password {number}");
            lock (statuses)
            {
                statuses.Add(answer.StatusCode);
            }

            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                answer.Headers.RetryAfter!.Delta.Should().BePositive();
            }

            if (number % 100 == 0)
            {
                using var live = await owner.GetAsync(new Uri("/list", UriKind.Relative), CancellationToken.None);
                live.StatusCode.Should().Be(HttpStatusCode.OK, "the owner's token works throughout");
            }
        });

        output.WriteLine($"{name}: {counter.Comparisons} hashes, {statuses.Count(status => status == HttpStatusCode.Unauthorized)} × 401, {statuses.Count(status => status == HttpStatusCode.TooManyRequests)} × 429");
        counter.Comparisons.Should().BeInRange(1, 19);
        statuses.Should().HaveCount(1000).And.OnlyContain(status => status == HttpStatusCode.Unauthorized || status == HttpStatusCode.TooManyRequests);

        // The right password has to wait as well, or a burst could end by luck; other names are not held up.
        using var right = await TryAsync(server, "alice", Accounts.Password);
        right.StatusCode.Should().Be(name == "alice" ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_lock_ends_by_itself_and_doubles_with_each_further_failure()
    {
        await using var server = await Accounts.StartAsync(_clock);
        await server.AddUserAsync("alice");
        for (var failure = 0; failure < SignInGuard.FreeFailures; failure++)
        {
            await TryAsync(server, "alice", "wrong and wrong").RefusedAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        }

        foreach (var seconds in new[] { 30, 60, 120 })
        {
            using var locked = await TryAsync(server, "ALICE", Accounts.Password);
            await locked.ProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
            locked.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(seconds));
            _clock.Now += TimeSpan.FromSeconds(seconds);
            await TryAsync(server, "alice", "wrong and wrong").RefusedAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        }

        _clock.Now += TimeSpan.FromSeconds(240);
        await server.SignInAsync("alice");
        await TryAsync(server, "alice", "wrong and wrong").RefusedAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("nobody")]
    public async Task One_hash_is_computed_whether_or_not_there_is_such_a_user(string name)
    {
        var counter = new Counter();
        await using var server = await AudioServerApp.StartAsync(_clock, configure: counter.Count, settings: ["--Auth:Mode", "Required"]);
        await server.AddUserAsync("alice");

        await TryAsync(server, name, "wrong and wrong").RefusedAsync(HttpStatusCode.Unauthorized, "invalid_credentials");

        counter.Comparisons.Should().Be(1);
    }

    private static Task<HttpResponseMessage> TryAsync(AudioServerApp server, string username, string password) =>
        server.Client.PostAsJsonAsync(new Uri("/api/v1/session", UriKind.Relative), new { username, password });

    private static async Task<string> SetCookieAsync(AudioServerApp server, params (string Name, string Value)[] headers)
    {
        using var answer = await server.SendAsync(HttpMethod.Post, "/api/v1/session", JsonContent.Create(new { username = "alice", password = Accounts.Password }), headers);
        await answer.JsonAsync();
        return answer.Headers.GetValues("Set-Cookie").Single().ToLowerInvariant().Replace("__host-", "__Host-", StringComparison.Ordinal);
    }

    private static (string Name, string Value)[] Own(string cookie) => [("Cookie", cookie), ("Sec-Fetch-Site", "same-origin"), ("X-Requested-With", "AudioServer")];

    /// <summary>Has alice, and somebody who is disabled. Of no name so many tries fail here that it is locked.</summary>
    public sealed class Peopled() : SharedServer(null, "--Auth:Mode", "Required"), IAsyncLifetime
    {
        async Task IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            await App.AddUserAsync("alice");
            await App.AddUserAsync("disabled");
            await App.OperateAsync(new DisableUserCommand("disabled", IsDisabled: true));
        }
    }

    /// <summary>Counts what the server's own hasher compares.</summary>
    private sealed class Counter
    {
        private int _comparisons;

        public int Comparisons => _comparisons;

        /// <summary>Done once, after a comparison and before its result is told.</summary>
        public Func<Task>? WhenCompared { get; set; }

        public void Count(IServiceCollection services)
        {
            var real = services.Single(service => service.ServiceType == typeof(IPasswordHasher)).ImplementationType!;
            services.AddSingleton<IPasswordHasher>(provider => new Counting((IPasswordHasher)ActivatorUtilities.CreateInstance(provider, real), this));
        }

        private sealed class Counting(IPasswordHasher real, Counter counter) : IPasswordHasher
        {
            public Task<string> HashAsync(string password, CancellationToken cancellationToken) => real.HashAsync(password, cancellationToken);

            public async Task<PasswordMatch> CompareAsync(string? hash, string password, CancellationToken cancellationToken)
            {
                Interlocked.Increment(ref counter._comparisons);
                var match = await real.CompareAsync(hash, password, cancellationToken);
                await (counter.WhenCompared?.Invoke() ?? Task.CompletedTask);
                return match;
            }
        }
    }
}
