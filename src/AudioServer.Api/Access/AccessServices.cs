using System.Net;
using AudioServer.Api.Hosting;
using AudioServer.Application.Ports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;

namespace AudioServer.Api.Access;

internal static class AccessServices
{
    /// <summary>Every route asks for a credential, whether or not whoever wrote it thought of that; the few that do not are marked.</summary>
    public static void AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<ICaller, HttpCaller>();

        // Not AddAuthentication, which brings keys for protecting data: kept in the user's home, and used for nothing here.
        services.AddAuthenticationCore(authentication =>
        {
            authentication.DefaultScheme = CredentialHandler.SchemeName;
            authentication.AddScheme<CredentialHandler>(CredentialHandler.SchemeName, displayName: null);
        });
        services.AddTransient<CredentialHandler>().AddWebEncoders();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().AddRequirements(new ScopeRequirement()).Build());
        services.AddHostedService<FirstUserHint>();

        var origins = CrossOrigins(configuration);
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins(origins).AllowAnyMethod().AllowAnyHeader().WithExposedHeaders(
            "Location", "Link", "ETag", "Content-Range", "Content-Disposition", "Repr-Digest", "Retry-After", "X-Content-Duration")));
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in TrustedProxies(configuration))
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        });
    }

    /// <summary><c>Cors:Origins</c>: the sites whose pages may call from a browser; none unless it says so.</summary>
    /// <exception cref="InvalidConfigurationException">One is no origin.</exception>
    public static string[] CrossOrigins(IConfiguration configuration) => [.. Items(configuration["Cors:Origins"]).Select(text =>
        Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin.Scheme is "http" or "https" && origin.GetLeftPart(UriPartial.Authority) is var left && text.TrimEnd('/').Equals(left, StringComparison.OrdinalIgnoreCase)
            ? left
            : throw new InvalidConfigurationException($"Cors:Origins: \"{text}\" is no origin; write https://example.org, several with ; between."))];

    /// <summary><c>Proxies:Trusted</c>: the addresses and networks of proxies whose word for the client's address, scheme and host is taken.</summary>
    /// <exception cref="InvalidConfigurationException">One is no address.</exception>
    public static System.Net.IPNetwork[] TrustedProxies(IConfiguration configuration) => [.. Items(configuration["Proxies:Trusted"]).Select(text =>
        System.Net.IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new System.Net.IPNetwork(address, 8 * address.GetAddressBytes().Length)
        : throw new InvalidConfigurationException($"Proxies:Trusted: \"{text}\" is no address and no network; write 10.0.0.7 or 10.0.0.0/8, several with ; between."))];

    private static string[] Items(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
