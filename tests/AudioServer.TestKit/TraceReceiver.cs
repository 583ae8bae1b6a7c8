using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace AudioServer.TestKit;

/// <summary>A collector of traces: takes OTLP by HTTP, and reads as much of its protocol buffers as tests ask for.</summary>
public sealed class TraceReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<ReceivedSpan> _spans = [];
    private readonly Task _receiving;

    private TraceReceiver(int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _receiving = ReceiveAsync();
    }

    public Uri Address { get; }

    public IReadOnlyList<ReceivedSpan> Spans => [.. _spans];

    /// <summary>The bytes of all messages, as text, for what must not be in them.</summary>
    public string Raw { get; private set; } = "";

    public static TraceReceiver Start()
    {
        // A port that is free now is most likely so in a moment.
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        var port = ((IPEndPoint)socket.LocalEndpoint).Port;
        socket.Stop();
        return new TraceReceiver(port);
    }

    public void Dispose() => _listener.Close();

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                if (context.Request is { HttpMethod: "POST", Url.AbsolutePath: "/v1/traces", ContentType: "application/x-protobuf" })
                {
                    Take(body.ToArray());
                }

                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    /// <summary>ExportTraceServiceRequest.resource_spans (1) → scope_spans (2) → spans (2) → trace_id (1), span_id (2), parent_span_id (4), name (5).</summary>
    private void Take(byte[] message)
    {
        Raw += Encoding.UTF8.GetString(message);
        foreach (var span in Fields(message, 1).SelectMany(resource => Fields(resource, 2)).SelectMany(scope => Fields(scope, 2)))
        {
            string Hex(int field) => Convert.ToHexStringLower(Fields(span, field).SingleOrDefault() ?? []);
            _spans.Enqueue(new ReceivedSpan(Encoding.UTF8.GetString(Fields(span, 5).Single()), Hex(1), Hex(2), Hex(4)));
        }
    }

    /// <summary>The contents of every field of this number that has a length.</summary>
    private static List<byte[]> Fields(byte[] message, int number)
    {
        var found = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            switch (key & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += sizeof(long);
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    if (key >> 3 == (ulong)number)
                    {
                        found.Add(message[at..(at + length)]);
                    }

                    at += length;
                    break;
                case 5:
                    at += sizeof(int);
                    break;
                default:
                    throw new InvalidDataException("This is no protocol buffer.");
            }
        }

        return found;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        for (var (value, shift) = (0UL, 0); ; shift += 7)
        {
            value |= (ulong)(message[at] & 0x7F) << shift;
            if (message[at++] < 0x80)
            {
                return value;
            }
        }
    }
}

/// <param name="Name">As the span is called.</param>
/// <param name="TraceId">Hex.</param>
/// <param name="Id">Hex.</param>
/// <param name="ParentId">Hex; empty for none.</param>
public sealed record ReceivedSpan(string Name, string TraceId, string Id, string ParentId);
