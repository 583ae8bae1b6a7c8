using AudioServer.Application;
using AudioServer.Domain.Failures;
using FluentValidation;

namespace AudioServer.Api.Errors;

/// <summary>What an error answer says.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="Title">The same for every problem of this code.</param>
/// <param name="Detail">What went wrong this time.</param>
/// <param name="Members">Further members.</param>
/// <param name="RetryAfter">When the same request may find another answer.</param>
internal sealed record Problem(int Status, string Code, string Title, string Detail, IReadOnlyDictionary<string, object>? Members = null, TimeSpan? RetryAfter = null);

/// <summary>The one table from fault to problem: every status an error can have is chosen here.</summary>
internal static class ProblemTable
{
    public static readonly IReadOnlyDictionary<string, (int Status, string Title)> Codes = new Dictionary<string, (int Status, string Title)>
    {
        ["invalid_parameter"] = (400, "A parameter cannot be taken"),
        ["malformed_request"] = (400, "The request is malformed"),
        ["invalid_name"] = (400, "No file can have this name"),
        ["invalid_cursor"] = (400, "The cursor cannot be used"),
        ["incomplete_body"] = (400, "The body is incomplete"),
        ["digest_mismatch"] = (400, "The content is not what was announced"),
        ["invalid_multipart"] = (400, "The multipart body cannot be taken"),
        ["weak_password"] = (400, "The password is too easy to guess"),
        ["unauthenticated"] = (401, "An account is needed"),
        ["invalid_credentials"] = (401, "Name and password do not belong together"),
        ["invalid_token"] = (401, "The token is not valid"),
        ["cross_site"] = (403, "The request comes from another site"),
        ["invalid_link"] = (403, "The link is not valid"),
        ["insufficient_scope"] = (403, "The credential may not do this"),
        ["not_found"] = (404, "There is no such thing here"),
        ["method_not_allowed"] = (405, "The method is not allowed here"),
        ["not_acceptable"] = (406, "No representation fits what is accepted"),
        ["body_too_slow"] = (408, "The body came too slowly"),
        ["name_taken"] = (409, "The name is taken"),
        ["user_exists"] = (409, "The user exists already"),
        ["not_ready"] = (409, "This is not there yet"),
        ["precondition_failed"] = (412, "A precondition does not hold"),
        ["too_large"] = (413, "The body is too large"),
        ["quota_exceeded"] = (413, "There is no room left for this user"),
        ["not_audio"] = (415, "This is not audio"),
        ["unsupported_media_type"] = (415, "The media type is not supported"),
        ["audio_broken"] = (422, "The audio is broken"),
        ["range_not_satisfiable"] = (416, "The range lies outside the content"),
        ["unsupported_conversion"] = (422, "The audio cannot be had in this form"),
        ["busy"] = (429, "The server has too much at work"),
        ["rate_limited"] = (429, "Too much was asked for"),
        ["internal"] = (500, "The server failed"),
        ["unavailable"] = (503, "The server cannot do this just now"),
        ["storage_full"] = (507, "The storage is full"),
    };

    /// <summary>After which what is away is asked for again, when nothing better is known.</summary>
    private static readonly TimeSpan UntilBack = TimeSpan.FromSeconds(5);

    public static Problem Of(Exception fault) => fault switch
    {
        Failure failure => Of(failure.Code, failure.Message, failure.Members, failure.RetryAfter),
        ValidationException invalid => Of("invalid_parameter", string.Join(' ', invalid.Errors.Select(error => error.ErrorMessage)), Errors(invalid)),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Of("too_large", "The body is larger than this server takes."),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => Of("body_too_slow", "The body came too slowly or stopped coming."),
        BadHttpRequestException { Message: var message } when message.StartsWith("Unexpected end of request content", StringComparison.Ordinal) => Of("incomplete_body", "The body ended before its announced length."),
        BadHttpRequestException malformed => Of("malformed_request", malformed.Message),
        // A chunk whose size no number holds: the one fault of framing that Kestrel does not call a bad request.
        IOException { InnerException: OverflowException } => Of("malformed_request", "The size of a chunk cannot be read."),
        _ when DatabaseFault.Is(fault) => Of("unavailable", "The database is away; try again soon."),
        _ => Of("internal", "Something went wrong in the server; the trace id finds it in the log."),
    };

    /// <summary>For a status that ASP.NET Core chose before any code of ours ran; null for one that is no error.</summary>
    public static Problem? Of(int status, HttpContext context) => status switch
    {
        StatusCodes.Status400BadRequest => Of("malformed_request", "The request cannot be taken as HTTP."),
        StatusCodes.Status404NotFound => Of("not_found", $"Nothing is at {context.Request.Path.ToUriComponent()}."),
        StatusCodes.Status405MethodNotAllowed => Of("method_not_allowed", $"{context.Request.Method} is not allowed here; allowed: {context.Response.Headers.Allow}."),
        StatusCodes.Status413PayloadTooLarge => Of("too_large", "The body is larger than this server takes."),
        StatusCodes.Status415UnsupportedMediaType => Of("unsupported_media_type", "The media type of the body is not supported here."),
        >= 500 => Of("internal", "Something went wrong in the server; the trace id finds it in the log."),
        _ => null,
    };

    private static Problem Of(string code, string detail, IReadOnlyDictionary<string, object>? members = null, TimeSpan? retryAfter = null)
    {
        var (status, title) = Codes[code];
        return new Problem(status, code, title, detail, members, retryAfter ?? (status == StatusCodes.Status503ServiceUnavailable ? UntilBack : null));
    }

    private static Dictionary<string, object> Errors(ValidationException invalid) => new()
    {
        ["errors"] = invalid.Errors.GroupBy(error => error.PropertyName).ToDictionary(group => group.Key, group => group.Select(error => error.ErrorMessage).ToArray()),
    };
}
