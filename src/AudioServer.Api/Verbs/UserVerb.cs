using AudioServer.Api.Hosting;
using AudioServer.Application.Access;
using AudioServer.Infrastructure;

namespace AudioServer.Api.Verbs;

/// <summary><c>user add|list|disable|enable|passwd|adopt-local [NAME]</c>: accounts, in the running server or, when none runs, by itself.</summary>
internal static class UserVerb
{
    private const string Usage = "user takes one of: add NAME, list, disable NAME, enable NAME, passwd NAME, adopt-local NAME.";

    /// <summary>Prints what came of it, a line a user; 0.</summary>
    /// <exception cref="InvalidConfigurationException">The command line is none of these.</exception>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var given = new VerbArguments(arguments);
        await using var app = ServerHost.Create(given.Settings);

        // Asked for before anything is locked.
        var password = given.Words is ["add" or "passwd", var who] ? Prompt.Password($"Password for {who}: ") : "";
        Func<Operator, Task<string>> run = given.Words switch
        {
            ["list"] => async data => string.Join('\n', (await data.SendAsync(new ListUsersQuery(), CancellationToken.None)).Select(Describe)),
            ["add", var name] => async data => Describe(await data.SendAsync(new AddUserCommand(name, password), CancellationToken.None)),
            ["passwd", var name] => async data => Describe(await data.SendAsync(new SetPasswordCommand(name, password), CancellationToken.None)),
            ["disable", var name] => async data => Describe(await data.SendAsync(new DisableUserCommand(name, IsDisabled: true), CancellationToken.None)),
            ["enable", var name] => async data => Describe(await data.SendAsync(new DisableUserCommand(name, IsDisabled: false), CancellationToken.None)),
            ["adopt-local", var name] => async data => Describe(await data.SendAsync(new AdoptLocalFilesCommand(name), CancellationToken.None), name),
            _ => throw new InvalidConfigurationException(Usage),
        };
        var printed = await run(await app.Services.AcquireOrConnectAsync(CancellationToken.None));
        if (printed.Length > 0)
        {
            await Console.Out.WriteLineAsync(printed);
        }

        return 0;
    }

    private static string Describe(UserView user) => $"{user.Name}\t{(user.IsDisabled ? "disabled" : "enabled")}\t{user.CreatedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}";

    private static string Describe(Adoption adoption, string name) => $"{adoption.Files} files are {name}'s now; {adoption.Renamed} of them got another name.";
}
