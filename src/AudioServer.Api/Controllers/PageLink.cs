namespace AudioServer.Api.Controllers;

/// <summary>The <c>Link</c> header of a page (RFC 8288).</summary>
internal static class PageLink
{
    /// <summary>Points to the page after this one: the same request with another cursor. Null adds nothing.</summary>
    public static void Add(HttpContext context, string? next)
    {
        if (next is null)
        {
            return;
        }

        var query = context.Request.Query
            .Where(parameter => !parameter.Key.Equals("cursor", StringComparison.OrdinalIgnoreCase))
            .SelectMany(parameter => parameter.Value, (parameter, value) => KeyValuePair.Create(parameter.Key, value))
            .Append(KeyValuePair.Create("cursor", (string?)next));
        context.Response.Headers.Link = $"<{context.Request.Path.ToUriComponent()}{QueryString.Create(query)}>; rel=\"next\"";
    }
}
