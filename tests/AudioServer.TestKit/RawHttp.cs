using System.Net.Sockets;
using System.Text;

namespace AudioServer.TestKit;

/// <summary>Sends bytes as they are, for requests that no client library would send.</summary>
public static class RawHttp
{
    /// <summary>Sends <paramref name="request"/>, ends the sending side, and returns all that comes back (Latin-1) until the server closes or the time is over.</summary>
    public static async Task<string> SendAsync(Uri server, string request, CancellationToken cancellationToken = default) =>
        await SendAsync(server, Encoding.Latin1.GetBytes(request), cancellationToken);

    public static async Task<string> SendAsync(Uri server, byte[] request, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, limit.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(request, limit.Token);
        client.Client.Shutdown(SocketShutdown.Send);
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (IOException)
        {
            // The server may cut a connection whose request it refused; what came before counts.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
