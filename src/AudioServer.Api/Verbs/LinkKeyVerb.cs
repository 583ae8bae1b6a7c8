using AudioServer.Api.Hosting;
using AudioServer.Application.Access;
using AudioServer.Infrastructure;

namespace AudioServer.Api.Verbs;

/// <summary><c>link-key rotate</c>: ends every signed link there is.</summary>
internal static class LinkKeyVerb
{
    /// <exception cref="InvalidConfigurationException">The command line is not this.</exception>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var given = new VerbArguments(arguments);
        if (given.Words is not ["rotate"])
        {
            throw new InvalidConfigurationException("link-key takes one word: rotate.");
        }

        await using var app = ServerHost.Create(given.Settings);
        var data = await app.Services.AcquireOrConnectAsync(CancellationToken.None);
        await data.SendAsync(new RotateLinkKeyCommand(), CancellationToken.None);
        return 0;
    }
}
