using AudioServer.Api.Controllers;
using Microsoft.AspNetCore.Http;

namespace AudioServer.UnitTests.Api.Controllers;

public sealed class PageLinkTests
{
    [Fact]
    public void The_last_page_has_no_link() =>
        Link("/list", "?limit=1", next: null).Should().BeEmpty();

    [Theory]
    [InlineData("/list", "", "</list?cursor=abc>; rel=\"next\"")]
    [InlineData("/list", "?limit=1", "</list?limit=1&cursor=abc>; rel=\"next\"")]
    [InlineData("/list", "?limit=1&cursor=old", "</list?limit=1&cursor=abc>; rel=\"next\"")]
    [InlineData("/list", "?CURSOR=old&limit=1", "</list?limit=1&cursor=abc>; rel=\"next\"")]
    [InlineData("/list", "?label=a:1&label=b:2", "</list?label=a%3A1&label=b%3A2&cursor=abc>; rel=\"next\"")]
    [InlineData("/list", "?q=%E9%9F%B3%20%26%3D%23%3E", "</list?q=%E9%9F%B3%20%26%3D%23%3E&cursor=abc>; rel=\"next\"")]
    [InlineData("/list", "?q=a%0D%0ASet-Cookie:%20x", "</list?q=a%0D%0ASet-Cookie%3A%20x&cursor=abc>; rel=\"next\"")]
    [InlineData("/api/v1/audio", "?sort=-size", "</api/v1/audio?sort=-size&cursor=abc>; rel=\"next\"")]
    public void It_is_the_same_request_with_the_next_cursor(string path, string query, string link) =>
        Link(path, query, "abc").Should().Be(link);

    private static string Link(string path, string query, string? next)
    {
        var context = new DefaultHttpContext();
        (context.Request.Path, context.Request.QueryString) = (path, new QueryString(query));
        PageLink.Add(context, next);
        return context.Response.Headers.Link.ToString();
    }
}
