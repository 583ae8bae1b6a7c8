using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using AudioServer.Api.Access;
using AudioServer.Api.Binding;
using AudioServer.Api.Errors;
using AudioServer.Api.Http;
using AudioServer.Api.Logging;
using AudioServer.Api.Telemetry;
using AudioServer.Application;
using AudioServer.Application.Telemetry;
using AudioServer.Infrastructure;
using AudioServer.Infrastructure.Telemetry;

namespace AudioServer.Api.Hosting;

/// <summary>The whole server, built but not started: what Program runs and what the tests run.</summary>
public static class ServerHost
{
    private const int MinThreads = 32;

    /// <param name="arguments">The command line, after the verb.</param>
    /// <param name="configure">Replaces services, such as the clock, in tests.</param>
    /// <exception cref="InvalidConfigurationException">A key has a value the server cannot run with.</exception>
    public static WebApplication Create(string[] arguments, Action<IServiceCollection>? configure = null) => Build(configuration => configuration.UseServerConfiguration(arguments), configure);

    /// <summary>Another than this process is configured for: neither its environment nor its command line counts.</summary>
    /// <param name="settingsFile">JSON, laid out as <c>appsettings.json</c>.</param>
    /// <exception cref="InvalidConfigurationException">It cannot be read, has an unknown key, or a value the server cannot run with.</exception>
    public static WebApplication CreateFrom(string settingsFile)
    {
        try
        {
            return Build(configuration => configuration.UseSettingsFile(settingsFile), configure: null);
        }
        catch (InvalidConfigurationException invalid)
        {
            throw new InvalidConfigurationException($"{settingsFile}: {invalid.Message}");
        }
    }

    private static WebApplication Build(Action<ConfigurationManager> readSettings, Action<IServiceCollection>? configure)
    {
        // Numbers and dates are written for machines. (Globalization-invariant mode would do this too, but names could not be normalised in it.)
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        RefuseWithoutIcu();

        // Reads of a tool's pipe and fsyncs block the pool's threads, of which there would be no more than processors before requests have to wait for a new one.
        ThreadPool.SetMinThreads(MinThreads, MinThreads);

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        readSettings(builder.Configuration);
        builder.Configuration.RefuseOpenNetwork();
        builder.Logging.UseServerLog(builder.Configuration);
        builder.WebHost.UseServerKestrel(builder.Configuration);

        // What is started first is stopped last: the others' last spans are sent too.
        builder.Services.AddTelemetry(new(ApplicationTelemetry.Meter, ApplicationTelemetry.Begin), new(InfrastructureTelemetry.Meter, InfrastructureTelemetry.Begin));
        builder.Services.AddApplication();
        builder.Services.AddInfrastructure(builder.Configuration);
        builder.Services.AddBackgroundWork();
        builder.Services.AddApi(builder.Configuration);
        configure?.Invoke(builder.Services);

        // Every setting is read now: the host would do it only when the data directory is made and locked.
        var app = ServerConfiguration.BuildValid(builder.Build, built => built.Services);
        if (AccessServices.TrustedProxies(builder.Configuration).Length > 0)
        {
            app.UseForwardedHeaders();
        }

        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<RequestTrace>();
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<FramingGuard>();
        app.UseMiddleware<HostGuard>();
        app.UseMiddleware<RoleGuard>();
        app.UseMiddleware<StopGuard>();
        app.UsePage();
        app.UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.UseMiddleware<RateLimits>();
        app.UseMiddleware<CrossSiteGuard>();
        app.UseAuthorization();
        app.MapControllers();
        app.MapOpenApi("/openapi/v1.json").AllowAnonymous().WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head])).AddEndpointFilter((context, next) =>
        {
            NoParametersFilter.Refuse(context.HttpContext.Request.Query);
            return next(context);
        });
        return app;
    }

    /// <summary>In globalization-invariant mode text that is not normalised passes for text that is.</summary>
    private static void RefuseWithoutIcu()
    {
        if ("e\u0301".Normalize(NormalizationForm.FormC) != "\u00E9")
        {
            throw new InvalidConfigurationException("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT turns off what names are normalised with: unset it.");
        }
    }

    /// <summary>Starts listening.</summary>
    /// <exception cref="InvalidConfigurationException">It cannot listen there.</exception>
    public static async Task ListenAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop while it was starting: so it does.
        }
        catch (Exception fault) when (fault is IOException or SocketException or InvalidOperationException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            // What works in the background has begun already, and would complain of a server that is gone.
            await app.StopAsync();
            throw new InvalidConfigurationException($"{ServerConfiguration.KeysOfAddresses(app.Configuration)}: {fault.Message.ReplaceLineEndings("\n").Split('\n')[0]}");
        }
    }
}
