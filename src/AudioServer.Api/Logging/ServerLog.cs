using AudioServer.Api.Hosting;
using Serilog;
using Serilog.Configuration;
using Serilog.Events;

namespace AudioServer.Api.Logging;

/// <summary>The log: lines on standard error, as <c>Log:Format</c> says, and whatever further sinks <c>Serilog</c> names.</summary>
internal static class ServerLog
{
    private const string Text = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {Message:l}{NewLine}{Exception}";

    /// <summary>Logs every failed start with its stack, where Program says in one line what is wrong. What else it logs as an error it says again as critical.</summary>
    private const string HostLog = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Logs whole addresses, and so the signatures of links.</summary>
    private const string AddressLog = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <exception cref="InvalidConfigurationException">The settings cannot be read.</exception>
    public static void UseServerLog(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.ClearProviders();
        try
        {
            var log = new LoggerConfiguration().ReadFrom.Configuration(configuration).MinimumLevel.Override(HostLog, LogEventLevel.Fatal).MinimumLevel.Override(AddressLog, LogEventLevel.Warning);
            logging.AddSerilog(log.WriteTo.StandardError(configuration["Log:Format"]).CreateLogger(), dispose: true);
        }
        catch (InvalidOperationException unreadable)
        {
            throw new InvalidConfigurationException($"Serilog: {unreadable.Message}");
        }
    }

    private static LoggerConfiguration StandardError(this LoggerSinkConfiguration sinks, string? format) => format?.ToLowerInvariant() switch
    {
        "text" => sinks.Console(outputTemplate: Text, standardErrorFromLevel: LogEventLevel.Verbose),
        "json" => sinks.Console(new JsonLineFormatter(), standardErrorFromLevel: LogEventLevel.Verbose),
        _ => throw new InvalidConfigurationException($"Log:Format is \"{format}\"; it is Text or Json."),
    };
}
