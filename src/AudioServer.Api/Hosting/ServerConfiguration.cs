using System.Net;
using Serilog;

namespace AudioServer.Api.Hosting;

/// <summary>Where settings come from, and what is refused before anything is opened.</summary>
internal static class ServerConfiguration
{
    private const string EnvironmentPrefix = "AUDIOSERVER_";

    /// <summary>What may stand at the top of the configuration: an option that is none of these is a typing slip.</summary>
    private static readonly string[] Sections = ["Urls", "DataDirectory", "AllowedHosts", "Database", "Storage", "Limits", "Auth", "Stop", "Serilog", "Kestrel"];

    /// <summary><c>appsettings.json</c>, then the environment, then the command line; later wins.</summary>
    /// <exception cref="InvalidConfigurationException">An option is unknown or cannot be read.</exception>
    public static void UseServerConfiguration(this ConfigurationManager configuration, string[] arguments)
    {
        configuration.Sources.Clear();
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: false);
        configuration.AddEnvironmentVariables(EnvironmentPrefix);
        try
        {
            configuration.AddCommandLine(arguments);
        }
        catch (FormatException unreadable)
        {
            throw new InvalidConfigurationException(unreadable.Message);
        }

        RefuseUnknown(arguments);
        RefuseOpenNetwork(configuration);
    }

    public static void UseServerLog(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.ClearProviders();
        logging.AddSerilog(new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger(), dispose: true);
    }

    public static void UseServerKestrel(this IWebHostBuilder web, IConfiguration configuration)
    {
        web.UseUrls(configuration["Urls"]!);
        web.ConfigureKestrel((_, kestrel) =>
        {
            kestrel.Configure(configuration.GetSection("Kestrel"));
            kestrel.AddServerHeader = false;

            // For every route but uploads, which lift it for themselves.
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;

            // What a body may run ahead of the disk: with hundreds of uploads at once this, and not their sizes, is the server's memory.
            kestrel.Limits.MaxRequestBufferSize = 256 * 1024;
        });
    }

    private static void RefuseUnknown(string[] arguments)
    {
        foreach (var argument in arguments.Where(argument => argument.StartsWith("--", StringComparison.Ordinal)))
        {
            var section = argument[2..].Split('=', ':')[0];
            if (!Sections.Contains(section, StringComparer.OrdinalIgnoreCase))
            {
                throw new InvalidConfigurationException($"There is no option {argument.Split('=')[0]}. The top-level keys are {string.Join(", ", Sections)}; docs/configuration.md lists all.");
            }
        }
    }

    private static void RefuseOpenNetwork(ConfigurationManager configuration)
    {
        if (!"Open".Equals(configuration["Auth:Mode"], StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidConfigurationException($"Auth:Mode is \"{configuration["Auth:Mode"]}\"; the one mode there is is Open.");
        }

        if (!bool.TryParse(configuration["Auth:AllowOpenNetwork"], out var allowed))
        {
            throw new InvalidConfigurationException("Auth:AllowOpenNetwork is true or false.");
        }

        var urls = (configuration["Urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""))
            .ToList();
        if (urls.Count == 0)
        {
            throw new InvalidConfigurationException("Urls is empty; the server needs an address to listen on.");
        }

        foreach (var url in urls)
        {
            if (!IsLoopback(url) && !allowed)
            {
                throw new InvalidConfigurationException($"Urls: {url} is open to the network, and no account is asked for (Auth:Mode=Open). Listen on localhost, or set Auth:AllowOpenNetwork=true when that is what you want.");
            }
        }
    }

    /// <exception cref="InvalidConfigurationException">It is no address.</exception>
    private static bool IsLoopback(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new InvalidConfigurationException($"Urls: \"{url}\" is no address; write http://localhost:8000.");
        }

        return address.IsUnixPipe
            || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
    }
}

/// <summary>The server cannot run with these settings; the message names the key.</summary>
public sealed class InvalidConfigurationException(string message) : Exception(message);
