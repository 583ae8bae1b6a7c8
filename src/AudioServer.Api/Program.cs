using System.Runtime.CompilerServices;
using AudioServer.Api.Hosting;
using AudioServer.Api.Verbs;
using AudioServer.Domain.Failures;
using AudioServer.Infrastructure;
using AudioServer.Infrastructure.Tags;

return args is ["tag-host"] ? TagHost.Run(Console.OpenStandardInput(), Console.OpenStandardOutput()) : await RunAsync(args);

internal static partial class Program
{
    /// <summary>The command line could not be carried out as it stands.</summary>
    private const int CannotBeTaken = 2;

    /// <summary>The command line was understood, and what it asks cannot be done.</summary>
    private const int NotDone = 1;

    // On its own, so that the tag host never loads the web framework.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            return arguments switch
            {
                ["reconcile", .. var rest] => await ReconcileVerb.RunAsync(rest),
                ["verify", .. var rest] => await VerifyVerb.RunAsync(rest),
                ["user", .. var rest] => await UserVerb.RunAsync(rest),
                ["token", .. var rest] => await TokenVerb.RunAsync(rest),
                ["openapi"] => await OpenApiVerb.RunAsync(),
                ["link-key", .. var rest] => await LinkKeyVerb.RunAsync(rest),
                ["serve", .. var rest] => await ServeAsync(rest),
                [{ } verb, ..] when !verb.StartsWith('-') => Refuse($"There is no verb {verb}; there are serve (the default), reconcile, verify, user, token, link-key and openapi.", CannotBeTaken),
                _ => await ServeAsync(arguments),
            };
        }
        catch (Exception fault) when (fault is InvalidConfigurationException or DataDirectoryInUseException or DataUnusableException or InvalidParameter)
        {
            return Refuse(fault.Message, CannotBeTaken);
        }
        catch (VerbRefusedException refused)
        {
            return Refuse(refused.Message, NotDone);
        }
    }

    private static async Task<int> ServeAsync(string[] arguments)
    {
        await using var app = ServerHost.Create(arguments);
        await app.Services.AcquireDataAsync(CancellationToken.None);
        await app.ListenAsync();
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static int Refuse(string why, int exitCode)
    {
        Console.Error.WriteLine(why);
        return exitCode;
    }
}
