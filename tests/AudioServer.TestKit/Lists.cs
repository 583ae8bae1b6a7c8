using System.Net;
using System.Text.Json;

namespace AudioServer.TestKit;

/// <summary>What tests ask of lists.</summary>
public static class Lists
{
    /// <summary>The path of a list with these parameters, each value escaped.</summary>
    public static string Of(params IEnumerable<(string Name, string Value)> parameters) =>
        $"/list?{string.Join('&', parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"))}";

    /// <summary>The names of a page's files, in its order.</summary>
    public static IReadOnlyList<string> Names(this JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(file => file.Text("name")!)];

    /// <summary>The names a list shows on its first page.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(this AudioServerApp server, string path) => (await server.GetListAsync(path)).Names();

    /// <summary>A page, which must be answered; the message shows the problem when it is not.</summary>
    public static async Task<JsonElement> GetListAsync(this AudioServerApp server, string path)
    {
        using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative));
        return await answer.JsonAsync();
    }

    /// <summary>The names on each page of a list, to its end.</summary>
    /// <param name="server">Asked.</param>
    /// <param name="path">The first page; must hold a <c>?</c>.</param>
    /// <param name="between">Done with each page before the next is asked for.</param>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> PagesAsync(this AudioServerApp server, string path, Func<IReadOnlyList<string>, Task>? between = null)
    {
        var pages = new List<IReadOnlyList<string>>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await server.GetListAsync(path + cursor);
            pages.Add(page.Names());
            cursor = page.Text("next") is { } next ? $"&cursor={next}" : null;
            await (between?.Invoke(pages[^1]) ?? Task.CompletedTask);
        }

        return pages;
    }

    /// <summary>The list must be refused with 400 and <paramref name="code"/>; <paramref name="parameter"/> must be the one named.</summary>
    public static async Task RefusesAsync(this AudioServerApp server, string path, string code, string? parameter = null)
    {
        using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative));
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest, code);
        if (parameter is not null)
        {
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Equal(parameter);
        }
    }
}
