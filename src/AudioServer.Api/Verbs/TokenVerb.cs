using System.CommandLine;
using System.Globalization;
using AudioServer.Application.Access;
using AudioServer.Domain;
using AudioServer.Domain.Access;

namespace AudioServer.Api.Verbs;

/// <summary><c>token create|list|revoke</c>: credentials for programs. A new token is printed alone, fit for a script.</summary>
internal static class TokenVerb
{
    public static Verb Create(string[] settings)
    {
        var verb = new Verb("token", "Manages credentials for programs.")
        {
            TakesSettings = true,
            Examples = ["token create laptop --user alice", "token create ci --user alice --scopes write --expires 2027-12-31T00:00:00Z", "token list --user alice", "token revoke 0193e0c0-0000-7000-8000-000000000000"],
        };
        verb.Add(CreateOne(settings));
        verb.Add(ListAll(settings));
        verb.Add(Revoke(settings));
        return verb;
    }

    private static Option<string> User() => new("--user") { Description = "Whose tokens.", HelpName = "USER", Required = true };

    private static Verb CreateOne(string[] settings)
    {
        var verb = new Verb("create", "Makes a token and prints it, once.") { TakesSettings = true, Examples = ["token create laptop --user alice"] };
        var name = new Argument<string>("NAME") { Description = "What to call it." };
        var user = User();
        var scopes = new Option<string>("--scopes") { Description = "What it is good for.", HelpName = "read,write", DefaultValueFactory = _ => "read,write" };
        var expires = new Option<DateTimeOffset?>("--expires")
        {
            Description = "When it ends; not by itself without this.",
            HelpName = "TIME",
            CustomParser = given => given.Read<DateTimeOffset>(
                text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null,
                $"--expires: \"{given.Tokens[^1].Value}\" is no time; write 2027-01-31T00:00:00Z."),
        };
        verb.Add(name);
        verb.Add(user);
        verb.Add(scopes);
        verb.Add(expires);
        verb.SetAction(given =>
        {
            var creation = new CreateTokenCommand(given.GetRequiredValue(name), AccessScopeNames.Parse(given.GetRequiredValue(scopes).Split(',')), given.GetValue(expires), given.GetValue(user));
            return OperatorVerb.RunAsync(settings, async data => (await data.SendAsync(creation, CancellationToken.None)).Token!);
        });
        return verb;
    }

    private static Verb ListAll(string[] settings)
    {
        var verb = new Verb("list", "Shows a user's tokens: id, name, scopes, end.") { TakesSettings = true, Examples = ["token list --user alice"] };
        var user = User();
        verb.Add(user);
        verb.SetAction(given => OperatorVerb.RunAsync(settings, async data =>
            string.Join('\n', (await data.SendAsync(new ListTokensQuery(given.GetRequiredValue(user)), CancellationToken.None)).Items.Select(Describe))));
        return verb;
    }

    private static Verb Revoke(string[] settings)
    {
        var verb = new Verb("revoke", "Ends a token, and every token that was made by it.") { TakesSettings = true, Examples = ["token revoke 0193e0c0-0000-7000-8000-000000000000"] };
        var id = new Argument<Guid>("ID") { Description = "As token list shows it." };
        verb.Add(id);
        verb.SetAction(given => OperatorVerb.RunAsync(settings, async data =>
        {
            await data.SendAsync(new RevokeTokenCommand(given.GetRequiredValue(id), IsOperator: true), CancellationToken.None);
            return "";
        }));
        return verb;
    }

    private static string Describe(TokenView token) =>
        $"{token.Id}\t{UnicodeText.Printable(token.Name)}\t{string.Join(',', token.Scopes)}\t{(token.ExpiresAt is { } expires ? $"expires {expires:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "does not expire")}";
}
