using System.Text.Json;
using System.Text.Json.Nodes;

namespace AudioServer.Api.Client;

/// <summary>A verb, or its part for one file, cannot be done.</summary>
/// <param name="exitCode">One of <see cref="Client.ExitCode"/>.</param>
/// <param name="problem">As the server told it, or of the same shape: <c>code</c> and <c>detail</c> at least.</param>
internal sealed class CommandFailedException(int exitCode, JsonObject problem) : Exception(TextOf(problem, "detail") ?? "The server gave no reason.")
{
    private const int MaxProblemBytes = 64 * 1024;

    /// <summary>A member that is there twice is found out when it is read, not when it is used.</summary>
    private static readonly JsonDocumentOptions Strictly = new() { AllowDuplicateProperties = false };

    public CommandFailedException(int exitCode, string code, string detail)
        : this(exitCode, new JsonObject { ["code"] = code, ["detail"] = detail })
    {
    }

    public int ExitCode => exitCode;

    public JsonObject Problem => problem;

    public string? Code => Member("code");

    /// <summary>A text of the problem's; null when it has none of this name.</summary>
    public string? Member(string name) => TextOf(problem, name);

    /// <summary>Of an answer that is an error.</summary>
    public static async Task<CommandFailedException> OfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        try
        {
            await answer.Content.LoadIntoBufferAsync(MaxProblemBytes, cancellationToken);
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            if (await JsonNode.ParseAsync(body, documentOptions: Strictly, cancellationToken: cancellationToken) is JsonObject problem && TextOf(problem, "code") is { } code)
            {
                return new CommandFailedException(Client.ExitCode.Of(status, code), problem);
            }
        }
        catch (Exception fault) when (fault is JsonException or HttpRequestException or IOException)
        {
            // Told by a proxy, or cut: the status has to do.
        }

        return new CommandFailedException(Client.ExitCode.Of(status, null), "http", $"The answer was {status} {answer.ReasonPhrase}.");
    }

    public static CommandFailedException OfNetwork(Exception fault)
    {
        var cause = fault.GetBaseException().Message;
        return new CommandFailedException(Client.ExitCode.Network, "network", fault.Message.Contains(cause, StringComparison.Ordinal) ? fault.Message : $"{fault.Message} {cause}");
    }

    private static string? TextOf(JsonObject problem, string name) => problem[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
