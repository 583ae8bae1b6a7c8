using AudioServer.Api.Hosting;
using AudioServer.Infrastructure;

namespace AudioServer.Api.Verbs;

/// <summary><c>serve</c>: the server, until it is told to stop.</summary>
internal static class ServeVerb
{
    public static Verb Create(string[] settings)
    {
        var verb = new Verb("serve", "Serves, until Ctrl-C or SIGTERM.")
        {
            TakesSettings = true,
            Examples = ["serve", "serve --Urls http://127.0.0.1:8123 --DataDirectory /tmp/d", "serve --Auth:Mode Required"],
        };
        verb.SetAction(_ => RunAsync(settings));
        return verb;
    }

    public static async Task<int> RunAsync(string[] settings)
    {
        await using var app = ServerHost.Create(settings);
        await app.Services.AcquireDataAsync(CancellationToken.None);
        await app.ListenAsync();
        await app.WaitForShutdownAsync();
        return 0;
    }
}
