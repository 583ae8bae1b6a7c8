using AudioServer.Api.Hosting;
using AudioServer.Api.Verbs;
using AudioServer.Infrastructure;
using Microsoft.Extensions.Options;

try
{
    return args switch
    {
        ["reconcile", .. var rest] => await ReconcileVerb.RunAsync(rest),
        ["serve", .. var rest] => await ServeAsync(rest),
        [{ } verb, ..] when !verb.StartsWith('-') => Refuse($"There is no verb {verb}; there are serve (the default) and reconcile."),
        _ => await ServeAsync(args),
    };
}
catch (Exception fault) when (fault is InvalidConfigurationException or DataDirectoryInUseException or OptionsValidationException)
{
    return Refuse(fault.Message);
}

static async Task<int> ServeAsync(string[] arguments)
{
    await using var app = ServerHost.Create(arguments);
    await app.Services.AcquireDataAsync(CancellationToken.None);
    await app.RunAsync();
    return 0;
}

static int Refuse(string why)
{
    Console.Error.WriteLine(why);
    return 2;
}
