using AudioServer.Application.Access;

namespace AudioServer.Api.Access;

/// <summary>
/// The cookie of a session: no script reads it, no other site has it sent, and over https its name (<c>__Host-</c>, RFC 6265bis 4.1.3.2) has the browser
/// take it from nobody but this host.
/// </summary>
internal static class SessionCookie
{
    private const string Name = "audioserver-session";

    public static string? Read(HttpRequest request) => request.Cookies[NameFor(request)] is { Length: > 0 } secret ? secret : null;

    public static void Write(HttpResponse response, SignedIn session) =>
        response.Cookies.Append(NameFor(response.HttpContext.Request), session.Secret, OptionsFor(response.HttpContext.Request, session.ExpiresAt));

    public static void Remove(HttpResponse response) =>
        response.Cookies.Delete(NameFor(response.HttpContext.Request), OptionsFor(response.HttpContext.Request, expires: null));

    private static string NameFor(HttpRequest request) => request.IsHttps ? "__Host-" + Name : Name;

    private static CookieOptions OptionsFor(HttpRequest request, DateTimeOffset? expires) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, Path = "/", Expires = expires };
}
