using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace AudioServer.Api.Client;

/// <summary>One server-sent event.</summary>
/// <param name="Id">The last id so far; null when none came yet.</param>
/// <param name="Type"><c>message</c> when the stream names none.</param>
/// <param name="Data">Its lines.</param>
internal sealed record ServerEvent(string? Id, string Type, string Data);

/// <summary>Reads <c>text/event-stream</c> (WHATWG HTML §9.2.6). An event that is cut was none, and its id is not taken: it is told again to who goes on from <see cref="LastId"/>.</summary>
internal sealed class EventReader(TextReader text, string? lastId = null)
{
    /// <summary>Where to go on; null: nowhere.</summary>
    public string? LastId { get; private set; } = lastId;

    /// <summary>What the server wants a client to wait before it comes again; null when it does not say.</summary>
    public TimeSpan? Retry { get; private set; }

    /// <summary>To the end of the stream.</summary>
    public async IAsyncEnumerable<ServerEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (id, type, data) = (LastId, "", new StringBuilder());
        while (await text.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                LastId = id;
                if (data.Length > 0)
                {
                    yield return new ServerEvent(id, type.Length == 0 ? "message" : type, data.ToString(0, data.Length - 1));
                }

                (type, data) = ("", data.Clear());
                continue;
            }

            var (field, value) = line.Split(':', 2) is [var left, var right] ? (left, right.StartsWith(' ') ? right[1..] : right) : (line, "");
            switch (field)
            {
                case "event":
                    type = value;
                    break;
                case "data":
                    data.Append(value).Append('\n');
                    break;
                case "id" when !value.Contains('\0', StringComparison.Ordinal):
                    id = value;
                    break;
                case "retry" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds):
                    Retry = TimeSpan.FromMilliseconds(milliseconds);
                    break;
            }
        }
    }
}
