using System.CommandLine;
using AudioServer.Application.Access;
using AudioServer.Infrastructure;

namespace AudioServer.Api.Verbs;

/// <summary><c>user add|list|disable|enable|passwd|adopt-local</c>: accounts. Prints what came of it, a line a user.</summary>
internal static class UserVerb
{
    public static Verb Create(string[] settings)
    {
        var verb = new Verb("user", "Manages accounts.")
        {
            TakesSettings = true,
            Examples = ["user add alice", "user list", "user adopt-local alice", "user disable alice"],
        };
        var list = new Verb("list", "Shows every account: name, enabled or disabled, since when.") { TakesSettings = true, Examples = ["user list"] };
        list.SetAction(_ => OperatorVerb.RunAsync(settings, async data => string.Join('\n', (await data.SendAsync(new ListUsersQuery(), CancellationToken.None)).Select(Describe))));
        verb.Add(list);
        verb.Add(WithPassword("add", "Makes an account; the password is asked for, or is the first line of standard input.", settings, (name, password) => new AddUserCommand(name, password)));
        verb.Add(WithPassword("passwd", "Gives an account another password; its sessions end, its tokens stay.", settings, (name, password) => new SetPasswordCommand(name, password)));
        verb.Add(Of("disable", "From the next request on none of the account's credentials is good.", settings, (data, name) => DescribeAsync(data, new DisableUserCommand(name, IsDisabled: true))));
        verb.Add(Of("enable", "Undoes disable.", settings, (data, name) => DescribeAsync(data, new DisableUserCommand(name, IsDisabled: false))));
        verb.Add(Of("adopt-local", "Hands the account every file that was written while no account was asked for.", settings, async (data, name) =>
            Describe(await data.SendAsync(new AdoptLocalFilesCommand(name), CancellationToken.None), name)));
        return verb;
    }

    private static Verb Of(string name, string description, string[] settings, Func<Operator, string, Task<string>> run)
    {
        var (verb, who) = Named(name, description);
        verb.SetAction(given => OperatorVerb.RunAsync(settings, data => run(data, given.GetRequiredValue(who))));
        return verb;
    }

    private static Verb WithPassword(string name, string description, string[] settings, Func<string, string, MediatR.IRequest<UserView>> message)
    {
        var (verb, who) = Named(name, description);
        verb.SetAction(given =>
        {
            var account = given.GetRequiredValue(who);
            return OperatorVerb.RunAsync(settings, () => Prompt.Password($"Password for {account}: "), (data, password) => DescribeAsync(data, message(account, password)));
        });
        return verb;
    }

    private static (Verb Verb, Argument<string> Who) Named(string name, string description)
    {
        var verb = new Verb(name, description) { TakesSettings = true, Examples = [$"user {name} alice"] };
        var who = new Argument<string>("NAME") { Description = "The account's name." };
        verb.Add(who);
        return (verb, who);
    }

    private static async Task<string> DescribeAsync(Operator data, MediatR.IRequest<UserView> message) => Describe(await data.SendAsync(message, CancellationToken.None));

    private static string Describe(UserView user) => $"{user.Name}\t{(user.IsDisabled ? "disabled" : "enabled")}\t{user.CreatedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}";

    private static string Describe(Adoption adoption, string name) => $"{adoption.Files} files are {name}'s now; {adoption.Renamed} of them got another name.";
}
