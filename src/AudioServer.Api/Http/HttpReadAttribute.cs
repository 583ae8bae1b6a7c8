using Microsoft.AspNetCore.Mvc.Routing;

namespace AudioServer.Api.Http;

/// <summary>GET, and HEAD, which answers the same without the body.</summary>
internal sealed class HttpReadAttribute(string template) : HttpMethodAttribute(["GET", "HEAD"], template);
