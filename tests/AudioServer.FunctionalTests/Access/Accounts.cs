using System.Net.Http.Headers;
using System.Net.Http.Json;
using AudioServer.Application.Access;
using AudioServer.Domain.Access;
using AudioServer.TestKit;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AudioServer.FunctionalTests.Access;

/// <summary>A server that asks for accounts, and people who have some.</summary>
internal static class Accounts
{
    public const string Password = "a long enough phrase";

    public static Task<AudioServerApp> StartAsync(TimeProvider? clock = null, params string[] settings) => AudioServerApp.StartAsync(clock, settings: ["--Auth:Mode", "Required", .. settings]);

    /// <summary>Has the server do what an operator's verb would.</summary>
    public static async Task<T> OperateAsync<T>(this AudioServerApp server, IRequest<T> message)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message);
    }

    public static Task<UserView> AddUserAsync(this AudioServerApp server, string name) => server.OperateAsync(new AddUserCommand(name, Password));

    public static async Task<string> AddTokenAsync(this AudioServerApp server, string user, AccessScopes scopes = AccessScopes.All, DateTimeOffset? expires = null) =>
        (await server.OperateAsync(new CreateTokenCommand("test", scopes, expires, user))).Token!;

    /// <summary>A client that has the user's token; the user is made first.</summary>
    public static async Task<HttpClient> AddClientAsync(this AudioServerApp server, string name)
    {
        await server.AddUserAsync(name);
        return server.ClientOf(await server.AddTokenAsync(name));
    }

    public static HttpClient ClientOf(this AudioServerApp server, string token) =>
        new() { BaseAddress = server.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    /// <summary>The cookie's name and value, as a browser sends them back.</summary>
    public static async Task<string> SignInAsync(this AudioServerApp server, string name, string password = Password)
    {
        using var answer = await server.Client.PostAsJsonAsync(new Uri("/api/v1/session", UriKind.Relative), new { username = name, password });
        await answer.JsonAsync();
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    public static async Task<HttpResponseMessage> UploadAsync(this HttpClient client, string name, byte[] content, string query = "")
    {
        using var body = new ByteArrayContent(content);
        return await client.PostAsync(new Uri($"/post?name={name}{query}", UriKind.Relative), body);
    }

    /// <summary>The id.</summary>
    public static async Task<string> UploadedAsync(this HttpClient client, string name, byte[] content, string query = "")
    {
        using var answer = await client.UploadAsync(name, content, query);
        return (await answer.JsonAsync(System.Net.HttpStatusCode.Created)).Text("id")!;
    }
}
