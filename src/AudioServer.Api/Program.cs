using System.Runtime.CompilerServices;
using AudioServer.Api.Verbs;
using AudioServer.Infrastructure.Tags;

return args is ["tag-host"] ? TagHost.Run(Console.OpenStandardInput(), Console.OpenStandardOutput()) : await RunAsync(args);

internal static partial class Program
{
    // On its own, so that the tag host never loads the web framework.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> RunAsync(string[] arguments) => CommandRoot.RunAsync(arguments);
}
