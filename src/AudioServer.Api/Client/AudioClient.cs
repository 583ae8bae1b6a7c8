using System.Net.Http.Headers;
using System.Text.Json;
using AudioServer.Application;
using AudioServer.Application.AudioFiles;

namespace AudioServer.Api.Client;

/// <summary>Requests to one server. Whatever is no success is thrown as <see cref="CommandFailedException"/>.</summary>
internal sealed class AudioClient : IDisposable
{
    private const string UrlVariable = "AUDIOSERVER_URL";
    private const string TokenVariable = "AUDIOSERVER_TOKEN";
    private const string DefaultUrl = "http://localhost:8000";

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http;

    /// <param name="server">Its root, with <c>/</c> at its end.</param>
    /// <param name="token">Null sends none.</param>
    public AudioClient(Uri server, string? token)
    {
        // How long a server may work on an answer depends on the file: a person has Ctrl-C, a script timeout(1).
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = ConnectPatience, UseCookies = false }) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    /// <exception cref="CommandFailedException">A variable cannot be read.</exception>
    public static AudioClient FromEnvironment()
    {
        var url = Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } given ? given : DefaultUrl;
        if (!Uri.TryCreate($"{url.TrimEnd('/')}/", UriKind.Absolute, out var server) || (server.Scheme != Uri.UriSchemeHttp && server.Scheme != Uri.UriSchemeHttps) || server.Query.Length > 0 || server.Fragment.Length > 0)
        {
            throw new CommandFailedException(ExitCode.Usage, "usage", $"{UrlVariable} is \"{url}\", which is no server's address; write {DefaultUrl}.");
        }

        var token = Environment.GetEnvironmentVariable(TokenVariable)?.Trim() is { Length: > 0 } secret ? secret : null;
        return token?.Any(letter => letter is <= ' ' or > '~') == true
            ? throw new CommandFailedException(ExitCode.Usage, "usage", $"{TokenVariable} holds what no token does: a space or a letter that is not ASCII.")
            : new AudioClient(server, token);
    }

    /// <summary><c>path?name=value&amp;…</c> of those that have a value.</summary>
    public static string Query(string path, IEnumerable<(string Name, string? Value)> parameters)
    {
        var query = string.Join('&', parameters.Where(parameter => parameter.Value is not null).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => AskAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    /// <summary>The answer as JSON.</summary>
    public async Task<JsonElement> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(request, cancellationToken);
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw NoAudioServer();
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            throw CommandFailedException.OfNetwork(fault);
        }
    }

    /// <summary>The answer as soon as its head is there; the caller disposes of it.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException fault)
        {
            throw CommandFailedException.OfNetwork(fault);
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw await CommandFailedException.OfAsync(answer, cancellationToken);
        }
    }

    /// <exception cref="CommandFailedException">It is none.</exception>
    public static AudioFileView FileOf(JsonElement json) => Read<AudioFileView>(json);

    /// <exception cref="CommandFailedException">It is none.</exception>
    public static FilePage PageOf(JsonElement json) => Read<FilePage>(json) is { Items: not null } page ? page : throw NoAudioServer();

    /// <summary>An object.</summary>
    /// <exception cref="CommandFailedException">It is none.</exception>
    public static JsonElement ObjectOf(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw NoAudioServer();
        }
        catch (JsonException)
        {
            throw NoAudioServer();
        }
    }

    /// <summary>For an answer that makes no sense.</summary>
    public static CommandFailedException NoAudioServer() => new(ExitCode.Failure, "no_audioserver", $"What answers there is no AudioServer; {UrlVariable} says where it is.");

    public void Dispose() => _http.Dispose();

    private static T Read<T>(JsonElement json)
    {
        try
        {
            return json.Deserialize<T>(JsonSettings.Options) ?? throw NoAudioServer();
        }
        catch (JsonException)
        {
            throw NoAudioServer();
        }
    }
}

/// <summary>A page of a list.</summary>
/// <param name="Items">As the server wrote them.</param>
/// <param name="Next">The cursor of the next page; null behind the last.</param>
/// <param name="Total">How many match; null unless asked for.</param>
internal sealed record FilePage(IReadOnlyList<JsonElement> Items, string? Next, long? Total);
