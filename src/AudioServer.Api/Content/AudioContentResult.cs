using AudioServer.Api.Parameters;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace AudioServer.Api.Content;

/// <summary>
/// Sends content with validators, conditions and ranges (RFC 9110 §13 and §14). Our own, not the framework's file result: that one
/// copies twice, and this serves every blob store alike.
/// </summary>
internal sealed class AudioContentResult(AudioContent content, Disposition disposition) : ActionResult
{
    private const int ReadSize = 64 * 1024;
    private const int FlushSize = 512 * 1024;

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        await using (content)
        {
            var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
            var conditions = new Conditions(request.GetTypedHeaders(), new EntityTagHeaderValue($"\"{content.Sha256}\""), content.LastModified);
            response.StatusCode = conditions.Status;
            if (conditions.Status == StatusCodes.Status200OK && content.Address is { } address)
            {
                SendOn(response, address);
                return;
            }

            DescribeContent(response);
            var range = new ByteRange(0, content.Size);
            if (conditions.Status == StatusCodes.Status200OK && conditions.RangeMayApply)
            {
                switch (ByteRange.Parse(request.Headers.Range, content.Size, out var part))
                {
                    case RangeOutcome.Part:
                        range = part;
                        response.StatusCode = StatusCodes.Status206PartialContent;
                        response.GetTypedHeaders().ContentRange = new ContentRangeHeaderValue(part.First, part.First + part.Length - 1, content.Size);
                        break;
                    case RangeOutcome.Unsatisfiable:
                        throw new RangeNotSatisfiable(content.Size);
                }
            }

            if (response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status206PartialContent)
            {
                response.ContentType = content.ContentType;
                response.ContentLength = range.Length;
                if (!HttpMethods.IsHead(request.Method))
                {
                    await SendAsync(response, range, context.HttpContext.RequestAborted);
                }
            }
        }
    }

    /// <summary>Nothing is said of the content: what headers of this answer described would be this answer.</summary>
    private static void SendOn(HttpResponse response, Uri address)
    {
        response.StatusCode = StatusCodes.Status302Found;

        // As it was signed: made up anew, it might be spelled otherwise.
        response.Headers.Location = address.OriginalString;

        // An answer that is kept would lead to an address that has ended, or whoever else it is given to past us.
        response.Headers.CacheControl = "no-store";
    }

    private void DescribeContent(HttpResponse response)
    {
        var headers = response.GetTypedHeaders();
        headers.ETag = new EntityTagHeaderValue($"\"{content.Sha256}\"");
        headers.LastModified = content.LastModified;
        headers.ContentDisposition = ContentOffer.Of(disposition, content.Name);
        response.Headers.AcceptRanges = "bytes";
        response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(content.Sha256))}:";
        response.Headers.CacheControl = "private, no-cache";

        // Bytes from strangers: a browser must not run anything in them. What is opened inline it plays in a document of its own making, whose
        // player asks for the same address again: nothing else is allowed, and the origin only because it is compared with that.
        response.Headers.ContentSecurityPolicy = disposition == Disposition.Inline
            ? "default-src 'none'; media-src 'self'; sandbox allow-same-origin; frame-ancestors 'none'"
            : "default-src 'none'; sandbox; frame-ancestors 'none'";
        if (content.Duration is { } duration)
        {
            response.Headers["X-Content-Duration"] = duration.ToString("0.######");
        }
    }

    private async Task SendAsync(HttpResponse response, ByteRange range, CancellationToken cancellationToken)
    {
        var bytes = content.Bytes!;
        bytes.Position = range.First;
        var (left, unflushed) = (range.Length, 0);
        while (left > 0)
        {
            var buffer = response.BodyWriter.GetMemory(ReadSize);
            var read = await bytes.ReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], cancellationToken);
            if (read == 0)
            {
                // The blob is shorter than its row says: the length is promised already, so the connection has to break.
                throw new EndOfStreamException($"The blob of {content.Sha256} ends {left} bytes early.");
            }

            response.BodyWriter.Advance(read);
            left -= read;
            unflushed += read;
            if (unflushed >= FlushSize || left == 0)
            {
                unflushed = 0;
                await response.BodyWriter.FlushAsync(cancellationToken);
            }
        }
    }
}
