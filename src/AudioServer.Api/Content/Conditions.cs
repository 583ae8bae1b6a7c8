using AudioServer.Domain.Failures;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace AudioServer.Api.Content;

/// <summary>The conditions of a request for content, in RFC 9110's order (§13.2.2).</summary>
internal sealed class Conditions
{
    private readonly DateTimeOffset _lastModified;

    /// <exception cref="PreconditionFailed">If-Match or If-Unmodified-Since does not hold.</exception>
    public Conditions(RequestHeaders request, EntityTagHeaderValue tag, DateTimeOffset lastModified)
    {
        // HTTP dates have no fraction; compared with one, a file would always be newer than its own date.
        _lastModified = DateTimeOffset.FromUnixTimeSeconds(lastModified.ToUnixTimeSeconds());

        // A condition that cannot be read is still one: a tag sent without its quotes names no content we have.
        var headers = request.Headers;
        var holds = headers.IfMatch.Count > 0
            ? request.IfMatch.Any(match => match.Tag == "*" || match.Compare(tag, useStrongComparison: true))
            : request.IfUnmodifiedSince is not { } unmodifiedSince || _lastModified <= unmodifiedSince;
        if (!holds)
        {
            throw new PreconditionFailed($"The content is another: its entity tag is {tag}.");
        }

        var isUnchanged = headers.IfNoneMatch.Count > 0
            ? request.IfNoneMatch.Any(match => match.Tag == "*" || match.Compare(tag, useStrongComparison: false))
            : request.IfModifiedSince is { } modifiedSince && _lastModified <= modifiedSince;
        Status = isUnchanged ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;

        RangeMayApply = request.IfRange switch
        {
            null => headers.IfRange.Count == 0,
            { EntityTag: { } ifRange } => ifRange.Compare(tag, useStrongComparison: true),
            { LastModified: { } date } => date == _lastModified,
            _ => false,
        };
    }

    /// <summary>200, or 304 when the client has it already.</summary>
    public int Status { get; }

    /// <summary>False when If-Range names other content than this: then the whole is sent.</summary>
    public bool RangeMayApply { get; }
}
