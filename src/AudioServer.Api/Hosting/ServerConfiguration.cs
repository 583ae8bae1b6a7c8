using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using AudioServer.Api.Telemetry;
using AudioServer.Application.Access;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace AudioServer.Api.Hosting;

/// <summary>Where settings come from, and what is refused before anything is opened.</summary>
internal static partial class ServerConfiguration
{
    private const string EnvironmentPrefix = "AUDIOSERVER_";

    /// <summary>
    /// Bytes that a body may run ahead of the disk, twice what is written at once. With hundreds of uploads this, and not their sizes, is the server's
    /// memory: 200 of them took 440 MiB with the sockets' own default of 1 MiB, and take 210 with this, at the same speed.
    /// </summary>
    private const int RunAhead = 128 * 1024;

    /// <summary>Bytes of an answer that may run ahead of its client: a small file goes out in one piece, without waiting for half of it to be gone.</summary>
    private const int SendAhead = 128 * 1024;

    /// <summary>Every option there is: another one is a typing slip. Where a key ends in a colon, what follows is read by a library.</summary>
    private static readonly string[] Keys =
    [
        "Urls", "DataDirectory", "AllowedHosts", "Role", "Database:Provider", "Database:ConnectionString", "Storage:Provider",
        "Storage:S3:ServiceUrl", "Storage:S3:Region", "Storage:S3:Bucket", "Storage:S3:Prefix", "Storage:S3:AccessKey", "Storage:S3:SecretKey", "Storage:S3:ForcePathStyle", "Storage:S3:Delivery", "Storage:S3:CdnBaseUrl", "Storage:S3:AddressLifetime", "Storage:S3:Checksums",
        "Limits:MaxUploadBytes", "Limits:QuotaBytes", "Limits:RequestsPerMinute",
        "Verification:Concurrency", "Verification:TimeoutFactor", "Verification:MinTimeout", "Verification:RetryDelay",
        "Derived:CacheBytes", "Derived:Concurrency",
        "Auth:Mode", "Auth:Registration", "Auth:AllowOpenNetwork", "Cors:Origins", "Proxies:Trusted", "Stop:Grace", "Log:Format", "Telemetry:OtlpEndpoint", "Telemetry:OtlpProtocol", "Serilog:", "Kestrel:",
    ];

    /// <summary>For who gave another option.</summary>
    public static string KnownKeys { get; } = $"The keys are {string.Join(", ", Keys)}; docs/configuration.md says what they are.";

    /// <summary>Whether <c>--key</c> names a setting of the server's.</summary>
    public static bool IsSetting(string option) => option.StartsWith("--", StringComparison.Ordinal) && Keys.Any(key => IsNamed(option[2..], key));

    /// <summary><c>appsettings.json</c>, then the environment, then the command line; later wins.</summary>
    /// <exception cref="InvalidConfigurationException">An option is unknown or cannot be read.</exception>
    public static void UseServerConfiguration(this ConfigurationManager configuration, string[] arguments)
    {
        RefuseUnknown(arguments);
        configuration.UseOnly(sources => sources.AddInMemoryCollection(OpenTelemetryVariables()).AddEnvironmentVariables(EnvironmentPrefix).AddCommandLine(arguments));
    }

    /// <summary><c>appsettings.json</c>, then this file.</summary>
    /// <exception cref="InvalidConfigurationException">It cannot be read, or has an unknown key.</exception>
    public static void UseSettingsFile(this ConfigurationManager configuration, string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidConfigurationException("there is no such file.");
        }

        try
        {
            // As a stream: a file that is looked for by the framework is not found when its name begins with a dot.
            using var json = File.OpenRead(path);
            var settings = new ConfigurationBuilder().AddJsonStream(json).Build();
            if (settings.AsEnumerable().FirstOrDefault(setting => setting.Value is not null && !Keys.Any(key => IsNamed(setting.Key, key))) is { Key: { } unknown })
            {
                throw new InvalidConfigurationException($"there is no setting {unknown}. {KnownKeys}");
            }

            if (string.IsNullOrWhiteSpace(settings["DataDirectory"]))
            {
                throw new InvalidConfigurationException("DataDirectory is missing.");
            }

            configuration.UseOnly(sources => sources.AddConfiguration(settings));
        }
        catch (JsonException fault)
        {
            // It counts lines from 0, at the end of the message.
            throw new InvalidConfigurationException($"line {fault.LineNumber + 1}: {fault.Message.Split(" LineNumber:")[0]}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new InvalidConfigurationException(fault.Message);
        }
    }

    private static void UseOnly(this ConfigurationManager configuration, Action<IConfigurationBuilder> addSources)
    {
        configuration.Sources.Clear();
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: false);
        addSources(configuration);

        // By this key the framework would believe everybody's X-Forwarded headers; Proxies:Trusted says whose.
        configuration["ForwardedHeaders_Enabled"] = "false";
    }

    /// <summary>What OpenTelemetry's own variables say, by the names of our keys, which go before them.</summary>
    private static Dictionary<string, string?> OpenTelemetryVariables() => new()
    {
        ["Telemetry:OtlpEndpoint"] = Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } endpoint ? endpoint : null,
        ["Telemetry:OtlpProtocol"] = Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL") == "grpc" ? nameof(OtlpProtocol.Grpc) : nameof(OtlpProtocol.HttpProtobuf),
    };

    public static void UseServerKestrel(this IWebHostBuilder web, IConfiguration configuration)
    {
        web.UseUrls(configuration["Urls"]!);
        web.UseKestrelHttpsConfiguration();
        web.UseSockets(sockets => sockets.MaxReadBufferSize = RunAhead);
        web.ConfigureKestrel((_, kestrel) =>
        {
            kestrel.Configure(configuration.GetSection("Kestrel"));
            kestrel.AddServerHeader = false;

            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(CountingPipe.Count));

            // 32 labels of the longest kind, percent-encoded.
            kestrel.Limits.MaxRequestLineSize = 128 * 1024;

            // For every route but uploads, which lift it for themselves.
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;

            kestrel.Limits.MaxResponseBufferSize = SendAhead;

            // Of a chunked body the second buffer, behind the sockets' own.
            kestrel.Limits.MaxRequestBufferSize = RunAhead;

            // Of the section the framework itself reads endpoints and certificates alone. What the operator says goes before what stands above.
            BindLimits(configuration.GetSection("Kestrel:Limits"), kestrel.Limits);
        });
    }

    private static void BindLimits(IConfigurationSection section, KestrelServerLimits limits)
    {
        try
        {
            section.Bind(limits, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (TargetInvocationException refused)
        {
            throw new InvalidConfigurationException($"{section.Path}: {refused.InnerException!.Message}");
        }
    }

    /// <summary>Where the addresses to listen on are written.</summary>
    public static string KeysOfAddresses(IConfiguration configuration) => configuration.GetSection("Kestrel").GetChildren().Any() ? "Urls or Kestrel" : "Urls";

    /// <summary>What is built with settings, once all of them are found good.</summary>
    /// <exception cref="InvalidConfigurationException">A setting cannot be read, or has a value that nothing runs with.</exception>
    public static T BuildValid<T>(Func<T> build, Func<T, IServiceProvider> services)
    {
        try
        {
            var built = build();
            services(built).GetRequiredService<IStartupValidator>().Validate();
            return built;
        }
        catch (OptionsValidationException invalid)
        {
            throw new InvalidConfigurationException(string.Join(' ', invalid.Failures));
        }
        catch (AggregateException several)
        {
            throw new InvalidConfigurationException(string.Join(' ', several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(invalid => invalid.Failures).Distinct()));
        }
        catch (InvalidOperationException unreadable)
        {
            // It repeats the value, which may be an address with a password in it.
            throw new InvalidConfigurationException(Credentials().Replace(unreadable.Message, "…"));
        }
    }

    [GeneratedRegex("(?<=//).*(?=@)", RegexOptions.Singleline)]
    private static partial Regex Credentials();

    private static void RefuseUnknown(string[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var option = arguments[i].Split('=')[0];
            if (!IsSetting(option))
            {
                throw new InvalidConfigurationException($"There is no option {option}. {KnownKeys}");
            }

            if (option == arguments[i] && ++i == arguments.Length)
            {
                throw new InvalidConfigurationException($"{option} needs a value.");
            }
        }
    }

    private static bool IsNamed(string option, string key) =>
        key.EndsWith(':') ? option.StartsWith(key, StringComparison.OrdinalIgnoreCase) : option.Equals(key, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="InvalidConfigurationException">It would listen where everybody could come in.</exception>
    public static void RefuseOpenNetwork(this IConfiguration configuration)
    {
        if (!Enum.TryParse<AuthMode>(configuration["Auth:Mode"], ignoreCase: true, out var mode) || !Enum.IsDefined(mode))
        {
            throw new InvalidConfigurationException($"Auth:Mode is \"{configuration["Auth:Mode"]}\"; it is Open or Required.");
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
            if (!IsLoopback(url) && mode == AuthMode.Open && !allowed)
            {
                throw new InvalidConfigurationException($"Urls: {url} is open to the network, and no account is asked for (Auth:Mode=Open). Listen on localhost, ask for accounts (Auth:Mode=Required), or set Auth:AllowOpenNetwork=true when that is what you want.");
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

        if (address.Port > IPEndPoint.MaxPort)
        {
            throw new InvalidConfigurationException($"Urls: {url} has a port above {IPEndPoint.MaxPort}.");
        }

        return address.IsUnixPipe
            || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
    }
}

/// <summary>The server cannot run with these settings; the message names the key.</summary>
public sealed class InvalidConfigurationException(string message) : Exception(message);
