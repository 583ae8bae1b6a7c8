using System.Net;
using System.Text.Json;

namespace AudioServer.TestKit;

/// <summary>What tests ask of answers.</summary>
public static class Answers
{
    /// <summary>The body as JSON; the status must be <paramref name="status"/>, and the message shows the body when it is not.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(status, "{0}", text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The problem details, whose status and code must be these, and which must hold every member the contract asks for.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var problem = await answer.JsonAsync(status);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        problem.GetProperty("code").GetString().Should().Be(code, "{0}", problem);
        problem.GetProperty("status").GetInt32().Should().Be((int)status);
        foreach (var member in (string[])["type", "title", "detail", "instance", "traceId"])
        {
            problem.GetProperty(member).GetString().Should().NotBeNullOrEmpty(member);
        }

        return problem;
    }

    /// <summary>A string member, or null.</summary>
    public static string? Text(this JsonElement json, string member) => json.GetProperty(member).GetString();
}
