using System.IO.Pipelines;
using System.Net.Mime;
using AudioServer.Application.AudioFiles;
using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AudioServer.Api.Uploads;

/// <summary>
/// Finds the file in an upload's body, raw or multipart, without holding it: whatever a raw body's Content-Type says, it is the file
/// (curl says <c>application/x-www-form-urlencoded</c>).
/// </summary>
/// <param name="Content">The file's bytes.</param>
/// <param name="FileName">The name that came with them; null when none did.</param>
internal sealed record UploadBody(UploadContent Content, string? FileName)
{
    private const int BufferSize = 64 * 1024;
    private const int MaxBoundaryLength = 200;

    /// <exception cref="Failure">The request cannot hold a file.</exception>
    public static Task<UploadBody> OpenAsync(HttpRequest request, CancellationToken cancellationToken) =>
        MultipartType(request) is { } type ? OpenMultipartAsync(request, type, cancellationToken) : Task.FromResult(OpenRaw(request));

    public static bool IsMultipart(HttpRequest request) => MultipartType(request) is not null;

    private static MediaTypeHeaderValue? MultipartType(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(MediaTypeNames.Multipart.FormData, StringComparison.OrdinalIgnoreCase) ? type : null;

    private static UploadBody OpenRaw(HttpRequest request)
    {
        var promised = DigestHeaders.OfFile(request.Headers).ToList();
        if (DigestHeaders.OfBody(request.Headers) is { } ofBody)
        {
            promised.Add(ofBody);
        }

        var disposition = ContentDispositionHeaderValue.TryParse(request.Headers.ContentDisposition.ToString(), out var header) ? header
            : request.Headers.ContentDisposition.Count == 0 ? null
            : throw new MalformedRequest("The Content-Disposition header cannot be read (RFC 6266).");
        return new UploadBody(new UploadContent(request.BodyReader, promised, request.ContentLength, _ => Task.CompletedTask), FileNameOf(disposition, static quoted => HeaderUtilities.UnescapeAsQuotedString($"\"{quoted}\"").ToString()));
    }

    private static async Task<UploadBody> OpenMultipartAsync(HttpRequest request, MediaTypeHeaderValue type, CancellationToken cancellationToken)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundaryLength)
        {
            throw new InvalidMultipart("The Content-Type names no usable boundary.");
        }

        var wholeBody = new MultipartBody(request.Body);
        request.HttpContext.Response.RegisterForDispose(wholeBody);
        var reader = new MultipartReader(boundary, wholeBody, BufferSize);
        var part = await MultipartBody.GuardAsync(() => reader.ReadNextSectionAsync(cancellationToken))
            ?? throw new InvalidMultipart("The body has no part; send the file as one, such as curl -F file=@myfile.wav.");
        var disposition = ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var header) ? header : null;
        var name = FileNameOf(disposition, UnescapeInMultipart);
        if (name is null && part.ContentType is null)
        {
            throw new InvalidMultipart($"The part \"{disposition?.Name}\" is a text field, not a file. Send options as query parameters, and one file part.");
        }

        async Task FinishAsync(CancellationToken finishing)
        {
            if (await MultipartBody.GuardAsync(() => reader.ReadNextSectionAsync(finishing)) is not null)
            {
                throw new InvalidMultipart("The body has more than one part; send one file a request.");
            }

            await wholeBody.CopyToAsync(Stream.Null, finishing);
            if (DigestHeaders.OfBody(request.Headers) is { } promised && wholeBody.Sha256() is var actual && actual != promised)
            {
                throw new DigestMismatch($"The body that arrived has the SHA-256 {actual}, not {promised} as announced.");
            }
        }

        var bytes = PipeReader.Create(new MultipartBody.Part(part.Body), new StreamPipeReaderOptions(bufferSize: BufferSize, leaveOpen: true));
        return new UploadBody(new UploadContent(bytes, [.. DigestHeaders.OfFile(request.Headers)], null, FinishAsync), name is null ? null : Domain.AudioFiles.FileName.LastSegment(name));
    }

    /// <summary>The extended form (RFC 5987) before the plain one, as RFC 6266 asks.</summary>
    private static string? FileNameOf(ContentDispositionHeaderValue? disposition, Func<string, string> unescape) =>
        disposition?.FileNameStar.Value is { Length: > 0 } extended ? extended
        : HeaderUtilities.RemoveQuotes(disposition?.FileName ?? default).Value is { Length: > 0 } plain ? unescape(plain)
        : null;

    /// <summary>In multipart bodies only the quote is ever escaped: any other backslash belongs to a path.</summary>
    private static string UnescapeInMultipart(string quoted) => quoted.Replace("\\\"", "\"", StringComparison.Ordinal);
}
