using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Amazon.S3.Model;

namespace AudioServer.TestKit;

/// <summary>A CDN in front of a bucket: reads it by credentials of its own, passes on the parameters that replace headers, and notes what it was asked.</summary>
public sealed class Cdn : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly S3Server _store;
    private readonly string _bucket;

    public Cdn(S3Server store, string bucket)
    {
        (_store, _bucket) = (store, bucket);

        // A port that is free now is most likely so in a moment.
        using (var socket = new TcpListener(IPAddress.Loopback, 0))
        {
            socket.Start();
            Address = new Uri($"http://{socket.LocalEndpoint}/");
        }

        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = AnswerAsync();
    }

    public Uri Address { get; }

    /// <summary>Addresses and headers, in their order.</summary>
    public ConcurrentQueue<(Uri Address, WebHeaderCollection Headers)> Asked { get; } = [];

    /// <summary>What is sent of the content.</summary>
    public Func<byte[], byte[]> Send { get; set; } = content => content;

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                Asked.Enqueue((context.Request.Url!, new WebHeaderCollection { context.Request.Headers }));
                await PassOnAsync(context);
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task PassOnAsync(HttpListenerContext context)
    {
        var query = context.Request.QueryString;
        var overrides = new ResponseHeaderOverrides { ContentType = query["response-content-type"], ContentDisposition = query["response-content-disposition"] };
        using var found = await _store.Client.GetObjectAsync(new GetObjectRequest { BucketName = _bucket, Key = context.Request.Url!.AbsolutePath[1..], ResponseHeaderOverrides = overrides });
        using var content = new MemoryStream();
        await found.ResponseStream.CopyToAsync(content);
        context.Response.ContentType = found.Headers.ContentType;
        context.Response.AddHeader("Content-Disposition", found.Headers.ContentDisposition);
        context.Response.AddHeader("ETag", found.ETag);
        context.Response.ContentLength64 = content.Length;
        var sent = Send(content.ToArray());
        await context.Response.OutputStream.WriteAsync(sent);
        if (sent.Length < content.Length)
        {
            context.Response.Abort();
        }
        else
        {
            context.Response.Close();
        }
    }
}
