using System.Net;
using System.Net.Http.Json;
using AudioServer.TestKit;

namespace AudioServer.FunctionalTests.Access;

public sealed class RegistrationTests(RegistrationTests.Open open, AccountsServer closed) : IClassFixture<RegistrationTests.Open>, IClassFixture<AccountsServer>
{
    [Fact]
    public async Task Where_it_is_open_people_make_their_own_accounts()
    {
        await using var server = await Accounts.StartAsync(null, "--Auth:Registration", "Open");

        using var made = await RegisterAsync(server, "Zoë", Accounts.Password);
        var user = await made.JsonAsync(HttpStatusCode.Created);

        user.Text("name").Should().Be("Zoë");
        user.EnumerateObject().Select(member => member.Name).Should().Equal("id", "name", "isDisabled", "createdAt");
        await RegisterAsync(server, "ZOË", Accounts.Password).RefusedAsync(HttpStatusCode.Conflict, "user_exists");
        await server.SignInAsync("Zoe\u0308");
    }

    [Theory]
    [InlineData("alice", "short", "weak_password")]
    [InlineData("alice", "password1", "weak_password")]
    [InlineData("alice", "PASSWORD", "weak_password")]
    [InlineData("alice", "alice123", "weak_password")]
    [InlineData("alice", "", "weak_password")]
    [InlineData("alice", "aaaaaaaa", "weak_password")]
    [InlineData("alice", "abababab", "weak_password")]
    [InlineData("alice", "a\0b\0c\0d\0", "weak_password")]
    [InlineData("", Accounts.Password, "invalid_parameter")]
    [InlineData("-alice", Accounts.Password, "invalid_parameter")]
    [InlineData("al ice", Accounts.Password, "invalid_parameter")]
    [InlineData("al\nice", Accounts.Password, "invalid_parameter")]
    [InlineData("../alice", Accounts.Password, "invalid_parameter")]
    [InlineData("local", Accounts.Password, "invalid_parameter")]
    [InlineData("LOCAL", Accounts.Password, "invalid_parameter")]
    [InlineData("al\u202Eice", Accounts.Password, "invalid_parameter")]
    public async Task What_cannot_be_an_account_is_refused(string name, string password, string code) =>
        await RegisterAsync(open.App, name, password).RefusedAsync(HttpStatusCode.BadRequest, code);

    [Theory]
    [InlineData("{")]
    [InlineData("no JSON at all")]
    [InlineData("{\"username\":\"alice\",\"password\":\"a long enough phrase\"}")]
    public async Task Where_it_is_closed_nothing_that_is_sent_is_looked_at(string body)
    {
        using var content = new StringContent(body);

        await closed.App.SendAsync(HttpMethod.Post, "/api/v1/users", content).RefusedAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Many_at_once_for_one_name_make_one()
    {
        await using var server = await Accounts.StartAsync(null, "--Auth:Registration", "Open");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RegisterAsync(server, "alice", Accounts.Password)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).Should().Be(1);
        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.Created || answer.StatusCode == HttpStatusCode.Conflict || answer.StatusCode == HttpStatusCode.TooManyRequests);
    }

    private static Task<HttpResponseMessage> RegisterAsync(AudioServerApp server, string username, string password) =>
        server.Client.PostAsJsonAsync(new Uri("/api/v1/users", UriKind.Relative), new { username, password });

    public sealed class Open() : SharedServer(null, "--Auth:Mode", "Required", "--Auth:Registration", "Open");
}
