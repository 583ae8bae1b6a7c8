using System.Net.Sockets;
using System.Text;

namespace AudioServer.TestKit;

/// <summary>Sends bytes as they are (Latin-1), for requests that no client library would send.</summary>
public static class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>
    /// All that comes back until the server closes the connection, which it must do by itself: the sending side stays open, for Kestrel takes the end of
    /// a client's input for the end of the client.
    /// </summary>
    public static Task<string> SendAsync(Uri server, string request) => SendAsync(server, request, static _ => false);

    /// <summary>What comes back up to the end of the first answer, whose body must be chunked.</summary>
    public static Task<string> FirstAnswerAsync(Uri server, string request) => SendAsync(server, request, static answer => answer.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal));

    /// <summary>Sends the beginning of a request, ends the sending side, and returns what comes back.</summary>
    public static Task<string> CutAsync(Uri server, string beginning) => SendAsync(server, beginning, static _ => false, cut: true);

    private static async Task<string> SendAsync(Uri server, string request, Func<string, bool> isEnough, bool cut = false)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, limit.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), limit.Token);
        if (cut)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        var answer = new StringBuilder();
        try
        {
            var buffer = new byte[4096];
            while (!isEnough(answer.ToString()) && await stream.ReadAsync(buffer, limit.Token) is var read and > 0)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // The server may cut a connection whose request it refused; what came before counts.
        }

        return answer.ToString();
    }
}
