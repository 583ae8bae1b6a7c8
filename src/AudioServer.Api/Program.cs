using System.Runtime.CompilerServices;
using AudioServer.Api.Hosting;
using AudioServer.Api.Verbs;
using AudioServer.Infrastructure;
using AudioServer.Infrastructure.Tags;

return args is ["tag-host"] ? TagHost.Run(Console.OpenStandardInput(), Console.OpenStandardOutput()) : await RunAsync(args);

internal static partial class Program
{
    /// <summary>The command line could not be carried out as it stands.</summary>
    private const int Refused = 2;

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
                ["serve", .. var rest] => await ServeAsync(rest),
                [{ } verb, ..] when !verb.StartsWith('-') => Refuse($"There is no verb {verb}; there are serve (the default), reconcile and verify."),
                _ => await ServeAsync(arguments),
            };
        }
        catch (Exception fault) when (fault is InvalidConfigurationException or DataDirectoryInUseException or DataUnusableException)
        {
            return Refuse(fault.Message);
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

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return Refused;
    }
}
