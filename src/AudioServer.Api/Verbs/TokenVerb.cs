using System.Globalization;
using AudioServer.Api.Hosting;
using AudioServer.Application.Access;
using AudioServer.Domain.Access;
using AudioServer.Infrastructure;

namespace AudioServer.Api.Verbs;

/// <summary><c>token create NAME --user USER [--scopes read,write] [--expires TIME]</c>, <c>token list --user USER</c>, <c>token revoke ID</c>: credentials for programs.</summary>
internal static class TokenVerb
{
    private const string Usage = "token takes one of: create NAME --user USER [--scopes read,write] [--expires 2027-01-31T00:00:00Z], list --user USER, revoke ID.";
    private const string User = "--user";
    private const string Scopes = "--scopes";
    private const string Expires = "--expires";

    /// <summary>Prints the new token alone, fit for a script; or a line a token; 0.</summary>
    /// <exception cref="InvalidConfigurationException">The command line is none of these.</exception>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var given = new VerbArguments(arguments, User, Scopes, Expires);
        await using var app = ServerHost.Create(given.Settings);
        Func<Operator, Task<string?>> run = given.Words switch
        {
            ["create", var name] when CreationOf(name, given) is var creation => async data => (await data.SendAsync(creation, CancellationToken.None)).Token,
            ["list"] when given.Needed(User) is var user => async data => string.Join('\n', (await data.SendAsync(new ListTokensQuery(user), CancellationToken.None)).Items.Select(Describe)),
            ["revoke", var text] when Guid.TryParse(text, out var id) => async data => await RevokeAsync(data, id),
            _ => throw new InvalidConfigurationException(Usage),
        };
        if (await run(await app.Services.AcquireOrConnectAsync(CancellationToken.None)) is { Length: > 0 } printed)
        {
            await Console.Out.WriteLineAsync(printed);
        }

        return 0;
    }

    private static CreateTokenCommand CreationOf(string name, VerbArguments given)
    {
        DateTimeOffset? expires = given.Option(Expires) is not { } text ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time
            : throw new InvalidConfigurationException($"{Expires}: \"{text}\" is no time; write 2027-01-31T00:00:00Z.");
        return new CreateTokenCommand(name, AccessScopeNames.Parse((given.Option(Scopes) ?? "read,write").Split(',')), expires, given.Needed(User));
    }

    private static async Task<string?> RevokeAsync(Operator data, Guid id)
    {
        await data.SendAsync(new RevokeTokenCommand(id, IsOperator: true), CancellationToken.None);
        return null;
    }

    private static string Describe(TokenView token) =>
        $"{token.Id}\t{token.Name}\t{string.Join(',', token.Scopes)}\t{(token.ExpiresAt is { } expires ? $"expires {expires:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "does not expire")}";
}
