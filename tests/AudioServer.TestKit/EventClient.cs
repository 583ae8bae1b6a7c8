using System.Net.Http.Headers;
using System.Text.Json;

namespace AudioServer.TestKit;

/// <summary>One event as it came.</summary>
/// <param name="Id">The last id so far; null when none came yet.</param>
/// <param name="Type">As in its <c>event:</c> line.</param>
/// <param name="Data">Its data, parsed.</param>
public sealed record ReceivedEvent(string? Id, string Type, JsonElement Data);

/// <summary>A client of <c>/api/v1/events</c> that reads as browsers do (WHATWG HTML §9.2.6).</summary>
public sealed class EventClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private EventClient(HttpResponseMessage response, StreamReader reader) => (_response, _reader) = (response, reader);

    /// <summary>Where to go on after what has been read.</summary>
    public string? LastId { get; private set; }

    public HttpContentHeaders Headers => _response.Content.Headers;

    /// <summary>Connects; the server's first lines have been read when it returns, so that whatever happens from then on is told.</summary>
    public static async Task<EventClient> OpenAsync(HttpClient client, string? lastEventId = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/events", UriKind.Relative));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.IsSuccessStatusCode.Should().BeTrue();
        var stream = new EventClient(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        (await stream.ReadBlockAsync())!.Should().Contain(line => line.StartsWith(':'));
        if (lastEventId is null)
        {
            await stream.ReadBlockAsync();
        }

        return stream;
    }

    /// <summary>The next event, signs of life passed over; null when the stream has ended.</summary>
    public async Task<ReceivedEvent?> NextAsync()
    {
        while (await ReadBlockAsync() is { } block)
        {
            if (Field(block, "event") is { } type)
            {
                return new ReceivedEvent(LastId, type, JsonDocument.Parse(Field(block, "data")!).RootElement);
            }
        }

        return null;
    }

    /// <summary>The next event of this type, others passed over; signs of life alone are not waited through for long.</summary>
    public Task<ReceivedEvent> NextAsync(string type) => FindAsync(type).WaitAsync(Patience);

    private async Task<ReceivedEvent> FindAsync(string type)
    {
        while (await NextAsync() is { } one)
        {
            if (one.Type == type)
            {
                return one;
            }
        }

        throw new InvalidOperationException($"The stream ended without {type}.");
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }

    private static string? Field(IEnumerable<string> block, string name) =>
        block.Where(line => line.StartsWith($"{name}: ", StringComparison.Ordinal)).Select(line => line[(name.Length + 2)..]).SingleOrDefault();

    /// <summary>Lines to the next empty one; null at the end.</summary>
    private async Task<IReadOnlyList<string>?> ReadBlockAsync()
    {
        var block = new List<string>();
        while (await _reader.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.Length == 0)
            {
                LastId = Field(block, "id") ?? LastId;
                return block;
            }

            block.Add(line);
        }

        return null;
    }
}
